package dev.tributary.rule.sql;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Collections;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Every limit is reached, is named when it is, and nothing overflows the stack on the way. */
class SqlLimitsTest {
  private static final String FROM = " FROM \"t/#\"";
  private static final SqlLimits WIDE =
      new SqlLimits(8 << 20, SqlLimits.defaults().nesting(), 1_000_000, 64 << 20);

  private static String output(String sql, SqlLimits limits) throws Exception {
    RuleResult result =
        RuleSql.compile(sql, limits)
            .evaluate(Rules.message("{\"a\": 1}".getBytes(UTF_8)), new FixedContext());
    return Json.writeText(((RuleResult.Rows) result).rows().getFirst());
  }

  private static String repeated(int count, String between, String what) {
    return String.join(between, Collections.nCopies(count, what));
  }

  @Test
  void lengthOfTheSql() throws Exception {
    SqlLimits limits = new SqlLimits(30, 8, 100, 1000);
    String fits = "SELECT 1 AS a FROM \"t/#\"";
    assertThat(output(fits + " ".repeat(30 - fits.length()), limits)).isEqualTo("{\"a\":1}");
    assertThatThrownBy(() -> RuleSql.compile(fits + " ".repeat(31 - fits.length()), limits))
        .isInstanceOf(RuleSyntaxException.class)
        .hasMessage("line 1, column 1: the SQL has 31 characters; expected at most 30");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "(|a|)",
        "[|a|]",
        "upper(|a|)",
        "(1 + |a|)",
        "CASE WHEN true THEN |a| END",
        "CASE WHEN |true| THEN 1 END",
        "CASE |a| WHEN 1 THEN 1 END",
        "(NOT |a|)",
        "-(|a|)",
        "(1 = |a|)",
        "(1 IN (|a|))",
        "a[|a|]",
        "concat(a, [1, (|a|)])"
      })
  void nestingOfEveryConstruct(String construct) throws Exception {
    String[] parts = construct.split("\\|");
    long levels =
        parts[0].chars().filter(c -> c == '(' || c == '[').count()
            + (parts[0].contains("CASE") ? 1 : 0);
    int fitting = (int) (SqlLimits.defaults().nesting() / levels);
    RuleSql.compile(nested(parts, fitting));
    for (int depth : new int[] {fitting + 1, 10_000}) {
      assertThatThrownBy(() -> RuleSql.compile(nested(parts, depth), WIDE))
          .isInstanceOf(RuleSyntaxException.class)
          .hasMessageContaining("nested too deeply; expected at most 64 levels");
    }
    // Without the closing half the brackets count just the same.
    assertThatThrownBy(() -> RuleSql.compile("SELECT " + parts[0].repeat(10_000), WIDE))
        .isInstanceOf(RuleSyntaxException.class)
        .hasMessageContaining("nested too deeply");
  }

  private static String nested(String[] parts, int depth) {
    return "SELECT " + parts[0].repeat(depth) + parts[1] + parts[2].repeat(depth) + " AS r" + FROM;
  }

  @Test
  void whatIsLongWithoutNestingNeedsNoStack() throws Exception {
    int many = 100_000;
    assertThat(output("SELECT " + repeated(many, " + ", "1") + " AS r" + FROM, WIDE))
        .isEqualTo("{\"r\":100000}");
    assertThat(output("SELECT " + repeated(many, " * ", "1") + " AS r" + FROM, WIDE))
        .isEqualTo("{\"r\":1}");
    assertThat(output("SELECT " + "- ".repeat(many) + "1 AS r" + FROM, WIDE))
        .isEqualTo("{\"r\":1}");
    assertThat(output("SELECT " + "NOT ".repeat(many) + "true AS r" + FROM, WIDE))
        .isEqualTo("{\"r\":true}");
    assertThat(output("SELECT " + repeated(many, " AND ", "true") + " AS r" + FROM, WIDE))
        .isEqualTo("{\"r\":true}");
    assertThat(output("SELECT 7 IN (" + repeated(many, ", ", "8") + ") AS r" + FROM, WIDE))
        .isEqualTo("{\"r\":false}");
    assertThat(output("SELECT a" + ".b".repeat(many) + " AS r" + FROM, WIDE))
        .isEqualTo("{\"r\":\"undefined\"}");
    assertThat(output("SELECT a" + "[1]".repeat(many) + " AS r" + FROM, WIDE))
        .isEqualTo("{\"r\":\"undefined\"}");
    String branches = repeated(many / 10, " ", "WHEN false THEN 1");
    assertThat(output("SELECT CASE " + branches + " ELSE 2 END AS r" + FROM, WIDE))
        .isEqualTo("{\"r\":2}");
    assertThat(RuleSql.compile("SELECT 1 FROM " + repeated(many, ", ", "\"t\""), WIDE).sources())
        .hasSize(many);
    String columns =
        IntStream.range(0, 10_000).mapToObj(i -> i + " AS c" + i).collect(Collectors.joining(", "));
    assertThat(output("SELECT " + columns + FROM, WIDE)).endsWith(",\"c9999\":9999}");
  }

  @Test
  void depthOfWhatAliasesBuild() throws Exception {
    assertThat(output("SELECT 1 AS a" + ".b".repeat(200) + FROM, WIDE)).contains("{\"b\":1}");
    for (String step : new String[] {".b", "[1]", "[0]"}) {
      assertThatThrownBy(() -> output("SELECT 1 AS a" + step.repeat(50_000) + FROM, WIDE))
          .isInstanceOf(RuleSyntaxException.class)
          .hasMessageContaining("256 levels");
      assertThatThrownBy(() -> output("SELECT a" + step.repeat(50_000) + FROM, WIDE))
          .isInstanceOf(RuleSyntaxException.class)
          .hasMessageContaining("50000 levels deep into the output; expected at most 256 levels");
    }
    // Each column is shallow, but puts what the one before has made one level deeper.
    String growing =
        IntStream.range(0, 300)
            .mapToObj(i -> "[a] AS a")
            .collect(Collectors.joining(", ", "SELECT ", FROM));
    assertThatThrownBy(() -> output(growing, WIDE))
        .isInstanceOf(EvaluationException.class)
        .hasMessageContaining("256 levels");
  }

  @Test
  void stepsOfOneEvaluation() throws Exception {
    SqlLimits limits = new SqlLimits(1000, 8, 200, 1 << 20);
    String loop = "FOREACH [1..%d] AS n DO upper('x') AS u" + FROM;
    RuleSql.compile(loop.formatted(20), limits)
        .evaluate(Rules.message(new byte[0]), new FixedContext());
    CompiledRule rule = RuleSql.compile(loop.formatted(200), limits);
    assertThatThrownBy(() -> rule.evaluate(Rules.message(new byte[0]), new FixedContext()))
        .isInstanceOf(EvaluationException.class)
        .hasMessage("the rule needs more than 200 steps for one message");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "SELECT [1..2000000000] AS r FROM \"t/#\"",
        "SELECT 'xxxxxxxxxx' AS a, a+a+a+a+a+a AS a, a+a+a+a+a+a AS a, a+a+a+a+a+a AS a FROM \"t/#\"",
        "SELECT pad('x', 999999999) AS r FROM \"t/#\"",
        "SELECT 'aaaaaaaaaaaaaaaa' AS a, regex_replace(a, 'a', a) AS a, regex_replace(a, 'a', a) AS a FROM \"t/#\"",
        "FOREACH [1..100] AS n DO *, [1..100] AS l FROM \"t/#\""
      })
  void growthOfValues(String sql) {
    SqlLimits limits = new SqlLimits(1000, 8, 10_000, 1000);
    assertThatThrownBy(() -> output(sql, limits))
        .isInstanceOf(EvaluationException.class)
        .hasMessageContaining("1000");
  }

  @Test
  void longNumbers() {
    assertThatThrownBy(() -> RuleSql.compile("SELECT " + "9".repeat(1001) + FROM))
        .isInstanceOf(RuleSyntaxException.class)
        .hasMessageContaining("expected at most 1000 digits");
    assertThatThrownBy(() -> RuleSql.compile("SELECT 1.0e400" + FROM))
        .isInstanceOf(RuleSyntaxException.class)
        .hasMessageContaining("out of range");
    String squares = repeated(30, ", ", "a * a AS a");
    assertThatThrownBy(() -> output("SELECT " + "9".repeat(900) + " AS a, " + squares + FROM, WIDE))
        .isInstanceOf(EvaluationException.class)
        .hasMessageContaining("bits");
  }

  @Test
  void limitsArePositive() {
    assertThatThrownBy(() -> new SqlLimits(1, 1, 0, 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("steps is 0, must be positive");
  }
}
