package dev.tributary.benchmarks;

import java.util.Arrays;
import java.util.function.Function;
import java.util.stream.Collectors;

/** What the values of options may be. */
final class Bounds {

  private Bounds() {}

  static void check(String option, long value, long min, long max) {
    if (value < min || value > max) {
      throw new IllegalArgumentException(
          "%s is %d; it must be %d to %d".formatted(option, value, min, max));
    }
  }

  static void checkMqtt(int version) {
    if (version != 4 && version != 5) {
      throw new IllegalArgumentException(
          "--mqtt is " + version + "; it must be 4 (MQTT 3.1.1) or 5");
    }
  }

  /** The one of that name. */
  static <T> T choice(String option, String name, T[] known, Function<T, String> nameOf) {
    return Arrays.stream(known)
        .filter(each -> nameOf.apply(each).equals(name))
        .findFirst()
        .orElseThrow(() ->
            new IllegalArgumentException(
                "%s names '%s'; it must be some of %s"
                    .formatted(
                        option,
                        name,
                        Arrays.stream(known).map(nameOf).collect(Collectors.joining(", ")))));
  }
}
