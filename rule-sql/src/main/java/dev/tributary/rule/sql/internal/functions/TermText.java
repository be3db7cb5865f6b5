package dev.tributary.rule.sql.internal.functions;

import dev.tributary.rule.sql.Value;
import dev.tributary.rule.sql.internal.value.Comparison;
import java.math.BigInteger;
import java.util.List;

/**
 * Values as terms of Erlang on one line: {@code [1,<<97>>,#{<<107>> => true}]}. A character of the
 * text is a byte.
 */
final class TermText {
  static final int UNLIMITED = -1;

  private final StringBuilder text = new StringBuilder();

  private TermText() {}

  /** What stands deeper than the depth, or further back in a list, becomes {@code ...}. */
  static String of(Value value, int depth) {
    TermText term = new TermText();
    term.write(value, depth);
    return term.text.toString();
  }

  /** The text of a value that has no parts. */
  static String scalar(Value value) {
    return switch (value) {
      case Value.Undefined _ -> "undefined";
      case Value.Null _ -> "null";
      case Value.Bool(boolean truth) -> Boolean.toString(truth);
      case Value.Int(long number) -> Long.toString(number);
      case Value.BigInt(BigInteger number) -> number.toString();
      case Value.Float(double number) -> FloatDigits.shortest(number);
      case Value.Text text -> binary(text.bytes(), UNLIMITED);
      case Value.Array _, Value.Map _ ->
          throw new IllegalArgumentException("a container has parts");
    };
  }

  /** The keys in the order in which Erlang keeps them. */
  static List<String> keys(Value.Map map) {
    return map.keys().stream()
        .map(Value::of)
        .sorted(Comparison::order)
        .map(Value.Text::string)
        .toList();
  }

  private void write(Value value, int depth) {
    if (depth == 0) {
      text.append("...");
      return;
    }
    switch (value) {
      case Value.Array array -> list(array, depth);
      case Value.Map map -> map(map, depth);
      case Value.Text bytes -> text.append(binary(bytes.bytes(), depth));
      case Value.Undefined _,
          Value.Null _,
          Value.Bool _,
          Value.Int _,
          Value.BigInt _,
          Value.Float _ ->
          text.append(scalar(value));
    }
  }

  private void list(Value.Array array, int depth) {
    if (array.size() > 0 && depth == 1) {
      text.append("[...]");
      return;
    }
    int left = depth;
    text.append('[');
    for (int i = 0; i < array.size(); i++) {
      left--;
      if (left == 0) {
        text.append("|...");
        break;
      }
      text.append(i == 0 ? "" : ",");
      write(array.element(i), Math.max(left, UNLIMITED));
      left = Math.max(left, UNLIMITED);
    }
    text.append(']');
  }

  private void map(Value.Map map, int depth) {
    if (!map.isEmpty() && depth == 1) {
      text.append("#{...}");
      return;
    }
    int inner = depth < 0 ? UNLIMITED : depth - 1;
    int left = inner;
    boolean first = true;
    text.append("#{");
    for (String key : keys(map)) {
      if (!first && left == 1) {
        text.append(",...");
        break;
      }
      left -= first || left < 0 ? 0 : 1;
      text.append(first ? "" : ",");
      write(Value.of(key), inner);
      text.append(" => ");
      write(map.value(key), inner);
      first = false;
    }
    text.append('}');
  }

  private static String binary(byte[] bytes, int depth) {
    StringBuilder binary = new StringBuilder("<<");
    for (int i = 0; i < bytes.length; i++) {
      if (depth >= 0 && i == depth - 1) {
        binary.append("...");
        break;
      }
      binary.append(bytes[i] & 0xFF).append(i + 1 < bytes.length ? "," : "");
    }
    return binary.append(">>").toString();
  }
}
