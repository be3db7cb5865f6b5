package dev.tributary.rule.engine;

import java.util.Arrays;
import java.util.Comparator;

/** The event whose name is most like one that does not exist. */
final class NearestEvent {
  /** No name is longer; more of a wrong one need not be compared. */
  private static final int CHARS_MAX = 64;

  private NearestEvent() {}

  static String to(String wrong) {
    String start = wrong.length() <= CHARS_MAX ? wrong : wrong.substring(0, CHARS_MAX);
    return Arrays.stream(EventType.values())
        .flatMap(type -> type.topics().stream())
        .min(Comparator.comparingInt((String name) -> distance(start, name)))
        .orElse(EventType.CLIENT_CONNECTED.topic());
  }

  /** How many letters must be put in, taken out or changed. */
  private static int distance(String from, String to) {
    int[] above = new int[to.length() + 1];
    Arrays.setAll(above, i -> i);
    for (int i = 1; i <= from.length(); i++) {
      int[] row = new int[to.length() + 1];
      row[0] = i;
      for (int j = 1; j <= to.length(); j++) {
        int changed = above[j - 1] + (from.charAt(i - 1) == to.charAt(j - 1) ? 0 : 1);
        row[j] = Math.min(changed, 1 + Math.min(above[j], row[j - 1]));
      }
      above = row;
    }
    return above[to.length()];
  }
}
