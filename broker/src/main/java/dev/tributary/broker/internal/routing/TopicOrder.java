package dev.tributary.broker.internal.routing;

import java.util.Comparator;

/**
 * Topics level by level: the separator comes before every other character, so that a topic is
 * followed by all that is below it, and then by what only begins like it.
 */
final class TopicOrder implements Comparator<String> {

  @Override
  public int compare(String one, String other) {
    int length = Math.min(one.length(), other.length());
    for (int i = 0; i < length; i++) {
      char c = one.charAt(i);
      char d = other.charAt(i);
      if (c != d) {
        return rank(c) - rank(d);
      }
    }
    return one.length() - other.length();
  }

  private static int rank(char c) {
    return c == '/' ? -1 : c;
  }
}
