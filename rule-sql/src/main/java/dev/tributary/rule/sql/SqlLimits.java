package dev.tributary.rule.sql;

/**
 * What one rule may cost.
 *
 * @param sqlChars longest SQL text, in characters
 * @param nesting deepest nesting of expressions in the SQL
 * @param steps what one evaluation may do: expressions run, values compared, steps of paths, and
 *     one for every 32 bytes that a function or comparison looks at
 * @param valueBytes bytes of new text, and elements of new lists, that one evaluation may make,
 *     counted roughly
 */
public record SqlLimits(int sqlChars, int nesting, int steps, int valueBytes) {
  /** No container of a value may stand deeper than this, wherever the value came from. */
  public static final int VALUE_DEPTH = 256;

  /**
   * How long a call of {@code jq} may run that names no limit of its own, where the {@linkplain
   * EvaluationContext#jqMillis() surroundings} do not say otherwise. The original's ten seconds are
   * too long for the thread of a connection.
   */
  public static final long JQ_MILLIS = 1000;

  /** No call of {@code jq} may run longer, whatever its argument or the setting says. */
  public static final long JQ_MILLIS_MAX = 10_000;

  public SqlLimits {
    requirePositive("sqlChars", sqlChars);
    requirePositive("nesting", nesting);
    requirePositive("steps", steps);
    requirePositive("valueBytes", valueBytes);
  }

  public static SqlLimits defaults() {
    return new SqlLimits(64 * 1024, 64, 1_000_000, 16 * 1024 * 1024);
  }

  private static void requirePositive(String name, int value) {
    if (value <= 0) {
      throw new IllegalArgumentException(name + " is " + value + ", must be positive");
    }
  }
}
