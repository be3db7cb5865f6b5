package dev.tributary.rule.sql.internal.jq;

/** The program ends here; what it gave so far is its result. Unchecked, so that no try keeps it. */
final class HaltException extends RuntimeException {
  private static final long serialVersionUID = 1;

  HaltException() {
    super(null, null, false, false);
  }
}
