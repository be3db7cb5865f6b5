package dev.tributary.rule.sql.internal.value;

import dev.tributary.rule.sql.Value;

/**
 * Values in the words of error messages: what kind, never what content, which may be a device's.
 */
public final class Kinds {
  private Kinds() {}

  public static String describe(Value value) {
    return switch (value) {
      case Value.Undefined _ -> "undefined";
      case Value.Null _ -> "null";
      case Value.Bool _ -> "a boolean";
      case Value.Int _, Value.BigInt _ -> "an integer";
      case Value.Float _ -> "a float";
      case Value.Text _ -> "a string";
      case Value.Array _ -> "a list";
      case Value.Map _ -> "a map";
    };
  }
}
