package dev.tributary.rule.sql.internal.functions;

import dev.tributary.rule.sql.FunctionDescription;
import java.util.List;

/** All functions by name. */
public final class Functions {
  private Functions() {}

  public static List<FunctionDescription> descriptions() {
    return List.of();
  }
}
