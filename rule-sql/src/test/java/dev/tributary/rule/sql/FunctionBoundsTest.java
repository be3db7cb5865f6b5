package dev.tributary.rule.sql;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** No function makes much out of little. */
class FunctionBoundsTest {
  /** So often that the list just passes as a value, and nothing else after it. */
  private static final int DOUBLINGS = 21;

  private static final String PAYLOAD =
      "{\"long\": \"" + "a".repeat(60_000) + "\", \"deep\": \"" + "ab".repeat(20_000) + "\"}";

  @ParameterizedTest
  @ValueSource(
      strings = {
        "pad('a', 2000000000)",
        "pad('a', 300000, 'leading', payload.long)",
        "replace(payload.long, 'a', payload.long)",
        "regex_replace(payload.long, 'a', payload.long)",
        "regex_replace(payload.long, '.+', replace(payload.long, 'a', '&'))",
        "join_to_string(payload.long, [1..60000])",
        "sprintf('~2000000000s', 'a')",
        "sprintf('~999999999c', 65)",
        "sprintf('~.999999999f', 1.5)",
        "sprintf('~*p', 2000000000, 1)",
        "bitsl(1, 1000000)",
        "bitsr(1, -1000000)",
        "subbits(payload.long, -1)",
        "hexstr2bin(replace(payload.long, 'a', payload.long))",
      })
  void isBounded(String expression) {
    assertThatThrownBy(() -> Rules.evaluate(expression, PAYLOAD))
        .isInstanceOf(EvaluationException.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "str(l)",
        "json_encode(l)",
        "concat(l)",
        "concat(l, l)",
        "join_to_string(l)",
        "sprintf('~p', l)",
        "sprintf('~s', l)",
        "sprintf('~w', l)",
        "term_encode(l)",
        "join_to_sql_values_string(l)",
        "str_utf16_le(l)"
      })
  void aListThatHoldsItselfManyTimesIsNotWrittenOut(String expression) {
    String sql =
        "SELECT ['x'] AS l"
            + ", [l, l] AS l".repeat(DOUBLINGS)
            + ", "
            + expression
            + " AS r FROM \"t/#\"";
    assertThatThrownBy(
            () -> RuleSql.compile(sql).evaluate(Rules.message(new byte[0]), new FixedContext()))
        .isInstanceOf(EvaluationException.class)
        .hasMessageContaining("bytes");
  }

  @Test
  void aCompressionBombIsNotUnpacked() throws Exception {
    ByteArrayOutputStream bomb = new ByteArrayOutputStream();
    try (GZIPOutputStream out = new GZIPOutputStream(bomb)) {
      byte[] zeros = new byte[1 << 20];
      for (int i = 0; i < 64; i++) {
        out.write(zeros);
      }
    }
    CompiledRule rule = RuleSql.compile("SELECT strlen(gunzip(payload)) AS r FROM \"t/#\"");
    assertThatThrownBy(() -> rule.evaluate(Rules.message(bomb.toByteArray()), new FixedContext()))
        .isInstanceOf(EvaluationException.class)
        .hasMessageContaining("bytes");
  }
}
