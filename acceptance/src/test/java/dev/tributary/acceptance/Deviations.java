package dev.tributary.acceptance;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * How what arrived differs from the numbers 0 to n-1, once each and in order; few words for many.
 */
final class Deviations {
  private static final int SHOWN_MAX = 20;
  private static final int AROUND = 6;

  private Deviations() {}

  /** Empty if it does not differ. */
  static List<String> of(List<String> arrived, int made) {
    Map<String, Integer> copies = new HashMap<>();
    arrived.forEach(number -> copies.merge(number, 1, Integer::sum));
    List<String> deviations = new ArrayList<>();
    for (int i = 0; i < made; i++) {
      int count = copies.getOrDefault(Integer.toString(i), 0);
      if (count == 0) {
        deviations.add(i + " is missing");
      } else if (count > 1) {
        deviations.add(i + " came " + count + " times");
      }
    }
    for (int i = 1; i < arrived.size(); i++) {
      if (Integer.parseInt(arrived.get(i)) < Integer.parseInt(arrived.get(i - 1))) {
        int from = Math.max(0, i - AROUND);
        int to = Math.min(arrived.size(), i + AROUND);
        deviations.add("back at " + i + ": " + arrived.subList(from, to));
      }
    }
    return deviations.size() <= SHOWN_MAX ? deviations : deviations.subList(0, SHOWN_MAX);
  }
}
