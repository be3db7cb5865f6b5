package dev.tributary.server.internal.cli.kinesis;

import dev.tributary.server.internal.cli.CommandFailure;
import dev.tributary.server.internal.records.StartingPoint;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.regex.Pattern;

/** {@code --from}: where reading begins. */
final class FromOption {

  private static final Pattern SEQUENCE = Pattern.compile("\\d{1,128}");
  private static final Pattern SECONDS = Pattern.compile("\\d{1,11}(\\.\\d{1,9})?");
  private static final int MILLIS = 1_000;
  private static final Duration PAST_MAX = Duration.ofDays(365);

  private FromOption() {}

  /**
   * The place.
   *
   * @param now what {@code time=15m} counts back from
   */
  static StartingPoint parse(String text, Instant now) {
    if (text.equalsIgnoreCase("trim")) {
      return new StartingPoint.TrimHorizon();
    }
    if (text.equalsIgnoreCase("latest")) {
      return new StartingPoint.Latest();
    }
    String value = text.substring(text.indexOf('=') + 1);
    if (text.startsWith("sequence=") && SEQUENCE.matcher(value).matches()) {
      return new StartingPoint.AtSequence(value);
    }
    if (text.startsWith("time=")) {
      return new StartingPoint.At(time(value, now));
    }
    throw new CommandFailure(
        "--from %s is not valid: expected trim, latest, time=… or sequence=NUMBER".formatted(text),
        2);
  }

  private static Instant time(String text, Instant now) {
    if (SECONDS.matcher(text).matches()) {
      return Instant.ofEpochMilli(
          new BigDecimal(text).multiply(BigDecimal.valueOf(MILLIS)).longValue());
    }
    try {
      return OffsetDateTime.parse(text).toInstant();
    } catch (DateTimeException _) {
      // Maybe a duration.
    }
    try {
      return now.minus(OptionValue.duration("--from", text, Duration.ZERO, PAST_MAX));
    } catch (CommandFailure _) {
      throw new CommandFailure(
          "--from time=%s is not valid: expected a time such as 2026-11-23T08:00:00Z, seconds since 1970, or how long ago, such as 15m"
              .formatted(text),
          2);
    }
  }
}
