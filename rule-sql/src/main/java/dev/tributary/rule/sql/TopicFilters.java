package dev.tributary.rule.sql;

/**
 * MQTT topic filters: levels separated by {@code /}, {@code +} for one level, {@code #} at the end
 * for any number.
 */
public final class TopicFilters {
  private static final int BYTES_MAX = 65_535;

  private TopicFilters() {}

  /**
   * Whether the topic falls under the filter. A filter that starts with a wildcard does not match
   * topics that start with {@code $} [MQTT-4.7.2-1].
   */
  public static boolean matches(String filter, String topic) {
    if (topic.startsWith("$") && (filter.startsWith("+") || filter.startsWith("#"))) {
      return false;
    }
    int f = 0;
    int t = 0;
    while (true) {
      int filterEnd = levelEnd(filter, f);
      if (isLevel(filter, f, filterEnd, '#') && filterEnd == filter.length()) {
        return true;
      }
      int topicEnd = levelEnd(topic, t);
      if (!isLevel(filter, f, filterEnd, '+')
          && !sameLevel(filter, f, filterEnd, topic, t, topicEnd)) {
        return false;
      }
      boolean filterDone = filterEnd == filter.length();
      boolean topicDone = topicEnd == topic.length();
      if (filterDone || topicDone) {
        // "a/#" matches "a" too [MQTT-4.7.1-2].
        return filterDone == topicDone
            || (topicDone
                && filter.length() == filterEnd + 2
                && filter.charAt(filterEnd + 1) == '#');
      }
      f = filterEnd + 1;
      t = topicEnd + 1;
    }
  }

  /**
   * Whether wildcards stand only where MQTT allows them [MQTT-4.7.1-1] [MQTT-4.7.1-2], and the
   * filter is neither empty nor too long.
   */
  public static boolean isValidFilter(String filter) {
    if (filter.isEmpty() || filter.indexOf('\0') >= 0 || filter.length() > BYTES_MAX) {
      return false;
    }
    int start = 0;
    while (true) {
      int end = levelEnd(filter, start);
      if (!isValidLevel(filter, start, end)) {
        return false;
      }
      if (end == filter.length()) {
        return true;
      }
      start = end + 1;
    }
  }

  private static boolean isValidLevel(String filter, int start, int end) {
    for (int i = start; i < end; i++) {
      char c = filter.charAt(i);
      boolean wildcard = c == '+' || c == '#';
      if (wildcard && (end - start != 1 || (c == '#' && end != filter.length()))) {
        return false;
      }
    }
    return true;
  }

  private static int levelEnd(String text, int start) {
    int end = text.indexOf('/', start);
    return end < 0 ? text.length() : end;
  }

  private static boolean isLevel(String text, int start, int end, char level) {
    return end - start == 1 && text.charAt(start) == level;
  }

  private static boolean sameLevel(
      String filter, int f, int filterEnd, String topic, int t, int topicEnd) {
    int length = filterEnd - f;
    return length == topicEnd - t && filter.regionMatches(f, topic, t, length);
  }
}
