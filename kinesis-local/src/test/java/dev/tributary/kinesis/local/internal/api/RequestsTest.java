package dev.tributary.kinesis.local.internal.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.core.JsonParser;
import java.io.IOException;
import java.lang.reflect.Method;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import software.amazon.awssdk.core.SdkField;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.services.kinesis.KinesisAsyncClient;
import software.amazon.awssdk.utils.builder.SdkBuilder;

/** What AWS says of requests that do not fit its model, and that we know all of this model. */
final class RequestsTest {
  private static final String LONG = "a".repeat(129);

  private static Parameters read(String operation, String body)
      throws IOException, KinesisException {
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    try (JsonParser in = new Codecs().parser(Encoding.JSON, Body.of(bytes))) {
      return Parameters.read(in, Encoding.JSON, Requests.of(operation));
    }
  }

  private static KinesisException refused(String operation, String body) {
    return catchThrowableOfType(KinesisException.class, () -> read(operation, body));
  }

  private static void assertInvalid(String operation, String body, String... violations) {
    KinesisException refused = refused(operation, body);
    assertThat(refused.type()).isEqualTo(ErrorType.VALIDATION);
    assertThat(refused.text())
        .isEqualTo(
            "%d validation error%s detected: %s"
                .formatted(
                    violations.length,
                    violations.length == 1 ? "" : "s",
                    String.join("; ", violations)));
  }

  private static String violation(String value, String field, String constraint) {
    return "Value %s at '%s' failed to satisfy constraint: %s".formatted(value, field, constraint);
  }

  @Test
  void namesAllThatIsMissing() {
    assertInvalid(
        "SplitShard",
        "{}",
        violation("null", "newStartingHashKey", "Member must not be null"),
        violation("null", "shardToSplit", "Member must not be null"));
    assertInvalid(
        "CreateStream",
        "{\"StreamName\":null}",
        violation("null", "streamName", "Member must not be null"));
    assertInvalid(
        "ListShards",
        "{\"StreamName\":\"s\",\"ShardFilter\":{}}",
        violation("null", "shardFilter.type", "Member must not be null"));
  }

  @Test
  void namesAllThatIsWrong() {
    assertInvalid(
        "CreateStream",
        "{\"StreamName\":\"\",\"ShardCount\":0,\"MaxRecordSizeInKiB\":20000}",
        violation("'0'", "shardCount", "Member must have value greater than or equal to 1"),
        violation(
            "'20000'", "maxRecordSizeInKiB", "Member must have value less than or equal to 10240"),
        violation(
            "''", "streamName", "Member must satisfy regular expression pattern: [a-zA-Z0-9_.-]+"),
        violation("''", "streamName", "Member must have length greater than or equal to 1"));
    assertInvalid(
        "SplitShard",
        "{\"StreamName\":\"s\",\"ShardToSplit\":\"%s\",\"NewStartingHashKey\":\"-1\"}"
            .formatted(LONG),
        violation(
            "'-1'",
            "newStartingHashKey",
            "Member must satisfy regular expression pattern: 0|([1-9]\\d{0,38})"),
        violation(
            "'" + LONG + "'", "shardToSplit", "Member must have length less than or equal to 128"));
    assertInvalid(
        "UpdateShardCount",
        "{\"StreamName\":\"s\",\"TargetShardCount\":-3,\"ScalingType\":\"ODD\"}",
        violation("'ODD'", "scalingType", "Member must satisfy enum value set: [UNIFORM_SCALING]"),
        violation("'-3'", "targetShardCount", "Member must have value greater than or equal to 1"));
    assertInvalid(
        "UpdateShardCount",
        "{\"StreamName\":\"s\",\"TargetShardCount\":100001,\"ScalingType\":\"UNIFORM_SCALING\"}",
        violation(
            "'100001'", "targetShardCount", "Member must have value less than or equal to 100000"));
  }

