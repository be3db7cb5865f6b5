package dev.tributary.rule.sql.internal.functions;

import dev.tributary.rule.sql.EvaluationException;
import dev.tributary.rule.sql.Value;

/**
 * What writing a value out costs. A list may hold the same list many times and so be small in
 * memory but endless on paper; whoever writes containers out charges for them before.
 */
final class Spelling {
  private static final int COMPARED_AT_ONCE = 32;

  private Spelling() {}

  static void charge(CallScope scope, Value value) throws EvaluationException {
    switch (value) {
      case Value.Array array -> {
        scope.charge(2L + array.size());
        for (Value element : array.elements()) {
          charge(scope, element);
        }
      }
      case Value.Map map -> {
        scope.charge(2L + map.size());
        for (String key : map.keys()) {
          scope.charge(key.length());
          charge(scope, map.value(key));
        }
      }
      case Value.Text text -> scope.charge(text.size());
      case Value.Undefined _,
          Value.Null _,
          Value.Bool _,
          Value.Int _,
          Value.BigInt _,
          Value.Float _ -> {
        // At most a few dozen characters, and counted as elements.
      }
    }
  }

  /**
   * Before a text is searched for another: one that nearly matches everywhere is compared with all
   * of its length at every place.
   */
  static void chargeSearch(CallScope scope, String text, String what) throws EvaluationException {
    scope.read((long) text.length() * (what.length() / COMPARED_AT_ONCE));
  }

  /** Of a string nothing new is made, so it costs nothing. */
  static void chargeContainer(CallScope scope, Value value) throws EvaluationException {
    if (value instanceof Value.Array || value instanceof Value.Map) {
      charge(scope, value);
    }
  }
}
