package dev.tributary.rule.sql.internal.functions;

import dev.tributary.rule.sql.EvaluationException;
import dev.tributary.rule.sql.Value;
import java.time.Instant;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Offsets from UTC in seconds, as rules write them: {@code Z}, {@code local}, {@code +08:00},
 * {@code +0800}, {@code +08:00:30}.
 */
final class TimeOffset {
  private static final Pattern WRITTEN =
      Pattern.compile("([+-])(\\d\\d)(?::?(\\d\\d)(?::?(\\d\\d))?)?");

  private TimeOffset() {}

  /** An integer is an offset in seconds; undefined is none. */
  static long seconds(String function, CallScope scope, Value offset) throws EvaluationException {
    return switch (offset) {
      case Value.Int(long seconds) when seconds == (int) seconds -> seconds;
      case Value.Undefined _ -> 0;
      case Value.Text text -> seconds(function, scope, text.string());
      default -> throw wrong(function);
    };
  }

  private static long seconds(String function, CallScope scope, String offset)
      throws EvaluationException {
    return switch (offset) {
      case "Z", "z" -> 0;
      case "local" ->
          scope
              .context()
              .zone()
              .getRules()
              .getOffset(Instant.ofEpochMilli(scope.context().nowMillis()))
              .getTotalSeconds();
      default -> parsed(function, offset);
    };
  }

  static long parsed(String function, String offset) throws EvaluationException {
    Matcher matcher = WRITTEN.matcher(offset);
    if (!matcher.matches()) {
      throw wrong(function);
    }
    int hours = Integer.parseInt(matcher.group(2));
    int minutes = matcher.group(3) == null ? 0 : Integer.parseInt(matcher.group(3));
    int seconds = matcher.group(4) == null ? 0 : Integer.parseInt(matcher.group(4));
    if (hours > 23 || minutes > 59 || seconds > 59) {
      throw wrong(function);
    }
    long total = hours * 3600L + minutes * 60L + seconds;
    return offset.startsWith("-") ? -total : total;
  }

  /** With the separator between hours, minutes and, if wanted, seconds. */
  static String written(long offset, String separator, boolean withSeconds) {
    long size = Math.abs(offset);
    String minutes =
        String.format(
            Locale.ROOT,
            "%s%02d%s%02d",
            offset < 0 ? "-" : "+",
            size / 3600,
            separator,
            size / 60 % 60);
    return withSeconds
        ? minutes + separator + String.format(Locale.ROOT, "%02d", size % 60)
        : minutes;
  }

  private static EvaluationException wrong(String function) {
    return new EvaluationException(
        function
            + ": offset must be 'Z', 'local', a number of seconds, or like '+08:00', '+0800' or '+08:00:30'");
  }
}
