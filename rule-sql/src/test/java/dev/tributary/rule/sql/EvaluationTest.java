package dev.tributary.rule.sql;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class EvaluationTest {
  private static void fails(String sql, String payload, String message) {
    assertThatThrownBy(() -> Rules.run(sql, payload))
        .as(sql)
        .isInstanceOf(EvaluationException.class)
        .hasMessageContaining(message);
  }

  @Test
  void selectsPathsUnderAliases() throws Exception {
    assertThat(
            Rules.run(
                "SELECT payload.temp AS t, clientid FROM \"t/#\" WHERE payload.temp > 20",
                "{\"temp\": 21.5}"))
        .isEqualTo("{\"t\":21.5,\"clientid\":\"c1\"}");
    assertThat(
            Rules.run(
                "SELECT payload.temp AS t FROM \"t/#\" WHERE payload.temp > 20", "{\"temp\": 20}"))
        .isEqualTo("no match");
    assertThat(Rules.run("SELECT 1 AS a.b, 2 AS a.c FROM \"t\"", ""))
        .isEqualTo("{\"a\":{\"b\":1,\"c\":2}}");
  }

  @Test
  void aliasesShowAtOnceAndInWhere() throws Exception {
    assertThat(Rules.run("SELECT 2 AS x, x * 3 AS y FROM \"t\" WHERE y = 6", ""))
        .isEqualTo("{\"x\":2,\"y\":6}");
  }

  @Test
  void thePayloadIsNotLookedAtUntilSomebodyLooksInside() throws Exception {
    assertThat(Rules.run("SELECT payload, clientid FROM \"t\"", "{no json")).contains("{no json");
    fails("SELECT payload.a AS a FROM \"t\"", "{no json", "the payload is not JSON");
    fails("SELECT clientid FROM \"t\" WHERE payload.a = 1", "{no json", "the payload is not JSON");
  }

  @Test
  void readsOnlyTheColumnsThatTheRuleNames() throws Exception {
    Set<String> read = new HashSet<>();
    Columns columns =
        new Columns() {
          @Override
          public Value column(String name) {
            read.add(name);
            return Value.of(1);
          }

          @Override
          public Collection<String> names() {
            return List.of("qos", "topic");
          }
        };
    RuleSql.compile("SELECT qos AS q FROM \"t\"").evaluate(columns, new FixedContext());
    assertThat(read).containsExactly("qos");
  }

  @Test
  void aPayloadIsParsedOnceForAllRules() throws Exception {
    Value.Text payload = Value.of("{\"a\": [1]}".getBytes(UTF_8));
    Columns columns = Columns.of(Value.Map.of("payload", payload));
    CompiledRule rule = RuleSql.compile("SELECT payload.a AS a FROM \"t\"");
    Value.Map first =
        ((RuleResult.Rows) rule.evaluate(columns, new FixedContext())).rows().getFirst();
    Value.Map second =
        ((RuleResult.Rows) rule.evaluate(columns, new FixedContext())).rows().getFirst();
    assertThat(second.value("a")).isSameAs(first.value("a"));
  }

  @Test
  void anErrorInAColumnFailsTheRuleBeforeWhere() {
    fails(
        "SELECT upper(1) AS x FROM \"t\" WHERE 1 = 2",
        "",
        "upper: text must be a string, but is an integer: take str of it");
  }

  @Test
  void messagesOfErrorsHoldNoContent() {
    fails(
        "SELECT payload.s - 1 AS x FROM \"t\"",
        "{\"s\": \"secret\"}",
        "- takes numbers, not a string");
    fails(
        "SELECT 1 AS x FROM \"t\" WHERE payload.s > 1",
        "{\"s\": \"secret\"}",
        "a string that is no number");
  }

  @Test
  void sourcesAreKeptAsWritten() throws Exception {
    assertThat(RuleSql.compile("SELECT * FROM \"a/#\", '$events/x', b").sources())
        .containsExactly("a/#", "$events/x", "b");
  }

  @Test
  void foreachGivesARowPerItem() throws Exception {
    assertThat(
            Rules.run(
                "FOREACH payload.l AS e DO e.v AS v INCASE e.v > 1 FROM \"t\"",
                "{\"l\": [{\"v\": 1}, {\"v\": 2}]}"))
        .isEqualTo("[{\"v\":2}]");
    assertThat(Rules.run("FOREACH payload.l AS e FROM \"t\"", "{\"l\": 5}")).isEqualTo("[]");
  }

  @Test
  void longChainsNeedNoDeepStack() throws Exception {
    assertThat(Rules.run("SELECT 1" + " + 1".repeat(10_000) + " AS n FROM \"t\"", ""))
        .isEqualTo("{\"n\":10001}");
    assertThat(Rules.run("SELECT 1 AS n FROM \"t\" WHERE " + "NOT ".repeat(10_000) + "(1 = 1)", ""))
        .isEqualTo("{\"n\":1}");
    assertThat(Rules.run("SELECT " + "- ".repeat(10_000) + "1 AS n FROM \"t\"", ""))
        .isEqualTo("{\"n\":1}");
  }

  @Test
  void growthIsBounded() {
    fails("SELECT [1..2000000000] AS l FROM \"t\"", "", "bytes of values");
    fails("SELECT pad('x', 2000000000) AS l FROM \"t\"", "", "bytes of values");
    fails(
        "SELECT map_put('" + "a.".repeat(500) + "a', 1, map_new()) AS m FROM \"t\"",
        "",
        "256 keys");
    StringBuilder doubling = new StringBuilder("SELECT 'xxxxxxxxxxxxxxxx' AS s");
    doubling.append(", s + s AS s".repeat(40)).append(" FROM \"t\"");
    fails(doubling.toString(), "", "bytes of values");
    fails(
        "SELECT 3 AS n" + ", n * n AS n".repeat(40) + " FROM \"t\"", "", "longer than 65536 bits");
    fails("SELECT [1] AS l" + ", [l] AS l".repeat(400) + " FROM \"t\"", "", "nested more than 256");
  }

  @Test
  void valuesThatHoldThemselvesManyTimesAreBounded() {
    String doubled = ", [l, l] AS l".repeat(40);
    fails("SELECT [1, 2, 3] AS l" + doubled + " FROM \"t\"", "", "a value of the rule has more");
    String nested = ", map_put('b', m, map_put('a', m, map_new())) AS m".repeat(40);
    fails("SELECT payload.m AS m" + nested + " FROM \"t\"", "{\"m\": {}}", "a value of the rule");
    String inAlias = ", m AS m.a, m AS m.b".repeat(100);
    fails("SELECT payload.m AS m" + inAlias + " FROM \"t\"", "{\"m\": {}}", "a value");
    String payload = "\"" + "x".repeat(1_000_000) + "\"";
    fails(
        "SELECT payload" + ", payload AS p%d".repeat(70).formatted(numbers(70)) + " FROM \"t\"",
        payload,
        "an output of the rule");
  }

  private static Object[] numbers(int count) {
    Object[] numbers = new Object[count];
    java.util.Arrays.setAll(numbers, i -> i);
    return numbers;
  }

  @Test
  void workOnLargeListsIsBounded() {
    String list = "[" + "1,".repeat(100_000) + "1]";
    String payload = "{\"a\": " + list + ", \"b\": " + list + "}";
    fails(
        "SELECT 1 AS x FROM \"t\" WHERE payload.a = payload.b"
            + " AND payload.a = payload.b".repeat(1_000),
        payload,
        "steps");
    fails(
        "SELECT payload.a[1..100000] AS a"
            + ", payload.a[1..100000] AS a".repeat(1_000)
            + " FROM \"t\"",
        payload,
        "bytes of values");
    fails(
        "SELECT payload.a AS a" + ", 1 AS a[1]".repeat(1_000) + " FROM \"t\"",
        payload,
        "bytes of values");
  }

  @Test
  void rangesOfAnySizeAreRefusedBeforeTheyAreMade() {
    for (String range : List.of("1..2000000000", "-2147483647..2147483647", "1..134217727")) {
      fails("SELECT [" + range + "] AS l FROM \"t\"", "", "bytes of values");
    }
  }

  @Test
  void aRegularExpressionNeverHoldsTheThread() {
    String evil = "{\"s\": \"" + "a".repeat(40) + "!\"}";
    fails(
        "SELECT regex_match(payload.s, '(.*)(.*)(.*)(.*)(.*)(.*)(.*)(.*)=x') AS m FROM \"t\"",
        evil,
        "too many steps");
    String big = "{\"s\": \"" + "ab".repeat(30_000) + "\"}";
    fails(
        "SELECT regex_match(payload.s, '^(a|b)*c$') AS m FROM \"t\"",
        big,
        "regex_match: the pattern");
  }
}
