package dev.tributary.rule.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tributary.rule.sql.JsonException;
import dev.tributary.rule.sql.Value;
import dev.tributary.testkit.TestClock;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/**
 * What the original answered when SQL was tried on a message or event, and what it says of each.
 */
class RecordedTrialsTest {
  /** Columns whose values differ from run to run. */
  private static final Set<String> VOLATILE =
      Set.of(
          "id",
          "metadata",
          "node",
          "timestamp",
          "publish_received_at",
          "connected_at",
          "disconnected_at");

  private final TestClock clock = new TestClock();
  private final RuleEngine engine =
      new RuleEngine(new ActionDirectory(), new FixedContext(clock), clock, line -> {});
  private final List<String> differences = new ArrayList<>();

  @Test
  void sourcesAndEventsMatchAsRecorded() throws JsonException {
    int cases = 0;
    for (Value.Map recorded : Vectors.read("rules.jsonl")) {
      if (Set.of("from", "events").contains(recorded.value("area").toString())) {
        cases++;
        compare(recorded);
      }
    }
    System.out.println(
        "recorded cases of FROM and events: " + (cases - differences.size()) + " of " + cases);
    assertThat(cases).isPositive();
    assertThat(differences).isEmpty();
  }

  private void compare(Value.Map recorded) throws JsonException {
    Value.Map expect = (Value.Map) recorded.value("expect");
    SqlTrial.Result result =
        engine.test(recorded.value("sql").toString(), (Value.Map) recorded.value("context"));
    boolean agrees =
        switch (expect.value("status").toString()) {
          case "ok" ->
              result instanceof SqlTrial.Output(Value value)
                  && agrees(expect.value("result"), Vectors.seen(value), recorded);
          case "no_match" -> result instanceof SqlTrial.NoMatch;
          default -> true; // where the original fails, we may do better
        };
    if (!agrees) {
      differences.add(recorded.value("id") + " " + recorded.value("sql") + " => " + result);
    }
  }

  private static boolean agrees(Value expected, Value actual, Value.Map recorded) {
    if (!recorded.value("compare").toString().equals("subset")) {
      return expected.equals(actual);
    }
    Value.Map all = (Value.Map) actual;
    Value.Map wanted = (Value.Map) expected;
    return wanted.keys().stream().allMatch(key -> wanted.value(key).equals(all.value(key)));
  }

  @Test
  void ruleTestAnswersAsRecorded() throws JsonException {
    int cases = 0;
    for (Value.Map recorded : Vectors.read("rest.jsonl")) {
      if (recorded.value("area").toString().equals("rule_test")
          && recorded.value("body") instanceof Value.Map body
          && body.value("context") instanceof Value.Map context) {
        cases++;
        String got = outcome(engine.test(body.value("sql").toString(), context), recorded);
        String wanted = Long.toString(((Value.Int) recorded.value("status")).value());
        if (!got.equals(wanted)) {
          differences.add(recorded.value("id") + ": " + got + ", not " + wanted);
        }
      }
    }
    System.out.println(
        "recorded cases of /rule_test: " + (cases - differences.size()) + " of " + cases);
    assertThat(differences).isEmpty();
  }

  private static String outcome(SqlTrial.Result result, Value.Map recorded) throws JsonException {
    return switch (result) {
      case SqlTrial.Output(Value value) ->
          steady(Vectors.seen(value)).equals(steady(recorded.value("response")))
              ? "200"
              : "200 with " + value;
      case SqlTrial.NoMatch _ -> "412";
      case SqlTrial.BadSql _, SqlTrial.Failed _ -> "400";
    };
  }

  /** Without what differs from run to run, but knowing that it was there. */
  private static Value steady(Value output) {
    if (!(output instanceof Value.Map map)) {
      return output;
    }
    Value.Map.Builder steady = Value.Map.builder();
    map.forEach((name, value) -> steady.put(name, VOLATILE.contains(name) ? Value.NULL : value));
    return steady.build();
  }

  @Test
  void theCatalogDescribesWhatIsRecorded() {
    Value.Map recorded =
        Vectors.read("rest.jsonl").stream()
            .filter(each -> each.value("id").toString().equals("rules-094"))
            .findFirst()
            .orElseThrow();
    List<Value> wanted = ((Value.Array) recorded.value("response")).elements();
    List<EventDescription> all = EventCatalog.all();
    assertThat(all).hasSameSizeAs(wanted);
    for (int i = 0; i < all.size(); i++) {
      EventDescription event = all.get(i);
      Value.Map.Builder tests = Value.Map.builder();
      event.testColumns().forEach(column -> tests.put(column.name(), column.sample()));
      assertThat(
              Value.Map.builder()
                  .put("event", Value.of(event.event()))
                  .put("columns", Value.of(event.columns().stream().map(Value::of).toList()))
                  .put("sql_example", Value.of(event.sqlExample()))
                  .put("test_columns", tests.build())
                  .build())
          .isEqualTo(wanted.get(i));
      assertThat(event.description()).as(event.event()).endsWith(".");
    }
  }
}