  /** The order is AWS's, not that of its model. */
  @Test
  void namesMembersInTheirOrder() {
    assertInvalid(
        "PutRecord",
        "{}",
        violation("null", "partitionKey", "Member must not be null"),
        violation("null", "data", "Member must not be null"));
    assertInvalid(
        "PutRecord",
        "{\"PartitionKey\":\"\",\"Data\":\"\",\"ExplicitHashKey\":\"\",\"SequenceNumberForOrdering\":\"\"}",
        violation(
            "''",
            "sequenceNumberForOrdering",
            "Member must satisfy regular expression pattern: 0|([1-9]\\d{0,128})"),
        violation("''", "partitionKey", "Member must have length greater than or equal to 1"),
        violation(
            "''",
            "explicitHashKey",
            "Member must satisfy regular expression pattern: 0|([1-9]\\d{0,38})"));
    assertInvalid(
        "GetRecords",
        "{\"Limit\":0,\"ShardIterator\":\"\"}",
        violation("'0'", "limit", "Member must have value greater than or equal to 1"),
        violation("''", "shardIterator", "Member must have length greater than or equal to 1"));
  }

  @Test
  void looksIntoMapsAndLists() {
    assertInvalid(
        "AddTagsToStream",
        "{\"StreamName\":\"s\",\"Tags\":{}}",
        violation("'{}'", "tags", "Member must have length greater than or equal to 1"));
    assertInvalid(
        "AddTagsToStream",
        "{\"StreamName\":\"s\",\"Tags\":{\"k\":\"v\",\"%s\":\"w\"}}".formatted(LONG),
        violation(
            "'{k=v, " + LONG + "=w}'",
            "tags",
            "Map keys must satisfy constraint: [Member must have length less than or equal to 128,"
                + " Member must have length greater than or equal to 1]"));
    assertInvalid(
        "TagResource",
        "{\"ResourceARN\":\"arn:aws:kinesis:us-east-1:000000000000:stream/s\",\"Tags\":{\"k\":\"%s\"}}"
            .formatted(LONG + LONG),
        violation(
            "'{k=" + LONG + LONG + "}'",
            "tags",
            "Map value must satisfy constraint: [Member must have length less than or equal to 256,"
                + " Member must have length greater than or equal to 0]"));
    assertInvalid(
        "RemoveTagsFromStream",
        "{\"StreamName\":\"s\",\"TagKeys\":[\"a\",\"\"]}",
        violation(
            "'[a, ]'",
            "tagKeys",
            "Member must satisfy constraint: [Member must have length less than or equal to 128,"
                + " Member must have length greater than or equal to 1]"));
    assertInvalid(
        "UpdateStreamMode",
        "{\"StreamARN\":\"arn:aws:kinesis:us-east-1:000000000000:stream/s\","
            + "\"StreamModeDetails\":{\"StreamMode\":\"NONE\"}}",
        violation(
            "'NONE'",
            "streamModeDetails.streamMode",
            "Member must satisfy enum value set: [PROVISIONED, ON_DEMAND]"));
  }

