package dev.tributary.config;

import java.util.Collection;
import java.util.Comparator;
import java.util.Optional;

/** Finds the name that somebody probably meant. */
public final class Nearest {

  private static final int DISTANCE_MAX = 3;

  private Nearest() {}

  /**
   * The known name with the fewest edits, if that is at most a third of its length and at most
   * three.
   */
  public static Optional<String> among(Collection<String> known, String given) {
    return known.stream()
        .filter(name -> distance(name, given) <= Math.min(DISTANCE_MAX, (name.length() + 2) / 3))
        .min(Comparator.comparingInt(name -> distance(name, given)));
  }

  private static int distance(String a, String b) {
    if (Math.abs(a.length() - b.length()) > DISTANCE_MAX) {
      return Integer.MAX_VALUE;
    }
    int[] previous = new int[b.length() + 1];
    for (int j = 0; j <= b.length(); j++) {
      previous[j] = j;
    }
    for (int i = 1; i <= a.length(); i++) {
      int[] current = new int[b.length() + 1];
      current[0] = i;
      for (int j = 1; j <= b.length(); j++) {
        int replaced = previous[j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        current[j] = Math.min(replaced, 1 + Math.min(previous[j], current[j - 1]));
      }
      previous = current;
    }
    return previous[b.length()];
  }
}
