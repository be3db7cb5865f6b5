package dev.tributary.rule.sql;

/** A rule's SQL cannot be compiled. The message holds everything a person needs to mend it. */
public final class RuleSyntaxException extends Exception {
  private static final long serialVersionUID = 1;

  private final int line;
  private final int column;
  private final String offending;
  private final String expected;

  /**
   * An error at one place.
   *
   * @param line 1-based
   * @param column 1-based, in characters
   * @param problem what is wrong, as a clause ("unexpected ','")
   * @param offending the text that is wrong, empty at the end of the SQL
   * @param expected what would be right, in words
   */
  public RuleSyntaxException(
      int line, int column, String problem, String offending, String expected) {
    super(
        "line "
            + line
            + ", column "
            + column
            + ": "
            + problem
            + (expected.isEmpty() ? "" : "; expected " + expected));
    this.line = line;
    this.column = column;
    this.offending = offending;
    this.expected = expected;
  }

  public int line() {
    return line;
  }

  public int column() {
    return column;
  }

  public String offending() {
    return offending;
  }

  public String expected() {
    return expected;
  }
}
