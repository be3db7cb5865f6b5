package dev.tributary.rule.sql;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/**
 * Runs every recorded case of the original against this engine and prints how many agree, by area.
 * Fails for every result that differs and is not in {@code docs/rule-differences.md}, and for every
 * one that is there and does not differ. Cases that the original answers with an error agree also
 * if we do better.
 */
class VectorsTest {
  private static final boolean SHOW_DIFFERENCES = Boolean.getBoolean("tributary.vectors.show");

  private static final class Tally {
    private int cases;
    private int agreed;
    private int errors;
    private int errorsKept;
  }

  private final List<String> shown = new ArrayList<>();
  private final Set<String> differing = new TreeSet<>();

  @Test
  void agreesWithTheOriginalExceptWhereTheDocumentSaysSo() throws Exception {
    Map<String, Tally> areas = new TreeMap<>();
    for (Value.Map recorded : Vectors.read("rules.jsonl")) {
      count(recorded, areas.computeIfAbsent(recorded.value("area").toString(), _ -> new Tally()));
    }
    print(areas);
    assertThat(differing)
        .as("differ, but docs/rule-differences.md does not list them (or the other way round)")
        .isEqualTo(DocumentedDifferences.read());
  }

  private void count(Value.Map recorded, Tally tally) throws JsonException {
    Value.Map expect = (Value.Map) recorded.value("expect");
    String status = expect.value("status").toString();
    String outcome = outcome(recorded, expect);
    if (status.equals("error")) {
      tally.errors++;
      tally.errorsKept += outcome.startsWith("error") ? 1 : 0;
      if (SHOW_DIFFERENCES && !outcome.startsWith("error")) {
        shown.add(
            "BETTER? " + recorded.value("id") + " " + recorded.value("sql") + " => " + outcome);
      }
      return;
    }
    tally.cases++;
    if (outcome.equals("agrees")) {
      tally.agreed++;
      return;
    }
    differing.add(recorded.value("id").toString());
    if (SHOW_DIFFERENCES) {
      shown.add(
          "%s %s => %s expected %s"
              .formatted(recorded.value("id"), recorded.value("sql"), outcome, expect));
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
      shown.forEach(System.out::println);
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
}
