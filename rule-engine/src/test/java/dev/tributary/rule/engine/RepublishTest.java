package dev.tributary.rule.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tributary.rule.sql.RuleSyntaxException;
import dev.tributary.rule.sql.Value;
import dev.tributary.sink.Receipt;
import dev.tributary.testkit.TestClock;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RepublishTest {
  private final TestClock clock = new TestClock();
  private final ActionDirectory directory = new ActionDirectory();
  private final RuleEngine engine =
      new RuleEngine(directory, new FixedContext(clock), clock, line -> {});
  private final List<Republication> published = new ArrayList<>();
  private final FakeReceipt receipt = new FakeReceipt();

  @BeforeEach
  void loopBack() {
    engine.republishThrough(this::publishAgain);
  }

  /** As the broker does it: to the rules, with the same receipt. */
  private void publishAgain(Republication message, Receipt receipt) {
    published.add(message);
    if (!message.directDispatch()) {
      Publication again =
          new Publication.Made(
              1,
              2,
              message.topic(),
              message.payload(),
              message.qos(),
              message.retain(),
              new Publisher(message.lineage().maker(), null, null),
              message.properties(),
              Messages.RECEIVED_AT);
      engine.onMessage(
          message.topic(), new MessageEvent(again, FixedContext.NODE, message.lineage()), receipt);
    }
  }

  @Test
  void anOutputBecomesAMessage() throws Exception {
    rule("r", "SELECT payload, qos, 'x' AS place, true AS keep FROM 't/#'", spec("out/${place}"));
    publish("t/1", "hello");
    Republication message = published.getFirst();
    assertThat(message.topic()).isEqualTo("out/x");
    assertThat(new String(message.payload(), StandardCharsets.UTF_8)).isEqualTo("hello");
    assertThat(message.qos()).isEqualTo(1);
    assertThat(message.retain()).isTrue();
    assertThat(message.directDispatch()).isFalse();
    assertThat(message.properties()).isEqualTo(PublishProperties.NONE);
    assertThat(message.lineage()).isEqualTo(new Lineage(List.of("r"), null));
    assertThat(engine.metrics("r").actionsSuccess()).isEqualTo(1);
  }

  @Test
  void aPayloadThatIsNoTextGoesThroughUnchanged() throws Exception {
    byte[] binary = {0, -1, 0x7b, 0x22, -2};
    rule("r", "SELECT * FROM 't/#'", spec("out"));
    engine.onMessage("t/1", Messages.of("t/1", binary), receipt);
    assertThat(published.getFirst().payload()).isEqualTo(binary);
  }

  @Test
  void anEmptyPayloadTemplateMeansTheWholeOutput() throws Exception {
    for (String payload : new String[] {null, ""}) {
      rule("r", "SELECT topic FROM 't/#'", spec("out", "0", payload, ""));
      publish("t/1", "x");
      assertThat(new String(published.getLast().payload(), StandardCharsets.UTF_8))
          .isEqualTo("{\"topic\":\"t/1\"}");
    }
  }

  @Test
  void propertiesAreRenderedAndWhatCannotBeIsLeftOut() throws Exception {
    Map<String, String> mqtt =
        Map.of(
            "Payload-Format-Indicator", "1",
            "Message-Expiry-Interval", "${expiry}",
            "Content-Type", "text/${kind}",
            "Response-Topic", "a/#",
            "Correlation-Data", "${nowhere}");
    RepublishSpec spec = new RepublishSpec("out", "0", "false", "p", mqtt, "${user}", "false");
    rule(
        "r",
        "SELECT 60 AS expiry, 'x' AS kind, map_put('a', 1, map_new()) AS user FROM 't/#'",
        spec);
    publish("t/1", "x");
    assertThat(published.getFirst().properties())
        .isEqualTo(
            new PublishProperties(60, 1, "text/x", null, null, List.of(Map.entry("a", "1"))));
  }

  @Test
  void userPropertiesOfTheMessageAreHandedOnThoughTheOutputLacksThem() throws Exception {
    List<Map.Entry<String, String>> user =
        List.of(Map.entry("site", "n"), Map.entry("k", "v"), Map.entry("site", "s"));
    rule("r", "SELECT payload FROM 't/#'", spec("out", "0", "x", "${pub_props.'User-Property'}"));
    engine.onMessage(
        "t/1",
        new MessageEvent(
            new Publication.Made(
                1,
                2,
                "t/1",
                new byte[0],
                0,
                false,
                null,
                new PublishProperties(-1, -1, null, null, null, user),
                5),
            FixedContext.NODE),
        receipt);
    assertThat(published.getFirst().properties().userProperties()).isEqualTo(user);
  }

  @ParameterizedTest
  @CsvSource({
    "a/+, 0", "'', 0", "a/b, 3", "a/b, x",
  })
  void valuesThatAreWrongFailTheActionAndNobodyElse(String topic, String qos) throws Exception {
    rule(
        "r",
        "SELECT '" + topic + "' AS t, '" + qos + "' AS q FROM 't/#'",
        spec("${t}", "${q}", "x", ""));
    publish("t/1", "x");
    assertThat(published).isEmpty();
    assertThat(engine.metrics("r").actionsFailedUnknown()).isEqualTo(1);
    assertThat(engine.metrics("r").passed()).isEqualTo(1);
    assertThat(receipt.settled()).isTrue();
  }

  @Test
  void mistakesInTheDefinitionNameTheirField() {
    assertThatThrownBy(() -> rule("r", "SELECT * FROM 't'", spec("a/#")))
        .isInstanceOfSatisfying(
            RuleRefusedException.class, e -> assertThat(e.field()).isEqualTo("actions[1].args"))
        .hasMessage(
            "actions[1].args.topic 'a/#' gives a wildcard: '+' and '#' may not be in a topic");
    RepublishSpec spec = new RepublishSpec("a", "0", "false", null, Map.of(), "", "perhaps");
    assertThatThrownBy(() -> rule("r", "SELECT * FROM 't'", spec))
        .hasMessageContaining("direct_dispatch 'perhaps' gives another text");
  }

  @Test
  void withoutAPublisherItIsOutOfService() throws Exception {
    RuleEngine early = new RuleEngine(directory, new FixedContext(clock), clock, line -> {});
    early.put(
        new RuleDefinition(
            "r",
            "SELECT * FROM 't/#'",
            List.of(new RuleAction.Republish(spec("x"))),
            true,
            "",
            ""));
    early.onMessage("t/1", Messages.of("t/1", "x"), receipt);
    assertThat(early.metrics("r").actionsFailedOutOfService()).isEqualTo(1);
    assertThat(receipt.settled()).isTrue();
  }

  @Test
  void aRuleDoesNotRepublishWhatItHasMadeItself() throws Exception {
    FakeAction kept = new FakeAction("kinesis:a");
    directory.put("kinesis:a", new RecordSpec("${topic}", "k", null, UndefinedKey.FAIL), kept);
    engine.put(
        new RuleDefinition(
            "r",
            "SELECT * FROM '#'",
            List.of(
                new RuleAction.Republish(spec("copy/${topic}")), RuleAction.reference("kinesis:a")),
            true,
            "",
            ""));
    publish("t/1", "x");
    assertThat(published).extracting(Republication::topic).containsExactly("copy/t/1");
    assertThat(kept.data()).containsExactlyInAnyOrder("t/1", "copy/t/1");
    RuleMetrics metrics = engine.metrics("r");
    assertThat(metrics.passed()).isEqualTo(2);
    assertThat(metrics.actionsTotal()).isEqualTo(4);
    assertThat(metrics.actionsDiscarded()).isEqualTo(1);
    assertThat(metrics.actionsSuccess()).isEqualTo(1);
  }

  @Test
  void rulesThatRepublishIntoEachOtherGoRoundOnce() throws Exception {
    rule("a", "SELECT * FROM 'a'", spec("b"));
    rule("b", "SELECT * FROM 'b'", spec("c"));
    rule("c", "SELECT * FROM 'c'", spec("a"));
    publish("a", "x");
    assertThat(published).extracting(Republication::topic).containsExactly("b", "c", "a");
    assertThat(engine.metrics("a").actionsDiscarded()).isEqualTo(1);
    assertThat(engine.metrics("b").actionsDiscarded()).isZero();
  }

  @Test
  void aChainOfRulesHasAnEnd() throws Exception {
    for (int i = 0; i < 12; i++) {
      rule("r" + i, "SELECT * FROM 'c/" + i + "'", spec("c/" + (i + 1)));
    }
    publish("c/0", "x");
    assertThat(published).hasSize(Lineage.RULES_MAX);
    assertThat(engine.metrics("r8").actionsDiscarded()).isEqualTo(1);
    assertThat(engine.metrics("r9").matched()).isZero();
  }

  @Test
  void rulesThatAllRepublishEverythingDoNotMultiplyWithoutEnd() throws Exception {
    int rules = 9;
    for (int i = 0; i < rules; i++) {
      rule("r" + i, "SELECT * FROM '#'", spec("x/" + i));
    }
    publish("t/1", "x");
    assertThat(published).hasSize(rules + rules * Lineage.MESSAGES_MAX);
  }

  @Test
  void anEventOfARepublishedMessageGoesRoundNoMoreThanTheMessage() throws Exception {
    rule("r", "SELECT * FROM '$events/message/dropped'", spec("lost/${topic}"));
    Value.Map columns = Value.Map.of("topic", Value.of("t/1"));
    engine.onEvent(Occurrences.of(EventSource.MESSAGE_DROPPED, columns));
    Lineage lineage = published.getFirst().lineage();
    engine.onEvent(
        new Occurrences(EventSource.MESSAGE_DROPPED, Messages.RECEIVED_AT, columns, lineage));
    assertThat(published).hasSize(1);
    assertThat(engine.metrics("r").actionsDiscarded()).isEqualTo(1);
  }

  @Test
  void whatAFallbackMadeGoesRoundNoMoreThanItsRecord() throws Exception {
    rule("again", "SELECT * FROM 'dead'", spec("t/2"));
    rule("first", "SELECT * FROM 't/#'", spec("x"));
    Detour detour = new Detour("first", "kinesis:a");
    engine.onMessage("dead", Messages.of("dead", "x", detour), receipt);
    assertThat(published).hasSize(1);
    assertThat(published.getFirst().lineage())
        .isEqualTo(new Lineage(List.of("first", "again"), detour));
    assertThat(engine.metrics("first").matched()).isZero();
  }

  @Test
  void theActionsOfARepublishedMessageHoldTheFirstPublisher() throws Exception {
    FakeAction action = new FakeAction("kinesis:a");
    directory.put("kinesis:a", new RecordSpec("${topic}", "k", null, UndefinedKey.FAIL), action);
    rule("first", "SELECT * FROM 't/#'", spec("out"));
    engine.put(
        new RuleDefinition(
            "second",
            "SELECT * FROM 'out'",
            List.of(RuleAction.reference("kinesis:a")),
            true,
            "",
            ""));
    publish("t/1", "x");
    assertThat(receipt.expected).isEqualTo(1);
    assertThat(receipt.held).isEqualTo(1);
    assertThat(action.data()).containsExactly("out");
  }

  @Test
  void aPublisherThatBreaksIsNotTakenForOneThatHolds() throws Exception {
    engine.republishThrough((message, receipt) -> {
      throw new IllegalStateException("closed");
    });
    rule("r", "SELECT * FROM 't/#'", spec("out"));
    publish("t/1", "x");
    assertThat(receipt.refused).hasSize(1);
    assertThat(engine.metrics("r").actionsFailedUnknown()).isEqualTo(1);
  }

  @Test
  void directDispatchMayComeOutOfTheMessage() throws Exception {
    RepublishSpec spec = new RepublishSpec("out", "0", "false", "x", Map.of(), "", "${direct}");
    rule("r", "SELECT payload.direct AS direct FROM 't/#'", spec);
    publish("t/1", "{\"direct\":true}");
    publish("t/1", "{\"direct\":false}");
    publish("t/1", "{}");
    assertThat(published)
        .extracting(Republication::directDispatch)
        .containsExactly(true, false, false);
  }

  private static RepublishSpec spec(String topic) {
    return new RepublishSpec(
        topic, "${qos}", "${keep}", "${payload}", Map.of(), "${user_properties}", "false");
  }

  private static RepublishSpec spec(String topic, String qos, String payload, String user) {
    return new RepublishSpec(topic, qos, "false", payload, Map.of(), user, "false");
  }

  private void rule(String id, String sql, RepublishSpec spec) throws RuleSyntaxException {
    engine.put(new RuleDefinition(id, sql, List.of(new RuleAction.Republish(spec)), true, "", ""));
  }

  private void publish(String topic, String payload) {
    engine.onMessage(topic, Messages.of(topic, payload), receipt);
  }
}
