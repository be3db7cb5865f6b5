package dev.tributary.kinesis.local.internal.faults;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class GlobTest {
  @ParameterizedTest
  @CsvSource({
    "device-1, device-1, true",
    "device-1, device-10, false",
    "device-1, device-, false",
    "device-*, device-1, true",
    "device-*, device-, true",
    "device-*, my-device-1, false",
    "*-eu-*, device-eu-7, true",
    "*-eu-*, device-us-7, false",
    "a*b*c, aXbYbZc, true",
    "a*b*c, aXbYbZ, false",
    "device-?, device-1, true",
    "device-?, device-, false",
    "*, '', true",
    "??, abc, false",
    "100\\*, 100*, true",
    "100\\*, 1000, false",
    "what\\?, what?, true",
    "**a, bbba, true"
  })
  void matches(String pattern, String text, boolean matches) {
    assertThat(new Glob(pattern).matches(text)).isEqualTo(matches);
  }

  /** With backtracking over every star this would take longer than the universe is old. */
  @Test
  void doesNotExplode() {
    assertThat(new Glob("a*".repeat(100) + "b").matches("a".repeat(256))).isFalse();
  }
}
