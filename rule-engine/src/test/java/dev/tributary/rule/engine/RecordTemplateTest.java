package dev.tributary.rule.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tributary.rule.sql.TemplateException;
import dev.tributary.rule.sql.Value;
import dev.tributary.sink.Origin;
import dev.tributary.sink.SinkRecord;
import dev.tributary.sink.Source;
import dev.tributary.testkit.TestClock;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class RecordTemplateTest {
  private static final byte[] BINARY = {0, (byte) 0xff, '{', '"', (byte) 0xfe};
  private static final Value.Map OUTPUT =
      Value.Map.builder()
          .put("payload", Value.of(BINARY))
          .put("clientid", Value.of("meadow-1"))
          .put("n", Value.of(42))
          .put("nothing", Value.NULL)
          .put("unset", Value.UNDEFINED)
          .build();

  private final FixedContext context = new FixedContext(new TestClock());

  @Test
  void payloadAloneIsHandedOnWithoutACopy() throws TemplateException {
    assertThat(render("${payload}", "${clientid}", UndefinedKey.RANDOM).data()).isSameAs(BINARY);
  }

  @Test
  void noPayloadTemplateMeansTheWholeOutput() throws TemplateException {
    RecordSpec spec = new RecordSpec(null, "k", null, UndefinedKey.RANDOM);
    SinkRecord record = render(RecordTemplate.compile(spec), Value.Map.of("a", Value.of(1)));
    assertThat(text(record)).isEqualTo("{\"a\":1}");
  }

  @Test
  void anEmptyPayloadTemplateMeansEmptyRecords() throws TemplateException {
    assertThat(render("", "k", UndefinedKey.RANDOM).data()).isEmpty();
  }

  @Test
  void keysMayMixTextAndFields() throws TemplateException {
    SinkRecord record = render("${n}", "dev-${clientid}-${n}", UndefinedKey.FAIL);
    assertThat(record.partitionKey()).isEqualTo("dev-meadow-1-42");
    assertThat(text(record)).isEqualTo("42");
    assertThat(record.createdAtMillis()).isEqualTo(Messages.RECEIVED_AT);
  }

  @Test
  void nullIsNotUndefined() throws TemplateException {
    assertThat(render("${n}", "${nothing}", UndefinedKey.FAIL).partitionKey()).isEqualTo("null");
  }

  @Test
  void undefinedKeysAreSpreadAtRandom() throws TemplateException {
    RecordTemplate template = template("${n}", "${site}", null, UndefinedKey.RANDOM);
    Set<String> keys = new HashSet<>();
    for (int i = 0; i < 1_000; i++) {
      keys.add(render(template, OUTPUT).partitionKey());
    }
    assertThat(keys).hasSize(1_000).doesNotContain("", "undefined");
  }

  @Test
  void oneUndefinedPartMakesTheWholeKeyUndefined() throws TemplateException {
    assertThat(render("${n}", "${clientid}-${site}", UndefinedKey.RANDOM).partitionKey())
        .doesNotContain("meadow-1");
    assertThat(render("${n}", "${clientid}-${unset}", UndefinedKey.FAIL).partitionKey()).isEmpty();
    assertThat(render("${n}", "${clientid}-${site}", UndefinedKey.LITERAL).partitionKey())
        .isEqualTo("meadow-1-undefined");
  }

  @Test
  void aRefusedKeySaysWhy() throws TemplateException {
    RecordTemplate template = template("${n}", "${site}", null, UndefinedKey.FAIL);
    assertThat(render(template, OUTPUT).partitionKey()).isEmpty();
    assertThat(template.whyRefused(OUTPUT)).contains("partition_key ${site}", "random");
  }

  @Test
  void anExplicitHashKeyTravelsAlong() throws TemplateException {
    RecordTemplate template = template("${n}", "k", "${n}", UndefinedKey.RANDOM);
    assertThat(render(template, OUTPUT).explicitHashKey()).isEqualTo("42");
  }

  @Test
  void aWrongExplicitHashKeyRefusesTheRecord() throws TemplateException {
    RecordTemplate template = template("${n}", "k", "${clientid}", UndefinedKey.RANDOM);
    SinkRecord record = render(template, OUTPUT);
    assertThat(record.partitionKey()).isEmpty();
    assertThat(record.explicitHashKey()).isNull();
    assertThat(template.whyRefused(OUTPUT))
        .contains("explicit_hash_key ${clientid}", "2^128-1")
        .doesNotContain("meadow-1"); // values of messages stay out of the log
  }

  @Test
  void anEmptyPartitionKeyTemplateIsRefusedAtOnce() {
    assertThatThrownBy(() -> template("${n}", "", null, UndefinedKey.RANDOM))
        .isInstanceOf(TemplateException.class)
        .hasMessageContaining("partition_key is empty");
  }

  @Test
  void aTemplateThatIsTooLongNamesItsField() {
    String tooLong = "x".repeat(70_000);
    assertThatThrownBy(() -> template(tooLong, "k", null, UndefinedKey.RANDOM))
        .isInstanceOf(TemplateException.class)
        .hasMessageStartingWith("payload_template: ");
  }

  private SinkRecord render(String payload, String key, UndefinedKey undefinedKey)
      throws TemplateException {
    return render(template(payload, key, null, undefinedKey), OUTPUT);
  }

  private SinkRecord render(RecordTemplate template, Value.Map output) {
    return template.render(output, Messages.RECEIVED_AT, Source.NONE, null, Origin.NONE, context);
  }

  private static RecordTemplate template(
      String payload, String key, @Nullable String hashKey, UndefinedKey undefinedKey)
      throws TemplateException {
    return RecordTemplate.compile(new RecordSpec(payload, key, hashKey, undefinedKey));
  }

  private static String text(SinkRecord record) {
    return new String(record.data(), StandardCharsets.UTF_8);
  }
}
