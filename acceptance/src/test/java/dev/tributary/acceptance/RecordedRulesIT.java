package dev.tributary.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * Every recorded answer of the original, through {@code POST /rule_test}. The cases are in {@code
 * ../../shared/vectors} unless the system property {@code tributary.vectors} says otherwise; where
 * they are not, the test is skipped.
 */
class RecordedRulesIT {
  private static final int REQUESTS_AT_ONCE = 8;
  private static final Path CASES =
      Path.of(System.getProperty("tributary.vectors", "../../shared/vectors"))
          .resolve("rules.jsonl");
  private static final Path DIFFERENCES = Path.of("../docs/rule-differences.md");
  private static final Pattern LISTED =
      Pattern.compile("(?m)^\\| ([a-z_]+-\\d+(?:, [a-z_]+-\\d+)*) \\|");

  @RegisterExtension static final Workbench bench = new Workbench();

  private static final class Tally {
    private int agreed;
    private int cases;
    private int errorsKept;
    private int errors;

    void count(RecordedRule recorded, RestClient.Answer answer) {
      int agrees = recorded.agrees(answer) ? 1 : 0;
      if (recorded.isError()) {
        errors++;
        errorsKept += answer.status() == 200 ? 0 : 1;
      } else {
        cases++;
        agreed += agrees;
      }
    }
  }

  @Test
  void theServerAnswersAsTheOriginalExceptWhereTheDocumentSaysOtherwise() throws IOException {
    Assumptions.assumeTrue(Files.isReadable(CASES), () -> "no recorded cases at " + CASES);
    List<RecordedRule> cases = new ArrayList<>();
    for (String line : Files.readAllLines(CASES)) {
      cases.add(new RecordedRule(RestClient.parse(line)));
    }
    Map<String, RestClient.Answer> answers = answers(cases);

    System.out.println(table(cases, answers));
    Map<String, String> differing = new TreeMap<>();
    for (RecordedRule recorded : cases) {
      RestClient.Answer answer = answers.get(recorded.id());
      if (answer == null || !recorded.agrees(answer)) {
        differing.put(recorded.id(), "%s => %s".formatted(recorded.sql(), answer));
      }
    }
    assertThat(differing.keySet()).as("differ: %s", differing).isEqualTo(documented());
  }

  private static Map<String, RestClient.Answer> answers(List<RecordedRule> cases) {
    RestClient rest = bench.tributary("").admin();
    Map<String, RestClient.Answer> answers = new ConcurrentHashMap<>();
    try (ExecutorService clients =
        Executors.newFixedThreadPool(REQUESTS_AT_ONCE, Thread.ofVirtual().factory())) {
      for (RecordedRule recorded : cases) {
        clients.execute(
            () -> answers.put(recorded.id(), rest.post("/rule_test", recorded.request())));
      }
    }
    return answers;
  }

  /** The ids in the first columns of the document's tables. */
  private static Set<String> documented() throws IOException {
    Set<String> ids = new TreeSet<>();
    Matcher rows = LISTED.matcher(Files.readString(DIFFERENCES));
    while (rows.find()) {
      ids.addAll(List.of(rows.group(1).split(", ", -1)));
    }
    return ids;
  }

  private static String table(List<RecordedRule> cases, Map<String, RestClient.Answer> answers) {
    Map<String, Tally> areas = new TreeMap<>();
    Tally all = new Tally();
    for (RecordedRule recorded : cases) {
      RestClient.Answer answer = answers.get(recorded.id());
      if (answer != null) {
        areas.computeIfAbsent(recorded.area(), _ -> new Tally()).count(recorded, answer);
        all.count(recorded, answer);
      }
    }
    StringBuilder table =
        new StringBuilder("\nby POST /rule_test  agree   of     %   errors kept   of\n");
    areas.forEach((area, tally) -> table.append(line(area, tally)));
    return table.append(line("all", all)).toString();
  }

  private static String line(String area, Tally tally) {
    return "%-18s %6d %5d %4d%% %12d %5d%n"
        .formatted(
            area,
            tally.agreed,
            tally.cases,
            tally.agreed * 100 / Math.max(1, tally.cases),
            tally.errorsKept,
            tally.errors);
  }
}
