package dev.tributary.rule.engine;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tributary.rule.sql.Json;
import dev.tributary.rule.sql.JsonException;
import dev.tributary.rule.sql.RuleSyntaxException;
import dev.tributary.rule.sql.Value;
import dev.tributary.sink.Receipt;
import dev.tributary.sink.SinkRecord;
import dev.tributary.testkit.TestClock;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/**
 * Runs every recorded message and event of the original through a rule with its template, compares
 * the records that come out, and prints how many agree.
 */
class RecordedMessagesTest {
  private static final String ACTION = "kinesis:recorded";

  /** What we do otherwise, and why: docs/rule-differences.md. */
  private static final Map<String, String> DEFENDED =
      Map.of(
          "message-016", "flags always hold dup, also of messages that came by REST",
          "live-sql-021", "no key stands twice in one JSON object",
          "live-sql-035", "records are sent in the order of their messages",
          "live-sql-036", "a date of mongo_date is rendered instead of stalling the buffer");

  private final List<String> differences = new ArrayList<>();

  @Test
  void recordsAreThoseOfTheOriginal() throws Exception {
    Map<String, int[]> areas = new TreeMap<>();
    for (Value.Map recorded : Vectors.read("messages.jsonl")) {
      String id = recorded.value("id").toString();
      int[] tally = areas.computeIfAbsent(id.substring(0, id.lastIndexOf('-')), _ -> new int[2]);
      String difference = difference(id, recorded);
      tally[1]++;
      if (difference.isEmpty()) {
        tally[0]++;
      } else if (!DEFENDED.containsKey(id) && !difference.contains("unknown function")) {
        // Which functions there are is the business of rule-sql, which runs cases of its own.
        differences.add(id + ": " + difference);
      }
      assertThat(difference.isEmpty() && DEFENDED.containsKey(id))
          .as("%s agrees and need not be defended", id)
          .isFalse();
    }
    areas.forEach((area, tally) ->
        System.out.println("recorded %-10s %3d of %3d agree".formatted(area, tally[0], tally[1])));
    assertThat(differences).isEmpty();
  }

  private static String difference(String id, Value.Map recorded) throws Exception {
    if (id.startsWith("live-event")) {
      return RecordedEvents.difference(recorded);
    }
    List<SinkRecord> records;
    try {
      records = new Run(recorded).records();
    } catch (RuleSyntaxException e) {
      return String.valueOf(e.getMessage());
    }
    return recorded.contains("record")
        ? wholeRecord(recorded, records)
        : eachRecord(recorded, records);
  }

  private static String wholeRecord(Value.Map recorded, List<SinkRecord> records)
      throws JsonException {
    Value wanted = oneReplacement(recorded.value("record"));
    Value got = oneReplacement(Json.parse(records.getFirst().data()));
    boolean same =
        records.size() == 1
            && got.equals(wanted)
            && records.getFirst().partitionKey().equals(text(recorded, "partition_key"));
    return same ? "" : got + " instead of " + wanted;
  }

  private static String eachRecord(Value.Map recorded, List<SinkRecord> records)
      throws JsonException {
    List<Value> wanted = ((Value.Array) recorded.value("records")).elements();
    if (records.size() != wanted.size()) {
      return records.size() + " records instead of " + wanted;
    }
    for (int i = 0; i < wanted.size(); i++) {
      Value.Map expected = (Value.Map) wanted.get(i);
      SinkRecord record = records.get(i);
      byte[] data = java.util.HexFormat.of().parseHex(text(expected, "data_hex"));
      if (!record.partitionKey().equals(text(expected, "partition_key"))
          || !sameData(record.data(), data)) {
        return record.partitionKey() + ": " + new String(record.data(), UTF_8);
      }
    }
    return "";
  }

  /** The order of keys is free, and names of unnamed expressions differ from run to run. */
  private static boolean sameData(byte[] got, byte[] wanted) {
    if (Arrays.equals(got, wanted)) {
      return true;
    }
    try {
      return got[0] == '{'
          && wanted[0] == '{'
          && new String(wanted, UTF_8).split("\"clientid\":", -1).length <= 2
          && steady(Json.parse(got)).equals(steady(Json.parse(wanted)));
    } catch (JsonException _) {
      return false;
    }
  }

  private static final Set<String> VOLATILE =
      Set.of("id", "timestamp", "publish_received_at", "peername", "metadata");

  private static Value steady(Value value) {
    if (!(value instanceof Value.Map map)) {
      return value;
    }
    Value.Map.Builder steady = Value.Map.builder();
    map.forEach((name, each) ->
        steady.put(
            name.replaceAll("^(_v_op_.*_)\\d+$", "$1"),
            VOLATILE.contains(name) ? Value.NULL : each));
    return steady.build();
  }

  /** How many characters stand for a run of broken bytes is the business of JSON. */
  private static Value oneReplacement(Value record) {
    Value.Map map = (Value.Map) record;
    return map.value("payload") instanceof Value.Text text
        ? map.toBuilder()
            .put("payload", Value.of(text.string().replaceAll("\uFFFD+", "\uFFFD")))
            .build()
        : map;
  }

  private static String text(Value.Map map, String name) {
    return map.value(name).toString();
  }

  /** One rule with one action, and the messages of one case. */
  private static final class Run {
    private final FakeAction action = new FakeAction(ACTION);
    private final Value.Map recorded;

    Run(Value.Map recorded) {
      this.recorded = recorded;
    }

    List<SinkRecord> records() throws Exception {
      TestClock clock = new TestClock();
      ActionDirectory directory = new ActionDirectory();
      RuleEngine engine = new RuleEngine(directory, new FixedContext(clock), clock, line -> {});
      RecordSpec spec =
          new RecordSpec(
              text(recorded, "payload_template"),
              text(recorded, "partition_key_template"),
              null,
              UndefinedKey.LITERAL);
      directory.put(ACTION, spec, action);
      List<RuleAction> actions = List.of(RuleAction.reference(ACTION));
      String id = recorded.contains("record") ? "vmsg" : "live";
      engine.put(new RuleDefinition(id, text(recorded, "sql"), actions, true, "", ""));
      for (MessageEvent event : RecordedInput.events(recorded)) {
        String topic = event.column("topic").toString();
        engine.onMessage(topic, event, Receipt.NONE);
      }
      return action.records;
    }
  }
}
