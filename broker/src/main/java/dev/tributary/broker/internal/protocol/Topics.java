package dev.tributary.broker.internal.protocol;

import org.jspecify.annotations.Nullable;

/** What a topic name and a topic filter may look like (MQTT 5, 4.7). */
public final class Topics {

  private static final String SHARED = "$share/";
  private static final String QUEUE = "$queue/";
  private static final String EXCLUSIVE = "$exclusive/";
  private static final String SERVERS = "$SYS/";

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

  /** {@code $share/{group}/{filter}}, and {@code $queue/{filter}}, which the original has too. */
  public static boolean isShared(String filter) {
    return filter.startsWith(SHARED) || filter.startsWith(QUEUE);
  }

  /** A shared filter as all members of its group could have written it. */
  public static String sharedName(String filter) {
    return filter.startsWith(QUEUE) ? SHARED + filter : filter;
  }

  /** {@code $exclusive/{topic}}. */
  static boolean isExclusive(String filter) {
    return filter.startsWith(EXCLUSIVE);
  }

  /** Why somebody cannot subscribe that, shared and exclusive filters among them; or null. */
  public static @Nullable String subscriptionProblem(String filter, int levelsMax) {
    if (isShared(filter)) {
      return sharedProblem(sharedName(filter), levelsMax);
    }
    return filter.startsWith(EXCLUSIVE)
        ? exclusiveProblem(filter, levelsMax)
        : filterProblem(filter, levelsMax);
  }

  /** What is wrong with an exclusive subscription's filter, or null. */
  static @Nullable String exclusiveProblem(String filter, int levelsMax) {
    return filterProblem(filter.substring(EXCLUSIVE.length()), levelsMax);
  }

  /** Where only the server itself publishes (MQTT 5, 4.7.2). */
  public static boolean isOfServer(String topic) {
    return topic.startsWith(SERVERS);
  }

  /** What is wrong with a shared subscription's filter, or null. */
  static @Nullable String sharedProblem(String filter, int levelsMax) {
    int slash = filter.indexOf('/', SHARED.length());
    if (slash < 0) { // [MQTT-4.8.2-2]
      return "a shared subscription is $share/{name}/{filter}";
    }
    String name = filter.substring(SHARED.length(), slash);
    if (name.isEmpty() || name.indexOf('+') >= 0 || name.indexOf('#') >= 0) { // [MQTT-4.8.2-1]
      return "the share name must have a character, and neither + nor #";
    }
    return filterProblem(filter.substring(slash + 1), levelsMax);
  }

  static boolean hasWildcard(String filter) {
    return filter.indexOf('+') >= 0 || filter.indexOf('#') >= 0;
  }

  private static String tooManyLevels(int levels, int levelsMax) {
    return levels + " topic levels: at most " + levelsMax + " are allowed";
  }
}
