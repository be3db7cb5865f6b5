package dev.tributary.broker.internal.protocol;

import org.jspecify.annotations.Nullable;

/** What a topic name and a topic filter may look like (MQTT 5, 4.7). */
public final class Topics {

  private static final String SHARED = "$share/";

  private Topics() {}

  /** What is wrong with a topic name, or null. */
  public static @Nullable String nameProblem(String topic, int levelsMax) {
    if (topic.isEmpty()) {
      return "empty topic"; // [MQTT-4.7.3-1]
    }
    int levels = 1;
    for (int i = 0; i < topic.length(); i++) {
      switch (topic.charAt(i)) {
        case '/' -> levels++;
        case '+', '#' -> {
          return "wildcard in a topic name"; // [MQTT-3.3.2-2]
        }
        case '\0' -> {
          return "U+0000 in a topic name"; // [MQTT-4.7.3-2]
        }
        default -> {
          // any other character is part of a level
        }
      }
    }
    return levels > levelsMax ? tooManyLevels(levels, levelsMax) : null;
  }

  /** What is wrong with a topic filter, or null. */
  public static @Nullable String filterProblem(String filter, int levelsMax) {
    if (filter.isEmpty()) {
      return "empty topic filter"; // [MQTT-4.7.3-1]
    }
    int levels = 1;
    int last = filter.length() - 1;
    for (int i = 0; i <= last; i++) {
      char c = filter.charAt(i);
      boolean starts = i == 0 || filter.charAt(i - 1) == '/';
      boolean ends = i == last || filter.charAt(i + 1) == '/';
      if (c == '/') {
        levels++;
      } else if (c == '\0') {
        return "U+0000 in a topic filter"; // [MQTT-4.7.3-2]
      } else if (c == '#' && (i != last || !starts)) {
        return "# must be the whole last level"; // [MQTT-4.7.1-1]
      } else if (c == '+' && !(starts && ends)) {
        return "+ must be a whole level"; // [MQTT-4.7.1-2]
      }
    }
    return levels > levelsMax ? tooManyLevels(levels, levelsMax) : null;
  }

  /** {@code $share/{group}/{filter}}. */
  public static boolean isShared(String filter) {
    return filter.startsWith(SHARED);
  }

  private static String tooManyLevels(int levels, int levelsMax) {
    return levels + " topic levels: at most " + levelsMax + " are allowed";
  }
}
