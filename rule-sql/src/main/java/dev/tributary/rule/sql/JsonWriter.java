package dev.tributary.rule.sql;

/** Writes values as JSON in UTF-8. Recursion is bounded by the depth of values. */
final class JsonWriter {
  private static final String HEX = "0123456789abcdef";

  private JsonWriter() {}

  static void write(Value value, Utf8Buffer out) {
    switch (value) {
      case Value.Undefined _ -> out.ascii("\"undefined\"");
      case Value.Null _ -> out.ascii("null");
      case Value.Bool bool -> out.ascii(bool.value() ? "true" : "false");
      case Value.Int number -> out.number(number.value());
      case Value.BigInt number -> out.ascii(number.value().toString());
      case Value.Float number -> {
        if (!out.decimal(number.value())) {
          out.ascii(FloatText.shortest(number.value()));
        }
      }
      case Value.Text text -> text(text, out);
      case Value.Array array -> array(array, out);
      case Value.Map map -> map(map.entries(), out);
    }
  }

  private static void array(Value.Array array, Utf8Buffer out) {
    out.put('[');
    for (int i = 0; i < array.size(); i++) {
      if (i > 0) {
        out.put(',');
      }
      write(array.element(i), out);
    }
    out.put(']');
  }

  private static void map(EntryMap map, Utf8Buffer out) {
    out.put('{');
    for (int i = 0; i < map.size(); i++) {
      if (i > 0) {
        out.put(',');
      }
      string(map.name(i), out);
      out.put(':');
      write(map.valueAt(i), out);
    }
    out.put('}');
  }

  private static void text(Value.Text text, Utf8Buffer out) {
    byte[] plain = text.givenBytes();
    if (plain == null || !isAscii(plain)) {
      string(text.string(), out);
      return;
    }
    out.put('"');
    int from = 0;
    for (int i = 0; i < plain.length; i++) {
      if (isEscaped(plain[i])) {
        out.put(plain, from, i);
        escape((char) plain[i], out);
        from = i + 1;
      }
    }
    out.put(plain, from, plain.length);
    out.put('"');
  }

  private static boolean isAscii(byte[] bytes) {
    for (byte b : bytes) {
      if (b < 0) {
        return false;
      }
    }
    return true;
  }

  private static void string(String string, Utf8Buffer out) {
    out.put('"');
    int i = 0;
    while (i < string.length()) {
      char c = string.charAt(i);
      if (isEscaped(c)) {
        escape(c, out);
        i++;
      } else {
        i = out.character(string, i);
      }
    }
    out.put('"');
  }

  private static boolean isEscaped(int c) {
    return c < ' ' || c == '"' || c == '\\';
  }

  private static void escape(char c, Utf8Buffer out) {
    switch (c) {
      case '"' -> out.ascii("\\\"");
      case '\\' -> out.ascii("\\\\");
      case '\n' -> out.ascii("\\n");
      case '\r' -> out.ascii("\\r");
      case '\t' -> out.ascii("\\t");
      case '\b' -> out.ascii("\\b");
      case '\f' -> out.ascii("\\f");
      default -> {
        out.ascii("\\u00");
        out.put(HEX.charAt(c >> 4));
        out.put(HEX.charAt(c & 0xF));
      }
    }
  }
}
