package dev.tributary.rule.sql.internal.value;

import dev.tributary.rule.sql.JsonException;
import dev.tributary.rule.sql.Value;
import java.util.List;

/** Looking into values. A text on the way that holds JSON is looked into as what it decodes to. */
public final class Paths {
  private Paths() {}

  /** The value under the keys, undefined if any step leads nowhere. */
  public static Value lookup(Value from, List<String> keys) {
    Value at = from;
    for (String key : keys) {
      at = member(at, key);
    }
    return at;
  }

  /** The value of a key: undefined for everything that has no keys. */
  public static Value member(Value from, String key) {
    return opened(from) instanceof Value.Map map ? map.value(key) : Value.UNDEFINED;
  }

  /** What a path sees: the decoded value of a text that holds JSON, else the value itself. */
  public static Value opened(Value value) {
    if (!(value instanceof Value.Text text)) {
      return value;
    }
    try {
      return text.json();
    } catch (JsonException _) {
      return value;
    }
  }
}
