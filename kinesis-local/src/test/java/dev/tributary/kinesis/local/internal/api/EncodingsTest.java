package dev.tributary.kinesis.local.internal.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.cbor.CBORFactory;
import com.fasterxml.jackson.dataformat.cbor.CBORParser;
import dev.tributary.kinesis.local.KinesisLimits;
import dev.tributary.kinesis.local.LocalKinesisSettings;
import dev.tributary.kinesis.local.internal.faults.Faults;
import dev.tributary.kinesis.local.internal.store.StoreBudget;
import dev.tributary.kinesis.local.internal.store.StreamDirectory;
import dev.tributary.testkit.TestClock;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * An answer in CBOR says what the one in JSON says, as AWS's SDKs for Java read it: milliseconds
 * with the tag of an epoch where JSON has seconds, and bytes where it has base64.
 */
final class EncodingsTest {
  private static final String ARN = "arn:aws:kinesis:us-east-1:000000000000:stream/s";
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final ObjectMapper CBOR = new ObjectMapper(new CBORFactory());
  private static final int TAG_EPOCH = 1;

  private final TestClock clock = new TestClock();
  private KinesisApi api;

  @BeforeEach
  void fill() throws IOException {
    LocalKinesisSettings settings = LocalKinesisSettings.defaults().withLimits(KinesisLimits.OFF);
    StreamDirectory directory =
        new StreamDirectory(
            "arn:aws:kinesis:us-east-1:000000000000:stream/",
            settings.retention(),
            settings.stateChange(),
            new StoreBudget(settings.storeBytesMax()),
            clock,
            1);
    Faults faults = new Faults(settings.accountId(), settings.faults(), clock);
    api = new KinesisApi(directory, settings, faults, clock, new Random(1));
    clock.advance(Duration.ofMillis(123));
    json("CreateStream", "{\"StreamName\":\"s\",\"ShardCount\":2,\"Tags\":{\"k\":\"ü\"}}");
    json("RegisterStreamConsumer", "{\"StreamARN\":\"%s\",\"ConsumerName\":\"c\"}".formatted(ARN));
    json(
        "UpdateAccountSettings",
        "{\"MinimumThroughputBillingCommitment\":{\"Status\":\"ENABLED\"}}");
    json("PutRecord", "{\"StreamName\":\"s\",\"PartitionKey\":\"k\",\"Data\":\"/+8=\"}");
  }

  private byte[] call(String operation, Encoding encoding, byte[] body) {
    ByteArrayOutputStream answer = new ByteArrayOutputStream();
    var _ =
        api.perform(
            operation,
            encoding,
            Body.of(body),
            () -> {
              answer.reset();
              return answer;
            });
    return answer.toByteArray();
  }

  private JsonNode json(String operation, String body) throws IOException {
    byte[] answer = call(operation, Encoding.JSON, JSON.writeValueAsBytes(JSON.readTree(body)));
    return answer.length == 0 ? JSON.createObjectNode() : JSON.readTree(answer);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "DescribeStream|{\"StreamName\":\"s\"}",
        "DescribeStreamSummary|{\"StreamName\":\"s\"}",
        "DescribeStreamConsumer|{\"StreamARN\":\"ARN\",\"ConsumerName\":\"c\"}",
        "DescribeLimits|{}",
        "DescribeAccountSettings|{}",
        "ListStreams|{}",
        "ListShards|{\"StreamName\":\"s\",\"MaxResults\":1}",
        "ListStreamConsumers|{\"StreamARN\":\"ARN\"}",
        "ListTagsForStream|{\"StreamName\":\"s\"}",
        "ListTagsForResource|{\"ResourceARN\":\"ARN\"}",
        "GetResourcePolicy|{\"ResourceARN\":\"ARN\"}",
        "DisableEnhancedMonitoring|{\"StreamName\":\"s\",\"ShardLevelMetrics\":[\"IncomingBytes\"]}",
        "UpdateShardCount|{\"StreamName\":\"s\",\"TargetShardCount\":2,\"ScalingType\":\"UNIFORM_SCALING\"}",
        "GetShardIterator|{\"StreamName\":\"s\",\"ShardId\":\"0\",\"ShardIteratorType\":\"LATEST\"}",
        "GetShardIterator|{\"StreamName\":\"s\",\"ShardId\":\"0\",\"ShardIteratorType\":\"ODD\"}",
        "PutRecord|{\"StreamName\":\"none\",\"PartitionKey\":\"k\",\"Data\":\"\"}",
        "AddTagsToStream|{\"StreamName\":5}",
        "FlyToMoon|{}",
      })
  void sayTheSame(String operation, String template) throws IOException {
    String body = template.replace("\"ARN\"", "\"" + ARN + "\"");
    JsonNode json = json(operation, body);
    byte[] cbor = call(operation, Encoding.CBOR, CBOR.writeValueAsBytes(JSON.readTree(body)));
    assertThat(asJson(cbor)).isEqualTo(json.toString());
  }

  @Test
  void recordsSayTheSame() throws IOException {
    ObjectNode request = JSON.createObjectNode();
    for (int shard = 0; shard < 2; shard++) {
      String iterator =
          json(
                  "GetShardIterator",
                  "{\"StreamName\":\"s\",\"ShardId\":\"%d\",\"ShardIteratorType\":\"TRIM_HORIZON\"}"
                      .formatted(shard))
              .path("ShardIterator")
              .textValue();
      request.put("ShardIterator", iterator);
      byte[] cbor = call("GetRecords", Encoding.CBOR, CBOR.writeValueAsBytes(request));
      assertThat(asJson(cbor)).isEqualTo(json("GetRecords", request.toString()).toString());
    }
  }

  /** Checks what is of CBOR alone, and translates. */
  private static String asJson(byte[] cbor) throws IOException {
    ByteArrayOutputStream json = new ByteArrayOutputStream();
    try (CBORParser in = new CBORFactory().createParser(cbor);
        var out = JSON.createGenerator(json)) {
      for (JsonToken token = in.nextToken(); token != null; token = in.nextToken()) {
        if (token == JsonToken.VALUE_NUMBER_INT && isTime(in.currentName())) {
          assertThat(in.getCurrentTag()).as(in.currentName()).isEqualTo(TAG_EPOCH);
          out.writeNumber(BigDecimal.valueOf(in.getLongValue(), 3));
        } else {
          assertThat(token == JsonToken.VALUE_EMBEDDED_OBJECT)
              .isEqualTo(token.isScalarValue() && "Data".equals(in.currentName()));
          out.copyCurrentEvent(in);
        }
      }
    }
    return JSON.readTree(json.toByteArray()).toString();
  }

  private static boolean isTime(String name) {
    return name.endsWith("Timestamp") || name.endsWith("At");
  }
}
