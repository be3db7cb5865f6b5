package dev.tributary.rule.sql;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How long jq may run: what its call says, else what the setting says, within bounds. */
class JqTimeTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "3     |               | longer than 3 ms",
        "0     |               | longer than 1 ms",
        "10000 | , 2           | longer than 2 ms",
        "1     | , 99999999999 | more than 2000000 steps",
        "10000 | , 0           | jq: timeout must be at least 1 millisecond",
      })
  void theCallRulesThenTheSetting(long setting, @Nullable String argument, String error)
      throws Exception {
    String sql =
        "SELECT jq('last(range(1e15))', 1"
            + (argument == null ? "" : argument)
            + ") AS r FROM \"t/#\"";
    CompiledRule rule = RuleSql.compile(sql);
    FixedContext context = new FixedContext(setting);
    assertThatThrownBy(() -> rule.evaluate(Rules.message(new byte[0]), context))
        .isInstanceOf(EvaluationException.class)
        .hasMessageContaining(error);
  }
}
