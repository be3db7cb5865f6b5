package dev.tributary.rule.sql.internal.syntax;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;

/** Finds the word that somebody probably meant. */
final class Spelling {
  private static final int LONG_WORD = 4;

  private Spelling() {}

  /**
   * The nearest of the words, without regard to case: two letters wrong in a long word, one in a
   * short one, and in one of two letters only their order or a repetition.
   */
  static Optional<String> nearest(String written, Collection<String> words) {
    String upper = written.toUpperCase(Locale.ROOT);
    return words.stream()
        .filter(word -> distance(upper, word) <= tolerated(upper, word))
        .min(Comparator.comparingInt(word -> distance(upper, word)));
  }

  private static int tolerated(String written, String word) {
    int shorter = Math.min(written.length(), word.length());
    if (word.length() == 2) {
      return written.chars().distinct().sum() == word.chars().sum() ? 1 : 0;
    }
    return shorter > LONG_WORD ? 2 : shorter > 1 ? 1 : 0;
  }

  /** How many letters must be changed, put in, taken out or swapped with their neighbour. */
  private static int distance(String left, String right) {
    if (Math.abs(left.length() - right.length()) > 2) {
      return Integer.MAX_VALUE;
    }
    int[][] steps = new int[left.length() + 1][right.length() + 1];
    for (int i = 0; i <= left.length(); i++) {
      for (int j = 0; j <= right.length(); j++) {
        steps[i][j] = i == 0 || j == 0 ? i + j : cheapest(steps, left, i, right, j);
      }
    }
    return steps[left.length()][right.length()];
  }

  private static int cheapest(int[][] steps, String left, int i, String right, int j) {
    boolean same = left.charAt(i - 1) == right.charAt(j - 1);
    int best =
        Math.min(
            steps[i - 1][j - 1] + (same ? 0 : 1), Math.min(steps[i - 1][j], steps[i][j - 1]) + 1);
    boolean swapped =
        i > 1
            && j > 1
            && left.charAt(i - 1) == right.charAt(j - 2)
            && left.charAt(i - 2) == right.charAt(j - 1);
    return swapped ? Math.min(best, steps[i - 2][j - 2] + 1) : best;
  }
}
