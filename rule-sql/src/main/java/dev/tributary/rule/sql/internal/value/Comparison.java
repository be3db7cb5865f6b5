package dev.tributary.rule.sql.internal.value;

import dev.tributary.rule.sql.EvaluationException;
import dev.tributary.rule.sql.TopicFilters;
import dev.tributary.rule.sql.Value;
import dev.tributary.rule.sql.internal.syntax.Node.Comparator;
import java.util.Arrays;
import java.util.List;

/**
 * The comparison operators. A number and a string compare as numbers; booleans and null compare
 * with strings as they are spelled; between kinds the order is number, boolean and null, map, list,
 * string.
 */
public final class Comparison {
  private Comparison() {}

  public static boolean test(Comparator comparator, Value left, Value right)
      throws EvaluationException {
    if (comparator == Comparator.MATCHES) {
      return left instanceof Value.Text topic
          && right instanceof Value.Text filter
          && TopicFilters.matches(filter.string(), topic.string());
    }
    boolean leftMissing = left instanceof Value.Undefined;
    boolean rightMissing = right instanceof Value.Undefined;
    if (leftMissing || rightMissing) {
      return leftMissing && rightMissing && accepts(comparator, 0);
    }
    return accepts(comparator, converted(left, right));
  }

  /** The order of values without conversion between numbers and strings. */
  public static int order(Value left, Value right) {
    int byKind = Integer.compare(rank(left), rank(right));
    if (byKind != 0) {
      return byKind;
    }
    return switch (left) {
      case Value.Int _, Value.BigInt _, Value.Float _ -> Numbers.compare(left, right);
      case Value.Undefined _, Value.Null _, Value.Bool _ ->
          TextForm.string(left).compareTo(TextForm.string(right));
      case Value.Text text -> Arrays.compareUnsigned(text.bytes(), ((Value.Text) right).bytes());
      case Value.Array array -> order(array, (Value.Array) right);
      case Value.Map map -> order(map, (Value.Map) right);
    };
  }

  private static int converted(Value left, Value right) throws EvaluationException {
    if (left instanceof Value.Text text && !(right instanceof Value.Text)) {
      return -converted(right, text);
    }
    if (!(right instanceof Value.Text text) || left instanceof Value.Text) {
      return order(left, right);
    }
    return switch (left) {
      case Value.Int _, Value.BigInt _, Value.Float _ -> Numbers.compare(left, number(text));
      case Value.Bool _, Value.Null _, Value.Undefined _ -> order(TextForm.text(left), text);
      case Value.Text _, Value.Array _, Value.Map _ -> order(left, right);
    };
  }

  private static Value number(Value.Text text) throws EvaluationException {
    return Numbers.parse(text.string())
        .orElseThrow(
            () -> new EvaluationException("a number is compared with a string that is no number"));
  }

  private static boolean accepts(Comparator comparator, int order) {
    return switch (comparator) {
      case EQ -> order == 0;
      case NE -> order != 0;
      case GT -> order > 0;
      case LT -> order < 0;
      case GE -> order >= 0;
      case LE -> order <= 0;
      case MATCHES -> false;
    };
  }

  private static int rank(Value value) {
    return switch (value) {
      case Value.Int _, Value.BigInt _, Value.Float _ -> 0;
      case Value.Undefined _, Value.Null _, Value.Bool _ -> 1;
      case Value.Map _ -> 2;
      case Value.Array _ -> 3;
      case Value.Text _ -> 4;
    };
  }

  private static int order(Value.Array left, Value.Array right) {
    int common = Math.min(left.size(), right.size());
    for (int i = 0; i < common; i++) {
      int order = order(left.element(i), right.element(i));
      if (order != 0) {
        return order;
      }
    }
    return Integer.compare(left.size(), right.size());
  }

  /** By size, then by sorted keys, then by their values. */
  private static int order(Value.Map left, Value.Map right) {
    if (left.size() != right.size()) {
      return Integer.compare(left.size(), right.size());
    }
    List<String> leftKeys = left.keys().stream().sorted().toList();
    List<String> rightKeys = right.keys().stream().sorted().toList();
    for (int i = 0; i < leftKeys.size(); i++) {
      int order = leftKeys.get(i).compareTo(rightKeys.get(i));
      if (order != 0) {
        return order;
      }
    }
    for (String key : leftKeys) {
      int order = order(left.value(key), right.value(key));
      if (order != 0) {
        return order;
      }
    }
    return 0;
  }
}
