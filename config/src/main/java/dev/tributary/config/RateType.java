package dev.tributary.config;

import com.typesafe.config.ConfigValue;
import java.time.Duration;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Rates as people write them: {@code 1000/s}, {@code 100/10s}, {@code 1MB/s}; {@code infinity} for
 * no bound.
 *
 * @param ofBytes whether units of size may be used
 */
record RateType(boolean ofBytes) implements SettingType<RateType.MaybeUnlimited> {

  private static final Pattern RATE = Pattern.compile("([^/]+)/(\\d*(?:ms|s|m|h|d))");
  private static final Duration PERIOD_MAX = Duration.ofDays(30);

  /** The highest amount: what is counted in billionths of a second must not overflow. */
  private static final long AMOUNT_MAX = 1L << 40;

  /** A rate that may be {@code infinity}, which is null. */
  record MaybeUnlimited(@Nullable Rate rate) {}

  @Override
  public String expected() {
    return ofBytes
        ? "infinity or so much per time, such as 1MB/s or 100KB/10s"
        : "infinity or so many per time, such as 1000/s or 100/10s";
  }

  @Override
  public @Nullable Setting<MaybeUnlimited> read(ConfigValue value, String path, Problems problems) {
    if ("infinity".equals(value.unwrapped())) {
      return new Setting<>(new MaybeUnlimited(null), "infinity");
    }
    if (value.unwrapped() instanceof String text) {
      try {
        return new Setting<>(new MaybeUnlimited(parsed(text)), text);
      } catch (IllegalArgumentException _) {
        // Said below, with what would be right.
      }
    }
    problems.wrong(value, path, expected());
    return null;
  }

  private Rate parsed(String text) {
    Matcher rate = RATE.matcher(text.strip().toLowerCase(Locale.ROOT));
    if (!rate.matches()) {
      throw new IllegalArgumentException("not amount/time");
    }
    String amount = rate.group(1).strip();
    String time = rate.group(2);
    Duration period = Durations.parse(Character.isDigit(time.charAt(0)) ? time : "1" + time);
    var result = new Rate(ofBytes ? ByteSizes.parse(amount) : Numbers.integer(amount), period);
    if (result.amount() > AMOUNT_MAX || period.compareTo(PERIOD_MAX) > 0) {
      throw new IllegalArgumentException("too much, or too long a time");
    }
    return result;
  }
}
