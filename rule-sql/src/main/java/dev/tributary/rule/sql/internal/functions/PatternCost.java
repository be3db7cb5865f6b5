package dev.tributary.rule.sql.internal.functions;

import java.util.ArrayDeque;
import java.util.Deque;

/**
 * How many steps a regular expression may take without looking at the text. A repeated group may
 * match nothing at all, and as often as its quantifier says: {@code ((){1000}){1000}} takes a
 * million. Repeated characters and classes look every time and count once.
 */
final class PatternCost {
  static final long MAX = 1_000_000;

  private final Deque<Long> outer = new ArrayDeque<>();
  private long group;
  private long last;

  /** Something that looks at a character each time it is repeated. */
  void character() {
    group++;
    last = 0;
  }

  /** Something that may match without a look. */
  void assertion() {
    group++;
    last = 1;
  }

  void open() {
    outer.push(group);
    group = 0;
  }

  /** A bracket too many is left for the parser of patterns to complain about. */
  void close() {
    last = Math.max(1, group);
    group = outer.isEmpty() ? group : Math.min(MAX + 1, outer.pop() + last);
  }

  void repeated(int times) {
    group = Math.min(MAX + 1, group + last * Math.max(0, times - 1));
    last = Math.min(MAX + 1, last * Math.max(1, times));
  }

  long total() {
    return group;
  }
}
