package dev.tributary.rule.sql.internal.syntax;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A whole rule.
 *
 * @param columns what SELECT selects, or FOREACH computes; the last of FOREACH is iterated
 * @param loop null for SELECT
 */
public record Statement(
    List<Column> columns, @Nullable Loop loop, List<String> sources, @Nullable Node where) {
  public Statement {
    columns = List.copyOf(columns);
    sources = List.copyOf(sources);
  }

  /**
   * The inner part of FOREACH.
   *
   * @param columns empty without DO, which means everything
   */
  public record Loop(List<Column> columns, @Nullable Node incase) {
    public Loop {
      columns = List.copyOf(columns);
    }
  }

  /** A selected column. */
  public sealed interface Column {
    /** {@code *}. */
    record Everything() implements Column {}

    /**
     * An expression with the path in the output that it is put under; {@code named} tells whether
     * the SQL says AS.
     */
    record Item(Node node, Node.Path alias, boolean named) implements Column {}
  }
}
