package dev.tributary.rule.engine;

/**
 * A rule is not accepted, for a reason other than its SQL. The message names the field, its value
 * and what would be right.
 */
public final class RuleRefusedException extends IllegalArgumentException {
  private static final long serialVersionUID = 1;

  private final String field;

  RuleRefusedException(String field, String problem, String expected) {
    super(field + " " + problem + "; expected " + expected);
    this.field = field;
  }

  /** A problem whose message says everything after the name of the field. */
  RuleRefusedException(String field, String rest) {
    super(field + rest);
    this.field = field;
  }

  /** The field of the rule that is wrong, as configuration and REST name it. */
  public String field() {
    return field;
  }
}
