package dev.tributary.rule.sql;

import dev.tributary.rule.sql.internal.functions.Functions;
import java.util.List;

/**
 * Every function of the rule language with its documentation: the source of the function reference
 * and of editors' completions.
 */
public final class FunctionCatalog {
  private FunctionCatalog() {}

  /** All functions by name. */
  public static List<FunctionDescription> all() {
    return Functions.descriptions();
  }

  /** The categories in the order in which a reader wants them. */
  public static List<String> categories() {
    return Functions.chapters();
  }

  /** The name most like this one; empty if none is. */
  public static String nearest(String name) {
    return Functions.nearest(name);
  }
}
