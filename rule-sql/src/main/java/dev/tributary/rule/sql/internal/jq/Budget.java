package dev.tributary.rule.sql.internal.jq;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tributary.rule.sql.SqlLimits;
import java.util.IdentityHashMap;

/**
 * What one run of a program may use: steps, time, depth of its evaluation, size and depth of each
 * of its values. One thread, one run.
 */
final class Budget {
  /** The run that this thread is in. */
  static final ScopedValue<Budget> CURRENT = ScopedValue.newInstance();

  /** Elements of a value, where a shared part counts as often as it stands there. */
  static final int SIZE_MAX = 1_000_000;

  private static final int STEPS_MAX = 2_000_000;
  // An expression inside an expression takes some six frames: this is far below a stack of 1 MiB.
  private static final int DEPTH_MAX = 1_000;
  private static final int CHARS_PER_STEP = 64;
  private static final int CHARS_PER_ELEMENT = 16;
  private static final int LIST_ELEMENTS_PER_STEP = 4;
  private static final int PARTS_OF_A_STEP = 4;
  private static final int STEPS_PER_LOOK_AT_CLOCK = 1024;

  private record Extent(long size, int depth) {}

  private static final Extent SCALAR = new Extent(1, 0);

  private final long nowMillis;
  private final long timeoutMillis;
  private final long deadline;
  private final IdentityHashMap<JsonNode, Extent> extents = new IdentityHashMap<>();
  private long steps;
  private int parts;
  private long nextLook = STEPS_PER_LOOK_AT_CLOCK;
  private int depth;

  Budget(long nowMillis, long timeoutMillis) {
    this.nowMillis = nowMillis;
    this.timeoutMillis = timeoutMillis;
    this.deadline = System.nanoTime() + timeoutMillis * 1_000_000;
  }

  static Budget current() {
    return CURRENT.get();
  }

  /** Used so far. */
  long steps() {
    return steps;
  }

  long nowMillis() {
    return nowMillis;
  }

  /** An expression begins. */
  void enter() {
    if (++depth > DEPTH_MAX) {
      throw new LimitException("the program nests more than " + DEPTH_MAX + " evaluations");
    }
    charge(1);
  }

  /** An expression ended, whichever way. */
  void leave() {
    depth--;
  }

  /** An expression gave a value. */
  void gave(JsonNode value) {
    charge(1 + value.size() / CHARS_PER_STEP);
    if (value.isTextual()) {
      text(value.textValue().length());
      charge(value.textValue().length() / CHARS_PER_STEP);
    } else if (value.isContainerNode()) {
      extent(value);
    }
  }

  /** A text of so many characters is about to be made. */
  void text(long chars) {
    if (chars / CHARS_PER_ELEMENT > SIZE_MAX) {
      throw tooLarge();
    }
  }

  /** A list of so many elements is about to be made. */
  void elements(long count) {
    room(count);
    charge(count / LIST_ELEMENTS_PER_STEP);
  }

  /** An object of so many fields is about to be made. */
  void fields(long count) {
    room(count);
    charge(count);
  }

  /** A container will have so many elements at least. */
  void room(long count) {
    if (count > SIZE_MAX) {
      throw tooLarge();
    }
  }

  /** The whole top level of a value is about to be walked. */
  void walk(JsonNode value) {
    if (value.isTextual()) {
      chars(value.textValue().length());
    } else if (value.isContainerNode()) {
      charge(value.isObject() ? value.size() : value.size() / LIST_ELEMENTS_PER_STEP);
    }
  }

  /** A small part of a step, such as one of many comparisons. */
  void part() {
    if (++parts % PARTS_OF_A_STEP == 0) {
      charge(1);
    }
  }

  /** So many characters are about to be walked. */
  void chars(long count) {
    charge(count / CHARS_PER_STEP);
  }

  /** So many strings are about to be put in order, without {@link Order#OF_VALUES}. */
  void sorting(long count) {
    int doublings = Long.SIZE - Long.numberOfLeadingZeros(count);
    charge(count * doublings / LIST_ELEMENTS_PER_STEP);
  }

  /** Work that is not an expression. */
  void charge(long work) {
    steps += work;
    if (steps > STEPS_MAX) {
      throw new LimitException("the program needs more than " + STEPS_MAX + " steps");
    }
    if (steps >= nextLook) {
      nextLook = steps + STEPS_PER_LOOK_AT_CLOCK;
      if (System.nanoTime() - deadline > 0) {
        throw new LimitException("the program took longer than " + timeoutMillis + " ms");
      }
    }
  }

  /** How many elements the value has, all levels together. */
  long size(JsonNode value) {
    return extent(value).size();
  }

  /**
   * Remembered for each container, so that a value made of known ones is measured by its top level.
   * Recursion ends at the depth limit, which the parts have passed before.
   */
  private Extent extent(JsonNode value) {
    if (value.isTextual()) {
      return new Extent(1 + value.textValue().length() / CHARS_PER_ELEMENT, 0);
    }
    if (!value.isContainerNode()) {
      return SCALAR;
    }
    Extent known = extents.get(value);
    if (known == null) {
      known = measured(value);
      extents.put(value, known);
    }
    return known;
  }

  private Extent measured(JsonNode container) {
    charge(1);
    walk(container);
    long size = 1;
    int deepest = 0;
    for (JsonNode child : container) {
      Extent part = extent(child);
      size += part.size();
      deepest = Math.max(deepest, part.depth());
      if (size > SIZE_MAX) {
        throw tooLarge();
      }
    }
    if (deepest >= SqlLimits.VALUE_DEPTH) {
      throw new LimitException("a value is nested more than " + SqlLimits.VALUE_DEPTH + " levels");
    }
    return new Extent(size, deepest + 1);
  }

  private static LimitException tooLarge() {
    return new LimitException("a value has more than " + SIZE_MAX + " elements");
  }
}
