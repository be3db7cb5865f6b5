package dev.tributary.rule.sql;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Collections;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A message of a megabyte holds no thread for long, whatever is in it and however often a rule
 * looks at it. The timeout is there to end what would not end; it measures nothing.
 */
@Timeout(60)
class WorkBoundsTest {
  private static final int ITEMS = 100_000;
  private static final int KEYS = 20_000;

  private static final byte[] LARGE =
      ("{\"items\": ["
              + String.join(",", Collections.nCopies(ITEMS, "0"))
              + "], \"list\": ["
              + String.join(",", Collections.nCopies(ITEMS, "1"))
              + "], \"text\": \""
              + "a\u0301".repeat(80_000)
              + "\", \"same\": \""
              + "a\u0301".repeat(80_000)
              + "\", \"map\": {"
              + IntStream.range(0, KEYS)
                  .mapToObj(i -> "\"k" + i + "\":1")
                  .collect(Collectors.joining(","))
              + "}}")
          .getBytes(UTF_8);

  private static RuleResult run(String sql, byte[] payload) throws Exception {
    return RuleSql.compile(sql).evaluate(Rules.message(payload), new FixedContext());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "strlen(payload.text)",
        "upper(payload.text)",
        "md5(payload.text)",
        "contains(i, payload.list)",
        "coalesce_ne(payload.list)",
        "eq(payload.text, payload.same)",
        "payload.text = payload.same",
        "payload.text =~ payload.same",
        "CASE payload.text WHEN payload.same THEN 1 END",
        "payload.text IN (payload.same)",
        "payload.map = payload.map",
        "map_put('x', 1, payload.map)",
        "map_keys(payload.map)",
        "map_get(payload.text, payload.map)",
        "kv_store_get(payload.text)",
        "proc_dict_get(payload.map)",
        "bitsize(payload.list)",
        "subbits(payload.text, 1, 8)",
        "map_to_range(payload.text, 1, 10)",
        "json_encode(payload.map)",
        "sublist(1, 100000, payload.list)",
        "rtrim(payload.text, 'x')",
        "rm_prefix('x', payload.text)",
        "replace(payload.text, 'x', 'y')",
      })
  void whatIsDoneForEveryItemEnds(String expression) {
    assertThatThrownBy(
            () -> run("FOREACH payload.items AS i DO " + expression + " AS r FROM \"t/#\"", LARGE))
        .isInstanceOf(EvaluationException.class)
        .hasMessageContaining("for one message");
  }

  @ParameterizedTest
  @ValueSource(strings = {" + 1", " OR i = 1", " AND i = 0", " IN (1, 1, 1, 1, 1, 1, 1, 1, 1, 1)"})
  void longExpressionsCountForEveryItem(String more) {
    String repeated =
        more.startsWith(" IN")
            ? "i" + more
            : "i" + (more.contains("=") ? " = 0" : "") + more.repeat(20);
    assertThatThrownBy(
            () -> run("FOREACH payload.items AS i DO " + repeated + " AS r FROM \"t/#\"", LARGE))
        .isInstanceOf(EvaluationException.class)
        .hasMessageContaining("1000000 steps");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "length(payload.list)",
        "payload.list[200000]",
        "first(payload.list)",
        "payload.nothing",
        "map_size(payload.map)",
        "map_get('k7', payload.map)",
      })
  void whatNeedsOneLookCostsOneStep(String expression) throws Exception {
    RuleResult result =
        run("FOREACH payload.items AS i DO " + expression + " AS r FROM \"t/#\"", LARGE);
    assertThat(((RuleResult.Rows) result).rows()).hasSize(ITEMS);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "rtrim(payload, 'a')",
        "tokens(payload, payload)",
        "tokens(payload, 'a')",
        "split(payload, 'a')",
        "regex_match(sublist(1, [payload]), 'a')",
        "replace(payload, 'a', '')",
        "reverse(payload)",
        "bin2hexstr(payload)",
        "sprintf('~p', payload)",
        "unescape(payload)",
        "base64_decode(payload)",
        "term_encode(payload)"
      })
  void oneMegabyteIsReadOnce(String expression) throws Exception {
    try {
      run("SELECT " + expression + " AS r FROM \"t/#\"", "a".repeat(1 << 20).getBytes(UTF_8));
    } catch (EvaluationException e) {
      assertThat(e).hasMessageNotContaining("steps");
    }
  }

  @Test
  void aSearchThatComparesEverythingEverywhereIsRefused() {
    byte[] payload =
        ("{\"a\": \"" + "a".repeat(600_000) + "\", \"b\": \"" + "a".repeat(300_000) + "b\"}")
            .getBytes(UTF_8);
    for (String function :
        new String[] {
          "replace(payload.a, payload.b, '')",
          "split(payload.a, payload.b)",
          "find(payload.a, payload.b)"
        }) {
      assertThatThrownBy(() -> run("SELECT " + function + " AS r FROM \"t/#\"", payload))
          .hasMessageContaining("steps");
    }
  }

  @Test
  void keysOfOneHash() throws Exception {
    byte[] payload = CollidingKeys.json(30_000);
    String sql =
        "SELECT payload AS p, json_decode(payload) AS m, map_put('new', 1, m) AS n, p.new.x AS p.x FROM \"t/#\"";
    Value.Map row = ((RuleResult.Rows) run(sql, payload)).rows().getFirst();
    assertThat(((Value.Map) row.value("n")).size()).isEqualTo(30_001);
    assertThat(Json.parse(Json.write(row.value("m")))).isEqualTo(row.value("m"));
  }

  @Test
  void jsonInsideJsonIsDecodedOnce() throws Exception {
    String inner = "{\"b\": \"" + "x".repeat(400_000) + "\", \"c\": 1}";
    String text = Json.writeText(Value.Map.of("a", Value.of(inner)));
    String items = "[1.." + 10_000 + "]";
    RuleResult result =
        run("FOREACH " + items + " AS i DO payload.a.c AS r FROM \"t/#\"", text.getBytes(UTF_8));
    assertThat(((RuleResult.Rows) result).rows()).hasSize(10_000);
  }
}
