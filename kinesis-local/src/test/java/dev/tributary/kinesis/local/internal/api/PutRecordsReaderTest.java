package dev.tributary.kinesis.local.internal.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonParser;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What AWS says of PutRecords that do not fit its model. */
final class PutRecordsReaderTest {
  private static final String GOOD = "{\"Data\":\"eA==\",\"PartitionKey\":\"k\"}";

  private static PutRecordsReader.Request read(String body) throws IOException, KinesisException {
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    try (JsonParser in = new Codecs().parser(Encoding.JSON, Body.of(bytes))) {
      return PutRecordsReader.read(in);
    }
  }

  private static void assertInvalid(String body, String text) {
    assertThatThrownBy(() -> read(body))
        .isInstanceOfSatisfying(
            KinesisException.class, e -> assertThat(e.type()).isEqualTo(ErrorType.VALIDATION))
        .hasMessage(text);
  }

  @Test
  void namesAllThatIsWrong() {
    assertInvalid(
        "{\"Records\":[%s,{\"ExplicitHashKey\":\"x\",\"PartitionKey\":\"\"}],\"StreamName\":\"a b\"}"
            .formatted(GOOD),
        "4 validation errors detected: Value '' at 'records.2.member.partitionKey' failed to satisfy"
            + " constraint: Member must have length greater than or equal to 1; Value 'x' at"
            + " 'records.2.member.explicitHashKey' failed to satisfy constraint: Member must satisfy"
            + " regular expression pattern: 0|([1-9]\\d{0,38}); Value null at 'records.2.member.data'"
            + " failed to satisfy constraint: Member must not be null; Value 'a b' at 'streamName'"
            + " failed to satisfy constraint: Member must satisfy regular expression pattern:"
            + " [a-zA-Z0-9_.-]+");
  }

  @Test
  void namesTheNumberOfRecordsFirst() {
    assertThatThrownBy(() -> read("{\"Records\":[%s{}]}".formatted("{},".repeat(500))))
        .hasMessageStartingWith(
            "10 validation errors detected: Value at 'records' failed to satisfy constraint: Member"
                + " must have length less than or equal to 500; Value null at"
                + " 'records.1.member.partitionKey'");
  }

  @Test
  void namesNoMoreThanTen() {
    String records = "{},".repeat(700) + GOOD;
    assertThatThrownBy(() -> read("{\"Records\":[%s]}".formatted(records)))
        .hasMessageStartingWith("10 validation errors")
        .hasMessageContaining("records.5.member")
        .hasMessageNotContaining("records.6.member");
  }

  @Test
  void countsRecords() {
    assertInvalid(
        "{\"Records\":[]}",
        "1 validation error detected: Value at 'records' failed to satisfy constraint: Member"
            + " must have length greater than or equal to 1");
    assertInvalid(
        "{\"StreamName\":\"s\",\"Records\":null}",
        "1 validation error detected: Value null at 'records' failed to satisfy constraint: Member"
            + " must not be null");
    assertInvalid(
        "{\"Records\":[%s%s]}".formatted((GOOD + ",").repeat(500), GOOD),
        "1 validation error detected: Value at 'records' failed to satisfy constraint: Member"
            + " must have length less than or equal to 500");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"Records\":5}|Expected list or null",
        "{\"Records\":{}}|Start of structure or map found where not expected.",
        "{\"Records\":[\"x\"]}|Expected null",
        "{\"Records\":[[]]}|Start of list found where not expected",
        "{\"Records\":[{\"Data\":true}]}|class java.lang.Boolean can not be converted to a Blob",
        "{\"Records\":[{\"PartitionKey\":[]}]}|Start of list found where not expected",
        "{\"StreamName\":false}|class java.lang.Boolean can not be converted to an String",
        "{\"DryRun\":\"maybe\"}|class java.lang.String can not be converted to an Boolean",
      })
  void namesTheFirstWrongType(String body, String text) {
    assertThatThrownBy(() -> read(body))
        .isInstanceOfSatisfying(
            KinesisException.class, e -> assertThat(e.type()).isEqualTo(ErrorType.SERIALIZATION))
        .hasMessage(text);
  }

  /** Wherever a body ends too early, it is malformed: nothing of it is a request. */
  @Test
  void refusesBodiesThatAreCutOff() {
    String whole = "{\"StreamName\":\"s\",\"X\":[{}],\"Records\":[%s,%s]}".formatted(GOOD, GOOD);
    for (int length = 0; length < whole.length(); length++) {
      String part = whole.substring(0, length);
      assertThatThrownBy(() -> read(part))
          .as(part)
          .satisfiesAnyOf(
              e -> assertThat(e).isInstanceOf(IOException.class),
              e -> assertThat(((KinesisException) e).type()).isEqualTo(ErrorType.SERIALIZATION));
    }
    String many = "{\"Records\":[" + (GOOD + ",").repeat(501);
    assertThatThrownBy(() -> read(many)).isInstanceOf(IOException.class);
  }
}
