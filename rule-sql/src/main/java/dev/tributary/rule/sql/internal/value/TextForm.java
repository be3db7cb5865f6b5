package dev.tributary.rule.sql.internal.value;

import dev.tributary.rule.sql.FloatText;
import dev.tributary.rule.sql.Json;
import dev.tributary.rule.sql.Value;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;

/**
 * Any value as text: in templates, in concatenation, and by {@code str()}. Containers become JSON.
 */
public final class TextForm {
  private TextForm() {}

  public static String string(Value value) {
    return switch (value) {
      case Value.Text text -> text.string();
      case Value.Undefined _ -> "undefined";
      case Value.Null _ -> "null";
      case Value.Bool bool -> bool.value() ? "true" : "false";
      case Value.Int number -> Long.toString(number.value());
      case Value.BigInt number -> number.value().toString();
      case Value.Float number -> FloatText.fixed(number.value());
      case Value.Array array -> characters(array).orElseGet(() -> Json.writeText(array));
      case Value.Map map -> Json.writeText(map);
    };
  }

  public static byte[] bytes(Value value) {
    return switch (value) {
      case Value.Text text -> text.bytes();
      case Value.Map map -> Json.write(map);
      case Value.Undefined _,
          Value.Null _,
          Value.Bool _,
          Value.Int _,
          Value.BigInt _,
          Value.Float _,
          Value.Array _ ->
          string(value).getBytes(StandardCharsets.UTF_8);
    };
  }

  /** Both as text, one after the other; bytes stay as they are. */
  public static Value.Text concat(Value left, Value right) {
    if (left instanceof Value.Text first
        && right instanceof Value.Text second
        && !(first.isText() && second.isText())) {
      byte[] head = first.bytes();
      byte[] joined = Arrays.copyOf(head, head.length + second.bytes().length);
      System.arraycopy(second.bytes(), 0, joined, head.length, second.bytes().length);
      return Value.of(joined);
    }
    return Value.of(string(left).concat(string(right)));
  }

  public static Value.Text text(Value value) {
    return value instanceof Value.Text text ? text : Value.of(string(value));
  }

  /**
   * The text that a list spells if all its elements are printable code points; the original cannot
   * tell such a list from a string.
   */
  public static Optional<String> characters(Value.Array array) {
    StringBuilder spelled = new StringBuilder();
    for (int i = 0; i < array.size(); i++) {
      if (!(array.element(i) instanceof Value.Int(long code)) || !isPrintable(code)) {
        return Optional.empty();
      }
      spelled.appendCodePoint((int) code);
    }
    return Optional.of(spelled.toString());
  }

  private static boolean isPrintable(long code) {
    return (code >= ' ' && code <= '~')
        || (code >= 0xA0 && code <= 0xD7FF)
        || (code >= 0xE000 && code <= 0xFFFD)
        || (code >= 0x10000 && code <= 0x10FFFF)
        || (code >= '\b' && code <= '\r')
        || code == 0x1B;
  }
}
