package dev.tributary.acceptance.clients;

import java.util.OptionalInt;
import java.util.OptionalLong;

/** Numbers that may be missing, from the forms in which clients give them. */
final class Numbers {
  private Numbers() {}

  static OptionalInt of(OptionalLong number) {
    return number.isPresent()
        ? OptionalInt.of(Math.toIntExact(number.getAsLong()))
        : OptionalInt.empty();
  }

  /** Null is none. */
  static OptionalInt of(Number number) {
    return number == null ? OptionalInt.empty() : OptionalInt.of(number.intValue());
  }
}
