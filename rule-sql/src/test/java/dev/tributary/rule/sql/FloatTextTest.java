package dev.tributary.rule.sql;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FloatTextTest {
  private static final int ROUNDS = 20_000;
  private static final BigDecimal HALF_OF_THE_TENTH = new BigDecimal("0.5e-10");

  /** As recorded, and as the reference of float2str says. */
  @ParameterizedTest
  @CsvSource({
    "21.0, 10, 21.0",
    "0.3333333333333333, 10, 0.3333333333",
    "1.5e-12, 10, 0.0",
    "1.5e20, 10, 150000000000000000000.0",
    "0.15, 1, 0.2",
    "-0.15, 1, -0.2",
    "3.14159, 2, 3.14",
    "20.2, 10, 20.2",
    "20.2, 17, 20.19999999999999928",
    "2.5, 0, 3",
    "123456789.123456789, 10, 123456789.123456791",
    "-1.5e-12, 10, -0.0"
  })
  void recorded(double value, int decimals, String text) {
    assertThat(FloatText.fixed(value, decimals)).isEqualTo(text);
    if (decimals == 10) {
      assertThat(FloatText.fixed(value)).isEqualTo(text);
    }
  }

  @Test
  void decimalsThatFitComeBackBelowAHundredThousand() {
    SplittableRandom random = new SplittableRandom(7);
    for (int i = 0; i < ROUNDS; i++) {
      int decimals = random.nextInt(4, 11);
      BigDecimal written = BigDecimal.valueOf(random.nextLong(-999_999_999, 999_999_999), decimals);
      double value = written.doubleValue();
      assertThat(new BigDecimal(FloatText.fixed(value)))
          .as(written.toString())
          .isEqualByComparingTo(written);
    }
  }

  /** The short way of writers gives what the long one gives, in JSON and in templates. */
  @Test
  void digitsWithoutAString() throws Exception {
    SplittableRandom random = new SplittableRandom(17);
    Template template = Template.compile("<${f}>");
    for (int i = 0; i < ROUNDS; i++) {
      double ordinary = random.nextLong(-1_000_000_000, 1_000_000_000) / Math.pow(10, i % 10);
      double value = i % 3 == 0 ? Math.nextUp(ordinary) : ordinary;
      Value.Map output = Value.Map.of("f", Value.of(value));
      assertThat(Json.writeText(Value.of(value))).isEqualTo(FloatText.shortest(value));
      assertThat(template.renderText(output)).isEqualTo("<" + FloatText.fixed(value) + ">");
    }
  }

  @Test
  void anyFloatIsNearAndBothWaysAgree() {
    SplittableRandom random = new SplittableRandom(11);
    for (int i = 0; i < ROUNDS; i++) {
      double value = Math.scalb(random.nextDouble(-1, 1), random.nextInt(-40, 60));
      String text = FloatText.fixed(value);
      assertThat(text)
          .isEqualTo(FloatText.fixed(value, 10))
          .doesNotMatch("-?\\d+\\.\\d+0|.*[eE].*");
      BigDecimal off = new BigDecimal(text).subtract(new BigDecimal(value)).abs();
      assertThat(off).isLessThanOrEqualTo(HALF_OF_THE_TENTH.add(new BigDecimal(Math.ulp(value))));
    }
  }

  /** Where no half is near, it is the usual rounding. */
  @Test
  void rounding() {
    SplittableRandom random = new SplittableRandom(13);
    for (int i = 0; i < ROUNDS; i++) {
      double value = random.nextInt(100_000) / 1000.0;
      int decimals = random.nextInt(1, 3);
      if (Math.round(value * 1000) % 10 != 5 && Math.round(value * 1000) % 100 != 50) {
        assertThat(new BigDecimal(FloatText.fixed(value, decimals)))
            .isEqualByComparingTo(new BigDecimal(value).setScale(decimals, RoundingMode.HALF_UP));
      }
    }
  }
}
