package dev.tributary.rule.sql.internal.jq;

import java.util.ArrayDeque;
import java.util.Deque;

/**
 * How often the groups of a regular expression are repeated, those in others multiplied. A group
 * may match nothing, so that {@code ((){1000}){1000}} takes a million steps between two looks at
 * the text. A repeated character looks each time.
 */
final class RepeatedGroups {
  private static final long CAP = 1_000_000_000;

  private final String expression;
  private final Deque<Long> outer = new ArrayDeque<>();
  private long most = 1;
  private long last = 1;
  private boolean afterGroup;
  private int at;

  private RepeatedGroups(String expression) {
    this.expression = expression;
  }

  static long times(String expression) {
    RepeatedGroups groups = new RepeatedGroups(expression);
    while (groups.at < expression.length()) {
      groups.next(expression.charAt(groups.at++));
    }
    return groups.most;
  }

  private void next(char c) {
    switch (c) {
      case '(' -> {
        outer.push(most);
        most = 1;
        afterGroup = false;
      }
      case ')' -> {
        last = most;
        most = outer.isEmpty() ? most : Math.max(most, outer.pop());
        afterGroup = true;
      }
      case '{' -> {
        if (afterGroup) {
          last = Math.min(CAP, last * Math.max(1, count()));
          most = Math.max(most, last);
        }
      }
      case '\\' -> {
        at++;
        afterGroup = false;
      }
      case '[' -> {
        skipClass();
        afterGroup = false;
      }
      default -> afterGroup = afterGroup && "?+*}".indexOf(c) >= 0;
    }
  }

  /** The larger of the numbers of {n,m}. */
  private long count() {
    long count = 0;
    long number = 0;
    for (; at < expression.length() && expression.charAt(at) != '}'; at++) {
      int digit = Character.digit(expression.charAt(at), 10);
      number = digit < 0 ? 0 : Math.min(CAP, number * 10 + digit);
      count = Math.max(count, number);
    }
    return count;
  }

  private void skipClass() {
    for (at++; at < expression.length() && expression.charAt(at) != ']'; at++) {
      at += expression.charAt(at) == '\\' ? 1 : 0;
    }
  }
}