  @Test
  void namesTenAtMostAndQuotesNoNovels() {
    String novel = "x".repeat(1_000_000);
    KinesisException refused =
        refused(
            "MergeShards",
            "{\"ShardToMerge\":\"%s\",\"StreamName\":\"%s\"}".formatted(novel, novel));
    assertThat(refused.text()).startsWith("3 validation errors").hasSizeLessThan(10_000);
    Violations many = new Violations();
    for (int i = 0; i < 20; i++) {
      many.missing("a" + i);
    }
    assertThat(many.text()).startsWith("10 validation errors").doesNotContain("a10");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "ListStreams|Limit|\"1\"|class java.lang.String can not be converted to an Integer",
        "ListStreams|Limit|true|class java.lang.Boolean can not be converted to an Integer",
        "ListStreams|Limit|[]|Start of list found where not expected",
        "ListStreams|Limit|{}|Start of structure or map found where not expected.",
        "DescribeStream|StreamName|true|class java.lang.Boolean can not be converted to an String",
        "DescribeStream|StreamName|[\"s\"]|Start of list found where not expected",
        "AddTagsToStream|Tags|\"a\"|Expected map or null",
        "AddTagsToStream|Tags|[]|Start of list found where not expected",
        "AddTagsToStream|Tags|{\"a\":{}}|Start of structure or map found where not expected.",
        "RemoveTagsFromStream|TagKeys|5|Expected list or null",
        "RemoveTagsFromStream|TagKeys|{}|Start of structure or map found where not expected.",
        "RemoveTagsFromStream|TagKeys|[true]|class java.lang.Boolean can not be converted to an String",
        "CreateStream|StreamModeDetails|\"x\"|Expected null",
        "CreateStream|StreamModeDetails|[]|Start of list found where not expected",
        "DeleteStream|EnforceConsumerDeletion|{}|Start of structure or map found where not expected.",
        "DeleteStream|EnforceConsumerDeletion|\"23\"|'23' can not be converted to an Boolean",
        "PutRecord|Data|true|class java.lang.Boolean can not be converted to a Blob",
      })
  void namesTheFirstWrongType(String operation, String member, String value, String text) {
    KinesisException refused = refused(operation, "{\"%s\":%s}".formatted(member, value));
    assertThat(refused.type()).isEqualTo(ErrorType.SERIALIZATION);
    assertThat(refused.text()).isEqualTo(text);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "23456|Base64 encoded length is expected a multiple of 4 bytes but found: 5",
        "=+/=|Invalid Base64 character: '='",
        "ab c|Invalid Base64 character: ' '",
      })
  void saysWhyATextIsNoBlob(String data, String why) throws Exception {
    Parameters parameters =
        read(
            "PutRecord",
            "{\"StreamName\":\"s\",\"PartitionKey\":\"k\",\"Data\":\"%s\"}".formatted(data));
    KinesisException refused =
        catchThrowableOfType(KinesisException.class, () -> parameters.requiredBytes("Data"));
    assertThat(refused.type()).isEqualTo(ErrorType.SERIALIZATION);
    assertThat(refused.text())
        .isEqualTo("'%s' can not be converted to a Blob: %s".formatted(data, why));
  }

  @Test
  void numbersAreNotTexts() {
    assertThat(refused("DescribeStream", "{\"StreamName\":5}").text())
        .endsWith("TruncatingBigNumber can not be converted to an String");
  }

  @Test
  void readsNumbersAndFlagsAsAwsDoes() throws Exception {
    Parameters parameters =
        read("CreateStream", "{\"StreamName\":\"s\",\"ShardCount\":1e30,\"Other\":[[{}]]}");
    assertThat(parameters.requiredInteger("ShardCount")).isEqualTo(Integer.MAX_VALUE);
    assertThat(read("ListStreams", "{\"Limit\":2.9}").integer("Limit")).hasValue(2);
    assertThat(
            read("DeleteStream", "{\"EnforceConsumerDeletion\":\"TRUE\"}")
                .flag("EnforceConsumerDeletion"))
        .isTrue();
    assertThat(read("DeleteStream", "{\"EnforceConsumerDeletion\":null}").flag("x")).isFalse();
  }

  @Test
  void patternsOfArnsAreMatchedInNoTime() {
    String evil = "arn:aws" + ":kinesis:000000000000:".repeat(90) + "stream/ ";
    assertThat(refused("TagResource", "{\"ResourceARN\":\"%s\"}".formatted(evil)).text())
        .contains("resourceARN");
    assertThat(refused("DescribeStreamConsumer", "{\"ConsumerARN\":\"%s\"}".formatted(evil)).text())
        .contains("consumerARN");
  }

  static Stream<Method> operationsOfTheSdk() {
    return Stream.of(KinesisAsyncClient.class.getMethods())
        .filter(m -> m.getParameterCount() >= 1)
        .filter(m ->
            m.getParameterTypes()[0].getSimpleName().equalsIgnoreCase(m.getName() + "Request"));
  }

  @ParameterizedTest
  @MethodSource("operationsOfTheSdk")
  void knowsAllMembersOfTheSdk(Method operation) throws ReflectiveOperationException {
    Class<?> type = operation.getParameterTypes()[0];
    Object builder = type.getMethod("builder").invoke(null);
    List<String> members =
        ((SdkPojo) ((SdkBuilder<?, ?>) builder).build())
            .sdkFields().stream().map(SdkField::locationName).toList();
    String name = type.getSimpleName().replace("Request", "");
    if (!name.equals("PutRecords")) { // has a reader of its own
      assertThat(Requests.of(name).members()).extracting(Shape.Member::name).containsAll(members);
    }
  }
}
