package dev.tributary.rule.sql.internal.functions;

import dev.tributary.rule.sql.Value;

/** Defaults for what is missing. */
final class ConditionFunctions {
  private ConditionFunctions() {}

  @RuleFunction(
      "The first value that is not undefined, of two or of a list. JSON's null counts as a value.")
  @Example(value = "coalesce([no_such_column, 7])", gives = "7")
  static Value coalesce(Value.Array list) {
    for (Value value : list.elements()) {
      if (!(value instanceof Value.Undefined)) {
        return value;
      }
    }
    return Value.UNDEFINED;
  }

  @RuleFunction
  @Example(value = "coalesce(no_such_column, 'default')", gives = "\"default\"")
  static Value coalesce(Value value, Value fallback) {
    return value instanceof Value.Undefined ? fallback : value;
  }

  @RuleFunction(
      "The first value that is neither undefined nor an empty string or list, of two or of a list.")
  @Example(value = "coalesce_ne(['', 'x'])", gives = "\"x\"")
  static Value coalesceNe(@Whole Value.Array list) {
    for (Value value : list.elements()) {
      if (!isEmpty(value)) {
        return value;
      }
    }
    return Value.UNDEFINED;
  }

  @RuleFunction
  @Example(value = "coalesce_ne('', 'default')", gives = "\"default\"")
  static Value coalesceNe(Value value, Value fallback) {
    return coalesceNe(Value.of(value, fallback));
  }

  @RuleFunction(name = "null", value = "The undefined value.")
  @Example(value = "is_null(null())", gives = "true")
  static Value nothing() {
    return Value.UNDEFINED;
  }

  private static boolean isEmpty(Value value) {
    return switch (value) {
      case Value.Undefined _ -> true;
      case Value.Text text -> text.isEmpty();
      case Value.Array array -> array.size() == 0;
      case Value.Null _, Value.Bool _, Value.Int _, Value.BigInt _, Value.Float _, Value.Map _ ->
          false;
    };
  }
}
