package dev.tributary.rule.sql.internal.functions;

import dev.tributary.rule.sql.EvaluationException;
import dev.tributary.rule.sql.Value;
import dev.tributary.rule.sql.internal.value.Kinds;
import dev.tributary.rule.sql.internal.value.Numbers;
import dev.tributary.rule.sql.internal.value.Paths;

/** Questions about the type of a value. */
final class TypeFunctions {
  private TypeFunctions() {}

  @RuleFunction("Whether the value is undefined. JSON's null is not: see is_null_var.")
  @Example(value = "is_null(no_such_column)", gives = "true")
  @Example(value = "is_null(json_decode('null'))", gives = "false")
  static boolean isNull(Value value) {
    return value instanceof Value.Undefined;
  }

  @RuleFunction("Whether the value is anything but undefined.")
  @Example(value = "is_not_null('')", gives = "true")
  static boolean isNotNull(Value value) {
    return !isNull(value);
  }

  @RuleFunction("Whether the value is undefined or JSON's null.")
  @Example(value = "is_null_var(json_decode('null'))", gives = "true")
  static boolean isNullVar(Value value) {
    return value instanceof Value.Undefined || value instanceof Value.Null;
  }

  @RuleFunction("Whether the value is neither undefined nor JSON's null.")
  @Example(value = "is_not_null_var(0)", gives = "true")
  static boolean isNotNullVar(Value value) {
    return !isNullVar(value);
  }

  @RuleFunction("Whether the value is a string.")
  @Example(value = "is_str('a')", gives = "true")
  static boolean isStr(Value value) {
    return value instanceof Value.Text;
  }

  @RuleFunction("Whether the value is a boolean.")
  @Example(value = "is_bool(true)", gives = "true")
  static boolean isBool(Value value) {
    return value instanceof Value.Bool;
  }

  @RuleFunction("Whether the value is an integer, of any size. 3.0 and '3' are none.")
  @Example(value = "is_int(1)", gives = "true")
  @Example(value = "is_int(1.0)", gives = "false")
  static boolean isInt(Value value) {
    return value instanceof Value.Int || value instanceof Value.BigInt;
  }

  @RuleFunction("Whether the value is a float.")
  @Example(value = "is_float(1.0)", gives = "true")
  static boolean isFloat(Value value) {
    return value instanceof Value.Float;
  }

  @RuleFunction("Whether the value is an integer or a float.")
  @Example(value = "is_num(1.5)", gives = "true")
  static boolean isNum(Value value) {
    return Numbers.isNumber(value);
  }

  @RuleFunction("Whether the value is a map; a string that holds one as JSON is none.")
  @Example(value = "is_map(map_new())", gives = "true")
  static boolean isMap(Value value) {
    return value instanceof Value.Map;
  }

  @RuleFunction("Whether the value is a list; a string that holds one as JSON is none.")
  @Example(value = "is_array([1, 2])", gives = "true")
  static boolean isArray(Value value) {
    return value instanceof Value.Array;
  }

  @RuleFunction(
      "Whether a map or list is empty. A string must hold a map as JSON; anything else is an error.")
  @Example(value = "is_empty([])", gives = "true")
  @Example(value = "is_empty('{\"a\": 1}')", gives = "false")
  static boolean isEmpty(Value value) throws EvaluationException {
    return switch (value) {
      case Value.Array array -> array.size() == 0;
      case Value.Map map -> map.isEmpty();
      case Value.Text text when Paths.opened(text) instanceof Value.Map map -> map.isEmpty();
      default ->
          throw new EvaluationException(
              "is_empty: value must be a map or list, but is " + Kinds.describe(value));
    };
  }
}
