package dev.tributary.rule.sql;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/**
 * Runs every recorded case of the original against this engine, prints how many agree by area, and
 * fails when an area agrees less than it did. Cases that the original answers with an error agree
 * also if we do better.
 */
class VectorsTest {
  private static final String BASELINE = "/vectors-baseline.properties";
  private static final boolean SHOW_DIFFERENCES = Boolean.getBoolean("tributary.vectors.show");

  private static final class Tally {
    private int cases;
    private int agreed;
    private int errors;
    private int errorsKept;
  }

  private final List<String> differences = new ArrayList<>();

  @Test
  void agreesWithTheOriginalAtLeastAsOftenAsBefore() throws Exception {
    Map<String, Tally> areas = new TreeMap<>();
    for (Value.Map recorded : Vectors.read("rules.jsonl")) {
      count(recorded, areas.computeIfAbsent(recorded.value("area").toString(), _ -> new Tally()));
    }
    print(areas);
    Properties baseline = baseline();
    List<String> worse = new ArrayList<>();
    areas.forEach((area, tally) -> {
      int before = Integer.parseInt(baseline.getProperty(area, "0"));
      if (tally.agreed < before) {
        worse.add(area + ": " + tally.agreed + " agree, it was " + before);
      }
    });
    assertThat(worse).as("areas that agree less than before, with %s", differences).isEmpty();
  }

  private void count(Value.Map recorded, Tally tally) throws JsonException {
    Value.Map expect = (Value.Map) recorded.value("expect");
    String status = expect.value("status").toString();
    String outcome = outcome(recorded, expect);
    if (status.equals("error")) {
      tally.errors++;
      tally.errorsKept += outcome.startsWith("error") ? 1 : 0;
      if (SHOW_DIFFERENCES && !outcome.startsWith("error")) {
        differences.add(
            "BETTER? " + recorded.value("id") + " " + recorded.value("sql") + " => " + outcome);
      }
      return;
    }
    tally.cases++;
    if (outcome.equals("agrees")) {
      tally.agreed++;
    } else if (SHOW_DIFFERENCES) {
      differences.add(
          recorded.value("id")
              + " "
              + recorded.value("sql")
              + " => "
              + outcome
              + " expected "
              + expect);
    } else {
      differences.add(recorded.value("id").toString());
    }
  }

  private static String outcome(Value.Map recorded, Value.Map expect) throws JsonException {
    Value.Map context = (Value.Map) recorded.value("context");
    try {
      CompiledRule rule = RuleSql.compile(recorded.value("sql").toString());
      if (rule.sources().stream().noneMatch(source -> EventSources.matches(source, context))) {
        return expect.value("status").toString().equals("no_match")
            ? "agrees"
            : "no match of " + rule.sources();
      }
      return switch (rule.evaluate(Columns.of(visible(context)), new FixedContext())) {
        case RuleResult.NoMatch _ ->
            expect.value("status").toString().equals("no_match") ? "agrees" : "no match";
        case RuleResult.Rows(List<Value.Map> rows, boolean foreach) -> {
          Value actual = foreach ? Value.of(rows) : rows.getFirst();
          yield new Expectation(recorded).accepts(expect, actual) ? "agrees" : actual.toString();
        }
      };
    } catch (RuleSyntaxException | EvaluationException e) {
      return "error: " + e.getMessage();
    }
  }

  /** What the original adds to every message; event_type selects the event and is no column. */
  private static Value.Map visible(Value.Map context) {
    Value.Map.Builder columns = Value.Map.builder();
    context.forEach((name, value) -> {
      if (!name.equals("event_type")) {
        columns.put(name, value);
      }
    });
    return columns
        .put("timestamp", Value.of(1_700_000_000_456L))
        .put("node", Value.of("tributary@127.0.0.1"))
        .build();
  }

  private void print(Map<String, Tally> areas) {
    StringBuilder table =
        new StringBuilder("\nrecorded cases   agree   of     %   errors kept   of\n");
    Tally all = new Tally();
    areas.forEach((area, tally) -> {
      line(table, area, tally);
      all.cases += tally.cases;
      all.agreed += tally.agreed;
      all.errors += tally.errors;
      all.errorsKept += tally.errorsKept;
    });
    line(table, "all", all);
    System.out.println(table);
    if (SHOW_DIFFERENCES) {
      differences.forEach(System.out::println);
    }
  }

  private static void line(StringBuilder table, String area, Tally tally) {
    table.append(
        String.format(
            "%-15s %6d %5d %4d%% %12d %5d%n",
            area,
            tally.agreed,
            tally.cases,
            tally.agreed * 100 / Math.max(1, tally.cases),
            tally.errorsKept,
            tally.errors));
  }

  private static Properties baseline() throws IOException {
    Properties baseline = new Properties();
    try (InputStream in = VectorsTest.class.getResourceAsStream(BASELINE)) {
      if (in != null) {
        baseline.load(in);
      }
    }
    return baseline;
  }
}
