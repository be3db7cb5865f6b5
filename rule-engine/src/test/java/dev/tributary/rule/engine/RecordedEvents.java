package dev.tributary.rule.engine;

import dev.tributary.rule.sql.Json;
import dev.tributary.rule.sql.Value;
import dev.tributary.testkit.TestClock;
import java.util.Arrays;
import java.util.List;

/** Recorded events: the broker tells what the record holds, and the same record must come out. */
final class RecordedEvents {
  private RecordedEvents() {}

  /** Empty if the record is the same. */
  static String difference(Value.Map recorded) throws Exception {
    Value.Map wanted = (Value.Map) recorded.value("record");
    String name = wanted.value("event").toString();
    EventSource source =
        Arrays.stream(EventSource.values())
            .filter(each -> each.eventName().equals(name))
            .findFirst()
            .orElseThrow();
    FakeAction action = new FakeAction("kinesis:a");
    ActionDirectory directory = new ActionDirectory();
    directory.put("kinesis:a", new RecordSpec("${.}", "k", null, UndefinedKey.LITERAL), action);
    TestClock clock = new TestClock();
    RuleEngine engine = new RuleEngine(directory, new FixedContext(clock), clock, line -> {});
    String sql = "SELECT * FROM '" + source.topics().getFirst() + "'";
    List<RuleAction> actions = List.of(RuleAction.reference("kinesis:a"));
    engine.put(new RuleDefinition("vev", sql, actions, true, "", ""));
    long at = ((Value.Int) wanted.value("timestamp")).value();
    engine.onEvent(new Occurrences(source, at, told(wanted), Lineage.NONE));
    Value got = Json.parse(action.records.getFirst().data());
    return got.equals(wanted) ? "" : got + " instead of " + wanted;
  }

  private static Value.Map told(Value.Map record) {
    Value.Map.Builder told = Value.Map.builder();
    record.forEach((name, value) -> {
      if (!value.equals(Value.of("undefined"))) {
        told.put(name, value);
      }
    });
    return told.build();
  }
}
