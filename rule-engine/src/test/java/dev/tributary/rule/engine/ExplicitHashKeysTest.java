package dev.tributary.rule.engine;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ExplicitHashKeysTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "0",
        "7",
        "340282366920938463463374607431768211455",
        "99999999999999999999999999999999999999"
      })
  void numbersUpTo128BitsAreKeys(String text) {
    assertThat(ExplicitHashKeys.isValid(text)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "-1",
        "+1",
        "1.0",
        "1e3",
        "0x1f",
        "007",
        " 7",
        "7 ",
        "٧",
        "undefined",
        "340282366920938463463374607431768211456",
        "999999999999999999999999999999999999999",
        "1000000000000000000000000000000000000000"
      })
  void everythingElseIsNone(String text) {
    assertThat(ExplicitHashKeys.isValid(text)).isFalse();
  }
}
