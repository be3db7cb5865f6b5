package dev.tributary.sink.internal.deadletter;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * What the dead-letter log keeps with a record: {@code docs/buffer-format.md}, "Dead letters".
 *
 * @param diedAtMillis milliseconds since 1970
 */
record Obituary(long diedAtMillis, String errorCode, String reason) {

  /** Of each of the texts: they are for people, and come from outside. */
  private static final int CHARACTERS_MAX = 4_096;

  byte[] encoded() {
    byte[] code = bounded(errorCode);
    byte[] text = bounded(reason);
    return ByteBuffer.allocate(Long.BYTES + 2 * Integer.BYTES + code.length + text.length)
        .putLong(diedAtMillis)
        .putInt(code.length)
        .put(code)
        .putInt(text.length)
        .put(text)
        .array();
  }

  private static byte[] bounded(String text) {
    String head = text.length() <= CHARACTERS_MAX ? text : text.substring(0, CHARACTERS_MAX);
    return head.getBytes(StandardCharsets.UTF_8);
  }

  /** Bytes that are no obituary, which no release writes, tell nothing. */
  static Obituary decoded(byte[] bytes) {
    ByteBuffer from = ByteBuffer.wrap(bytes);
    try {
      return new Obituary(from.getLong(), text(from), text(from));
    } catch (BufferUnderflowException _) {
      return new Obituary(0, "", "");
    }
  }

  private static String text(ByteBuffer from) {
    int length = from.getInt();
    if (length < 0 || length > from.remaining()) {
      throw new BufferUnderflowException();
    }
    byte[] bytes = new byte[length];
    from.get(bytes);
    return new String(bytes, StandardCharsets.UTF_8);
  }
}
