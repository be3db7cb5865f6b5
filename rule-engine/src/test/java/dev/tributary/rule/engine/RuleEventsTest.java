package dev.tributary.rule.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tributary.rule.sql.BoundedValueStore;
import dev.tributary.rule.sql.RuleSyntaxException;
import dev.tributary.rule.sql.TopicFilters;
import dev.tributary.rule.sql.Value;
import dev.tributary.rule.sql.ValueStore;
import dev.tributary.sink.Receipt;
import dev.tributary.sink.Source;
import dev.tributary.testkit.TestClock;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class RuleEventsTest {
  private final TestClock clock = new TestClock();
  private final ActionDirectory directory = new ActionDirectory();
  private final List<String> console = new ArrayList<>();
  private final RuleEngine engine =
      new RuleEngine(directory, new FixedContext(clock), clock, console::add);

  @ParameterizedTest
  @EnumSource(EventSource.class)
  void eachEventIsFoundByEachOfItsNames(EventSource source) throws Exception {
    int times = 0;
    for (String name : source.topics()) {
      rule("r", "SELECT event FROM '" + name + "'");
      assertThat(listened()).containsExactly(source);
      engine.onEvent(Occurrences.of(source));
      assertThat(engine.metrics("r").passed()).isEqualTo(++times);
    }
    assertThat(console)
        .allMatch(line -> line.endsWith("{\"event\":\"" + source.eventName() + "\"}"));
  }

  @Test
  void wildcardsFindEventsByTheirPresentNames() throws Exception {
    rule("r", "SELECT event FROM '$events/client/#'");
    assertThat(listened())
        .containsExactlyInAnyOrder(
            EventSource.CLIENT_CONNECTED,
            EventSource.CLIENT_DISCONNECTED,
            EventSource.CLIENT_CONNACK,
            EventSource.CLIENT_PING);
    rule("r", "SELECT event FROM '$events/+/check_authz_complete', '$events/session/+'");
    assertThat(listened())
        .containsExactlyInAnyOrder(
            EventSource.CLIENT_CHECK_AUTHZ_COMPLETE,
            EventSource.SESSION_SUBSCRIBED,
            EventSource.SESSION_UNSUBSCRIBED);
    rule("r", "SELECT event FROM '$events/#'");
    assertThat(listened()).hasSize(EventSource.values().length);
  }

  @Test
  void anyMixOfSourcesReachesWhatANaiveMatcherFinds() throws Exception {
    List<String> names = new ArrayList<>();
    for (EventType type : EventType.values()) {
      if (type != EventType.MESSAGE_PUBLISH && type != EventType.BRIDGE_MQTT) {
        names.addAll(type.topics());
      }
    }
    names.addAll(
        List.of("$events/#", "$events/client/+", "$events/+/acked", "$events/sys/#", "t/#", "+/x"));
    for (long seed = 0; seed < 200; seed++) {
      SplittableRandom random = new SplittableRandom(seed);
      List<String> sources = new ArrayList<>();
      for (int i = random.nextInt(4); i >= 0; i--) {
        sources.add(names.get(random.nextInt(names.size())));
      }
      rule("r", "SELECT event FROM '" + String.join("', '", sources) + "'");
      Set<EventSource> expected =
          Arrays.stream(EventSource.values())
              .filter(source -> sources.stream().anyMatch(name -> isMeant(source, name)))
              .collect(Collectors.toSet());
      assertThat(listened()).as("seed %d: %s", seed, sources).isEqualTo(expected);
      boolean wanted = sources.stream().anyMatch(name -> TopicFilters.matches(name, "t/x"));
      assertThat(engine.match("t/x") != null).as("seed %d: %s", seed, sources).isEqualTo(wanted);
    }
  }

  private static boolean isMeant(EventSource source, String name) {
    return source.topics().contains(name) || TopicFilters.matches(name, source.topics().getFirst());
  }

  @Test
  void eventsThatNeverHappenHereAreAcceptedAndListenedToByNobody() throws Exception {
    rule("r", "SELECT * FROM '$events/sys/alarm_activated', '$bridges/mqtt:b'");
    assertThat(listened()).isEmpty();
    assertThat(engine.filters("r"))
        .containsExactly("$events/sys/alarm_activated", "$bridges/mqtt:b");
  }

  @Test
  void aRuleOfMessagesAndEventsRunsOnBothOnceEach() throws Exception {
    rule("r", "SELECT event FROM 't/#', '$events/client/connected', '$events/client_connected'");
    engine.onMessage("t/1", Messages.of("t/1", "x"), Receipt.NONE);
    engine.onEvent(Occurrences.of(EventSource.CLIENT_CONNECTED));
    assertThat(engine.metrics("r").passed()).isEqualTo(2);
    assertThat(engine.filters("r")).hasSize(3);
  }

  @Test
  void aClientCannotPretendAnEventByItsTopic() throws Exception {
    rule("r", "SELECT event FROM '$events/client/connected', '$events/#'");
    assertThat(engine.match("$events/client/connected")).isNull();
    String topic = "$events/client/connected";
    engine.onMessage(topic, Messages.of(topic, "x"), Receipt.NONE);
    assertThat(engine.metrics("r").matched()).isZero();
  }

  @Test
  void disabledAndRemovedRulesListenToNothing() throws Exception {
    String sql = "SELECT * FROM '$events/client/ping'";
    engine.put(new RuleDefinition("r", sql, List.of(), false, "", ""));
    assertThat(listened()).isEmpty();
    rule("r", sql);
    assertThat(listened()).containsExactly(EventSource.CLIENT_PING);
    engine.remove("r");
    assertThat(listened()).isEmpty();
    engine.onEvent(Occurrences.of(EventSource.CLIENT_PING));
  }

  @Test
  void theEngineSuppliesWhatEveryEventHas() throws Exception {
    rule("r", "SELECT event, timestamp, node, metadata.rule_id AS id FROM '$events/client/ping'");
    engine.onEvent(Occurrences.of(EventSource.CLIENT_PING));
    assertThat(console.getFirst())
        .endsWith(
            "{\"event\":\"client.ping\",\"timestamp\":1795367741075,\"node\":\"emqx@127.0.0.1\","
                + "\"id\":\"r\"}");
  }

  @Test
  void recordsOfEventsNameTheirClientAndTopic() throws Exception {
    FakeAction action = new FakeAction("kinesis:a");
    directory.put("kinesis:a", new RecordSpec(null, "k", null, UndefinedKey.FAIL), action);
    rule("r", "SELECT * FROM '$events/session/subscribed'", RuleAction.reference("kinesis:a"));
    engine.onEvent(
        Occurrences.of(
            EventSource.SESSION_SUBSCRIBED,
            Value.Map.builder()
                .put("clientid", Value.of("c1"))
                .put("topic", Value.of("a/#"))
                .build()));
    assertThat(action.records.getFirst().source()).isEqualTo(new Source("r", "a/#", "c1"));
    assertThat(action.records.getFirst().createdAtMillis()).isEqualTo(Messages.RECEIVED_AT);
  }

  @Test
  void anEventThatBreaksWhenReadTouchesNobody() throws Exception {
    rule("r", "SELECT clientid FROM '$events/client/ping'");
    engine.onEvent(
        new Occurrence() {
          @Override
          public EventSource source() {
            return EventSource.CLIENT_PING;
          }

          @Override
          public long atMillis() {
            return 1;
          }

          @Override
          public Value column(String name) {
            throw new IllegalStateException("gone");
          }
        });
    assertThat(engine.metrics("r").failedException()).isEqualTo(1);
  }

  @Test
  void rulesOfOneConnectionShareItsDictionary() throws Exception {
    ValueStore dictionary = new BoundedValueStore("connection", 10, 1000);
    dictionary.put(Value.of("k"), Value.of("kept"));
    Publisher publisher = new Publisher("c", null, null, dictionary);
    MessageEvent event =
        new MessageEvent(
            new Publication.Made(
                1, 2, "t", new byte[0], 0, false, publisher, PublishProperties.NONE, 5),
            "n");
    assertThat(event.processDictionary()).isSameAs(dictionary);
    assertThat(new RuleColumns(event, Value.Map.empty()).processDictionary()).isSameAs(dictionary);
  }

  private Set<EventSource> listened() {
    Set<EventSource> listened = EnumSet.noneOf(EventSource.class);
    for (EventSource source : EventSource.values()) {
      if (engine.listensTo(source)) {
        listened.add(source);
      }
    }
    return listened;
  }

  private void rule(String id, String sql, RuleAction... actions) throws RuleSyntaxException {
    List<RuleAction> all =
        actions.length == 0 ? List.of(new RuleAction.Console()) : List.of(actions);
    engine.put(new RuleDefinition(id, sql, all, true, "", ""));
  }
}
