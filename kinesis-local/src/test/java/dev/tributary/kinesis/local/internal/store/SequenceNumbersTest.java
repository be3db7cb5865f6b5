package dev.tributary.kinesis.local.internal.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class SequenceNumbersTest {
  private static final long NOW = 1_767_225_600_000L;
  private final SequenceNumbers numbers = new SequenceNumbers(42, 7, 3);

  @Test
  void have56DigitsAndTellTimeAndPosition() {
    String number = numbers.format(NOW, 12);
    assertThat(number)
        .isEqualTo(
            "49" + "01767225600000" + "00000000000012" + "0000000042" + "00000007" + "00000003");
    assertThat(numbers.parse(number)).contains(new SequenceNumbers.Parts(NOW, 12));
  }

  @ParameterizedTest
  @ValueSource(
      longs = {0, 1, 9, 10, 99, 100, 9_999_999_999_999L, 10_000_000_000_000L, 99_999_999_999_999L})
  void padEveryWidth(long position) {
    String number = numbers.format(position, position);
    assertThat(number).hasSize(56);
    assertThat(numbers.parse(number)).contains(new SequenceNumbers.Parts(position, position));
  }

  @Test
  void growWithPositionAndMoreSoWithTime() {
    BigInteger first = new BigInteger(numbers.format(NOW, 9));
    assertThat(new BigInteger(numbers.format(NOW, 10))).isGreaterThan(first);
    SequenceNumbers afterRestart = new SequenceNumbers(1, 1, 0);
    assertThat(new BigInteger(afterRestart.format(NOW + 1, 1))).isGreaterThan(first);
  }

  @Test
  void ofAnotherRunStreamOrShardAreTold() {
    assertThat(numbers.parse(new SequenceNumbers(43, 7, 3).format(NOW, 1))).isEmpty();
    assertThat(numbers.parse(new SequenceNumbers(42, 8, 3).format(NOW, 1))).isEmpty();
    assertThat(numbers.parse(new SequenceNumbers(42, 7, 4).format(NOW, 1))).isEmpty();
    assertThat(numbers.parse("0")).isEmpty();
    assertThat(numbers.parse("49")).isEmpty();
  }
}
