package dev.tributary.server.internal.cli;

import dev.tributary.rule.sql.RuleSyntaxException;
import java.util.List;

/** The line of SQL that is wrong, with a mark under the place. */
final class SqlExcerpt {

  private static final int BEFORE_MAX = 60;
  private static final int AFTER_MAX = 40;
  private static final String CUT = "…";

  private SqlExcerpt() {}

  /** Two lines; empty if the place is not in the SQL. */
  static String of(String sql, RuleSyntaxException problem) {
    List<String> lines = sql.lines().toList();
    int row = problem.line() - 1;
    if (row < 0 || row >= lines.size()) {
      return "";
    }
    int[] line = lines.get(row).codePoints().toArray();
    int at = Math.clamp(problem.column() - 1L, 0, line.length);
    int length = Math.max(1, problem.offending().codePointCount(0, problem.offending().length()));
    int from = Math.max(0, at - BEFORE_MAX);
    int to = Math.min(line.length, at + Math.min(length, AFTER_MAX) + AFTER_MAX);
    String before = (from > 0 ? CUT : "") + new String(line, from, at - from);
    String rest = new String(line, at, to - at) + (to < line.length ? CUT : "");
    int marked = Math.clamp(Math.min(length, to - at), 1, AFTER_MAX);
    // A tab stays a tab, so that the mark stands right below.
    return before + rest + "\n" + before.replaceAll("[^\t]", " ") + "^".repeat(marked);
  }
}
