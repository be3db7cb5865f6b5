package dev.tributary.rule.sql;

import java.util.List;

/**
 * A function of the rule language as its users see it.
 *
 * @param name as written in SQL
 * @param category the chapter of the function reference it belongs to
 * @param signatures one per way to call it, with the kinds of values that it takes and gives, such
 *     as {@code substr(text: string, start: integer) → string}
 * @param description what it does, in a sentence or two
 * @param examples calls and what they give, tested with the module
 */
public record FunctionDescription(
    String name,
    String category,
    List<String> signatures,
    String description,
    List<Example> examples) {
  public FunctionDescription {
    signatures = List.copyOf(signatures);
    examples = List.copyOf(examples);
  }

  /**
   * A call and what it gives.
   *
   * @param expression an expression of the rule language
   * @param result what it gives, as JSON text
   */
  public record Example(String expression, String result) {}
}
