package dev.tributary.rule.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tributary.rule.sql.Json;
import dev.tributary.rule.sql.JsonException;
import dev.tributary.rule.sql.TemplateException;
import dev.tributary.rule.sql.Value;
import dev.tributary.sink.Action;
import dev.tributary.sink.Origin;
import dev.tributary.sink.Outcome;
import dev.tributary.sink.Receipt;
import dev.tributary.sink.SinkRecord;
import dev.tributary.sink.Source;
import dev.tributary.testkit.TestClock;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class FallbackActionsTest {
  private static final Outcome FAILED = new Outcome.Failed("InvalidArgument", "too large");
  private static final String MAIN = "kinesis:main";
  private static final String SPARE = "kinesis:spare";

  private final TestClock clock = new TestClock();
  private final ActionDirectory directory = new ActionDirectory();
  private final FakeAction spare = new FakeAction(SPARE);
  private final FakeReceipt receipt = new FakeReceipt();
  private final List<Republication> published = new ArrayList<>();

  @Test
  void anotherActionMakesItsOwnRecordFromTheOutput() throws Exception {
    directory.put(SPARE, spec("<${t}>", "key-${clientid}"), spare);
    FallbackActions fallback = fallback(new FallbackAction.Reference(SPARE));
    fallback.takeOver(record("{\"t\":21.5,\"clientid\":\"c1\"}"), FAILED, receipt);
    assertThat(spare.data()).containsExactly("<21.5>");
    assertThat(spare.keys()).containsExactly("key-c1");
    SinkRecord taken = spare.records.getFirst();
    assertThat(taken.createdAtMillis()).isEqualTo(7);
    assertThat(taken.source()).isEqualTo(new Source("r via kinesis:main", "t/1", "c1"));
    assertThat(taken.columns()).isNull();
    assertThat(receipt.settled()).isTrue();
    assertThat(receipt.expected).isEqualTo(1);
    assertThat(fallback.counts()).isEqualTo(new FallbackActions.Counts(1, 0, 0));
  }

  @Test
  void aRecordWithoutOutputIsPassedOnAsItIs() throws Exception {
    directory.put(SPARE, spec("<${t}>", "key-${clientid}"), spare);
    fallback(new FallbackAction.Reference(SPARE)).takeOver(record(null), FAILED, receipt);
    assertThat(spare.data()).containsExactly("data");
    assertThat(spare.keys()).containsExactly("k");
  }

  @Test
  void bytesThatAreNoTextComeThroughWhereThePayloadIsTheSame() throws Exception {
    byte[] binary = {(byte) 0xff, 0, (byte) 0xfe};
    directory.put(MAIN, spec("${payload}", "k"), new FakeAction(MAIN), true);
    directory.put(SPARE, spec("${payload}", "${clientid}"), spare);
    byte[] columns =
        KeptColumns.of(
            Value.Map.builder()
                .put("payload", Value.of(binary))
                .put("clientid", Value.of("c1"))
                .build());
    SinkRecord record =
        new SinkRecord("k", null, binary, 7, new Source("r", "t/1", "c1"), columns, Origin.NONE);
    fallback(new FallbackAction.Reference(SPARE), republish("x", "0", "${payload}"))
        .takeOver(record, FAILED, receipt);
    assertThat(spare.records.getFirst().data()).isEqualTo(binary);
    assertThat(spare.keys()).containsExactly("c1");
    assertThat(published.getFirst().payload()).isEqualTo(binary);
  }

  @Test
  void anActionThatDoesNotExistIsCountedAndHoldsNobodyUp() throws Exception {
    FallbackActions fallback = fallback(new FallbackAction.Reference(SPARE), republish("x", "1"));
    fallback.takeOver(record("{}"), FAILED, receipt);
    assertThat(fallback.counts()).isEqualTo(new FallbackActions.Counts(1, 1, 0));
    assertThat(published).hasSize(1);
    assertThat(receipt.expected).isZero();
    assertThat(receipt.refused).isEmpty();
  }

  @Test
  void whatCameByAFallbackTakesNoOther() throws Exception {
    directory.put(SPARE, spec("${t}", "k"), spare);
    FallbackActions there = fallback(new FallbackAction.Reference(SPARE));
    there.takeOver(record("{\"t\":1}"), FAILED, receipt);
    FallbackActions back =
        new FallbackActions(
            List.of(new FallbackAction.Reference(MAIN), republish("x", "0")),
            directory,
            this::publish,
            SPARE,
            new FixedContext(clock),
            clock);
    back.takeOver(spare.records.getFirst(), FAILED, receipt);
    assertThat(back.counts()).isEqualTo(new FallbackActions.Counts(0, 0, 1));
    assertThat(published).isEmpty();
    assertThat(receipt.expected).isEqualTo(1);
  }

  @Test
  void anActionThatBreaksIsARefusalAndTheNextStillRuns() throws Exception {
    Action broken =
        new Action() {
          @Override
          public String id() {
            return SPARE;
          }

          @Override
          public void submit(SinkRecord record, Receipt ignored) {
            throw new IllegalStateException("a fault of the test");
          }
        };
    directory.put(SPARE, spec("${t}", "k"), broken);
    FallbackActions fallback = fallback(new FallbackAction.Reference(SPARE), republish("x", "0"));
    fallback.takeOver(record("{}"), FAILED, receipt);
    assertThat(receipt.expected).isEqualTo(1);
    assertThat(receipt.refused).hasSize(1);
    assertThat(published).hasSize(1);
    assertThat(fallback.counts()).isEqualTo(new FallbackActions.Counts(1, 1, 0));
  }

  @Test
  void aRecordBecomesAMessage() throws Exception {
    fallback(
            new FallbackAction.Republish(
                "dead/${topic}",
                "${qos}",
                "${flags.retain}",
                null,
                "${pub_props.'User-Property'}",
                Map.of("Content-Type", "${type}", "Message-Expiry-Interval", "30")))
        .takeOver(
            record(
                "{\"topic\":\"t/1\",\"qos\":1,\"flags\":{\"retain\":true},"
                    + "\"pub_props\":{\"User-Property\":{\"a\":\"b\",\"n\":1}}}"),
            FAILED,
            receipt);
    Republication message = published.getFirst();
    assertThat(message.topic()).isEqualTo("dead/t/1");
    assertThat(message.qos()).isEqualTo(1);
    assertThat(message.retain()).isTrue();
    assertThat(json(message)).isEqualTo("{\"retain\":true}");
    assertThat(message.properties().contentType()).isNull();
    assertThat(message.properties().messageExpiryIntervalSeconds()).isEqualTo(30);
    assertThat(message.properties().userProperties())
        .containsExactly(Map.entry("a", "b"), Map.entry("n", "1"));
    assertThat(message.lineage()).isEqualTo(Lineage.of(new Detour("r", MAIN)));
  }

  private static String json(Republication message) throws JsonException {
    Value output = Json.parse(message.payload());
    return Json.writeText(((Value.Map) output).value("flags"));
  }

  @Test
  void whatIsNotThereHasTheOriginalsDefaults() throws Exception {
    fallback(new FallbackAction.Republish("x", "${qos}", "${retain}", "p", "${user}", Map.of()))
        .takeOver(record("{}"), FAILED, receipt);
    Republication message = published.getFirst();
    assertThat(message.qos()).isZero();
    assertThat(message.retain()).isFalse();
    assertThat(message.properties()).isEqualTo(PublishProperties.NONE);
    assertThat(new String(message.payload(), StandardCharsets.UTF_8)).isEqualTo("p");
  }

  @Test
  void aRecordWithoutOutputIsRepublishedByItsSource() throws Exception {
    fallback(republish("dead/${topic}", "0")).takeOver(record(null), FAILED, receipt);
    assertThat(published.getFirst().topic()).isEqualTo("dead/t/1");
    assertThat(new String(published.getFirst().payload(), StandardCharsets.UTF_8))
        .isEqualTo("data");
  }

  @Test
  void aTopicThatCannotBePublishedToIsCounted() throws Exception {
    FallbackActions fallback = fallback(republish("${t}", "0"));
    String deep = "\"" + "/".repeat(200) + "\"";
    String longest = "\"" + "x".repeat(70_000) + "\"";
    for (String topic : List.of("\"a/+\"", "\"#\"", "\"\"", "\"\\u0000\"", deep, longest)) {
      fallback.takeOver(record("{\"t\":" + topic + "}"), FAILED, receipt);
    }
    fallback.takeOver(record("{\"other\":1}"), FAILED, receipt);
    assertThat(published).isEmpty();
    assertThat(fallback.counts().failed()).isEqualTo(7);
    assertThat(receipt.expected).isZero();
  }

  @Test
  void aQosThatIsNoneIsCounted() throws Exception {
    FallbackActions fallback = fallback(republish("x", "${q}"));
    fallback.takeOver(record("{\"q\":3}"), FAILED, receipt);
    assertThat(fallback.counts().failed()).isEqualTo(1);
  }

  @Test
  void mistakesNameTheirField() {
    assertRefused("fallback_actions[1] names kinesis:main, the action itself", reference(MAIN));
    assertRefused("fallback_actions[2] names 'x'", reference(SPARE), reference("x"));
    assertRefused("fallback_actions[1].args.topic 'a/#' gives a wildcard", republish("a/#", "0"));
    assertRefused("fallback_actions[1].args.topic '' gives an empty", republish("", "0"));
    assertRefused("fallback_actions[1].args.qos '5' gives another number", republish("x", "5"));
    assertRefused(
        "fallback_actions[1].args.payload: template", republish("x", "0", "x".repeat(70_000)));
    assertRefused(
        "fallback_actions[1].args.retain 'yes' gives another text",
        new FallbackAction.Republish("x", "0", "yes", null, "", Map.of()));
    assertRefused(
        "fallback_actions[1].args.user_properties is 'a'",
        new FallbackAction.Republish("x", "0", "false", null, "a", Map.of()));
    assertRefused(
        "fallback_actions[1].args.mqtt_properties: 'Color' is unknown",
        new FallbackAction.Republish("x", "0", "false", null, "", Map.of("Color", "red")));
    FallbackAction[] many = new FallbackAction[17];
    java.util.Arrays.fill(many, reference(SPARE));
    assertRefused("fallback_actions are 17; expected at most 16", many);
  }

  private void assertRefused(String message, FallbackAction... actions) {
    assertThatThrownBy(() -> fallback(actions))
        .isInstanceOf(TemplateException.class)
        .hasMessageStartingWith(message);
  }

  private static FallbackAction reference(String actionId) {
    return new FallbackAction.Reference(actionId);
  }

  private static FallbackAction republish(String topic, String qos) {
    return republish(topic, qos, null);
  }

  private static FallbackAction republish(String topic, String qos, @Nullable String payload) {
    return new FallbackAction.Republish(topic, qos, "false", payload, "", Map.of());
  }

  private FallbackActions fallback(FallbackAction... actions) throws TemplateException {
    return new FallbackActions(
        List.of(actions), directory, this::publish, MAIN, new FixedContext(clock), clock);
  }

  private void publish(Republication message, Receipt ignored) {
    published.add(message);
  }

  private static RecordSpec spec(String payload, String key) {
    return new RecordSpec(payload, key, null, UndefinedKey.FAIL);
  }

  private static SinkRecord record(@Nullable String columns) {
    return new SinkRecord(
        "k",
        null,
        "data".getBytes(StandardCharsets.UTF_8),
        7,
        new Source("r", "t/1", "c1"),
        columns == null ? null : columns.getBytes(StandardCharsets.UTF_8),
        Origin.NONE);
  }
}
