package dev.tributary.rule.sql;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Erlang's external term format. */
class TermFormatTest {
  private static final String PAYLOAD =
      """
      {"v": {"s": "x", "l": [1, 2, -1, 300, 2147483648, 1.5, null, true, "ü"], "b": [1, 2], "e": [], "m": {},
       "big": -123456789012345678901234567890}}
      """;

  @ParameterizedTest
  @CsvSource({
    "255, 8361FF",
    "256, 836200000100",
    "-1, 8362FFFFFFFF",
    "4294967296, 836E05000000000001",
    "-4294967296, 836E05010000000001",
    "1.5, 83463FF8000000000000",
    "true, 83770474727565",
    "nope, 837709756E646566696E6564",
    "'''a''', 836D0000000161",
    "[], 836A",
    "'[1, 2]', 836B00020102",
  })
  void writes(String value, String hexadecimal) throws Exception {
    assertThat(Rules.evaluate("bin2hexstr(term_encode(" + value + "))", PAYLOAD).toString())
        .isEqualTo(hexadecimal);
  }

  @Test
  void readsWhatItWrites() throws Exception {
    Value given = Rules.evaluate("payload.v", PAYLOAD);
    assertThat(Rules.evaluate("term_decode(term_encode(payload.v))", PAYLOAD)).isEqualTo(given);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "82",
        "83",
        "8361",
        "836D00000002",
        "836D00000005616263",
        "836DFFFFFFFF",
        "836C7FFFFFFF61016A",
        "836C00000001610161",
        "8374000000FF",
        "83680161",
        "8350000000056161",
        "83617000",
        "83467FF0000000000000",
        "836F7FFFFFFF00"
      })
  void refusesWhatIsNoTerm(String hexadecimal) {
    assertThatThrownBy(() -> Rules.evaluate("term_decode(hexstr2bin('" + hexadecimal + "'))", ""))
        .isInstanceOf(EvaluationException.class)
        .hasMessageStartingWith("term_decode: ");
  }

  @Test
  void deepTermsAreRefused() {
    String nested = "6C00000001".repeat(300) + "6A" + "6A".repeat(300);
    assertThatThrownBy(() -> Rules.evaluate("term_decode(hexstr2bin('83" + nested + "'))", ""))
        .hasMessageContaining("256 levels");
  }

  @Test
  void mutatedBytesGiveAValueOrTheLanguagesError() throws Exception {
    CompiledRule encode = RuleSql.compile("SELECT term_encode(payload.v) AS r FROM \"t/#\"");
    CompiledRule decode = RuleSql.compile("SELECT term_decode(payload) AS r FROM \"t/#\"");
    Value.Map row =
        ((RuleResult.Rows)
                encode.evaluate(Rules.message(PAYLOAD.getBytes(UTF_8)), new FixedContext()))
            .rows()
            .getFirst();
    byte[] good = ((Value.Text) row.value("r")).bytes();
    RandomGenerator random = new SplittableRandom(5);
    int read = 0;
    for (int i = 0; i < 20_000; i++) {
      byte[] bad = good.clone();
      for (int j = 0; j <= i % 3; j++) {
        bad[random.nextInt(bad.length)] = (byte) random.nextInt();
      }
      try {
        decode.evaluate(Rules.message(bad), new FixedContext());
        read++;
      } catch (EvaluationException _) {
        // The language's own error is what is wanted.
      }
    }
    assertThat(read).isPositive();
  }
}
