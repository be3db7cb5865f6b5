package dev.tributary.rule.sql;

/**
 * JSON text to values and back.
 *
 * <p>Reading is strict (RFC 8259) and bounded: {@link SqlLimits#VALUE_DEPTH} levels, numbers of
 * {@value JsonScanner#NUMBER_CHARS_MAX} characters. Integers keep every digit; of duplicate keys
 * the last wins. Writing keeps the order of keys, prints floats in their shortest form, undefined
 * as the text {@code "undefined"}, and replaces bytes that are no UTF-8 by U+FFFD.
 */
public final class Json {
  private static final int BUFFER = 256;

  private Json() {}

  /**
   * Decodes one JSON value; anything but white space after it is an error. The whole text is
   * checked at once, but what is in it becomes values only when it is read: nobody may write to the
   * array any more.
   */
  public static Value parse(byte[] json) throws JsonException {
    int[] tape = JsonScanner.scan(json);
    return JsonDecoder.value(json, tape, 0, JsonTape.offset(tape[0]));
  }

  /** The value as JSON text in UTF-8. */
  public static byte[] write(Value value) {
    return written(value).bytes();
  }

  /** The value as JSON text. */
  public static String writeText(Value value) {
    return written(value).text();
  }

  private static Utf8Buffer written(Value value) {
    Utf8Buffer out = new Utf8Buffer(BUFFER);
    JsonWriter.write(value, out);
    return out;
  }
}
