package dev.tributary.rule.sql.internal.functions;

import dev.tributary.rule.sql.EvaluationException;
import dev.tributary.rule.sql.Value;
import java.util.List;

/** Lists. Positions are counted from 1. */
final class ListFunctions {
  private ListFunctions() {}

  @RuleFunction(
      "The element of the list at a position counted from 1; a position outside the list is an error.")
  @Example(value = "nth(2, [10, 20, 30])", gives = "20")
  static Value nth(long position, Value.Array list) throws EvaluationException {
    if (position < 1 || position > list.size()) {
      throw new EvaluationException(
          "nth: position must be 1 to the length of the list, which is "
              + list.size()
              + ", but is "
              + position);
    }
    return list.element((int) position - 1);
  }

  @RuleFunction("How many elements the list has.")
  @Example(value = "length([10, 20])", gives = "2")
  static long length(Value.Array list) {
    return list.size();
  }

  @RuleFunction(
      "The first elements of the list, at most so many, or those from a position counted from 1. A start below 1 or a negative length"
          + " is an error.")
  @Example(value = "sublist(2, [10, 20, 30])", gives = "[10, 20]")
  static List<Value> sublist(long length, Value.Array list) throws EvaluationException {
    return sublist(1, length, list);
  }

  @RuleFunction
  @Example(value = "sublist(2, 1, [10, 20, 30])", gives = "[20]")
  static List<Value> sublist(long start, long length, Value.Array list) throws EvaluationException {
    if (start < 1 || length < 0) {
      throw new EvaluationException("sublist: start must be at least 1, and length at least 0");
    }
    int from = (int) Math.min(start - 1, list.size());
    return list.elements()
        .subList(from, (int) Math.min(from + Math.min(length, list.size()), list.size()));
  }

  @RuleFunction("The first element of the list; an empty list is an error.")
  @Example(value = "first([10, 20])", gives = "10")
  static Value first(Value.Array list) throws EvaluationException {
    return checked("first", list).element(0);
  }

  @RuleFunction("The last element of the list; an empty list is an error.")
  @Example(value = "last([10, 20])", gives = "20")
  static Value last(Value.Array list) throws EvaluationException {
    return checked("last", list).element(list.size() - 1);
  }

  @RuleFunction("Whether the list has the value; 1 is neither 1.0 nor '1'.")
  @Example(value = "contains(2, [1, 2])", gives = "true")
  static boolean contains(Value value, @Whole Value.Array list) {
    return list.elements().contains(value);
  }

  private static Value.Array checked(String function, Value.Array list) throws EvaluationException {
    if (list.size() == 0) {
      throw new EvaluationException(function + ": list must not be empty");
    }
    return list;
  }
}
