package dev.tributary.rule.sql.internal.jq;

/**
 * A program exceeded its limits. Unchecked, so that no {@code try} of the program and no catch of
 * the interpreter keeps it from ending.
 */
final class LimitException extends RuntimeException {
  private static final long serialVersionUID = 1;

  LimitException(String message) {
    super(message, null, false, false);
  }
}
