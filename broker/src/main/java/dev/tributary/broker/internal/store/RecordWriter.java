package dev.tributary.broker.internal.store;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** The bytes of a record, one field after the other. One thread. */
final class RecordWriter {

  private static final VarHandle LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);
  private static final int FIRST_CAPACITY = 512;
  private static final int VARINT_BYTES_MAX = 10;
  private static final int LOW_BITS = 0x7F;
  private static final int MORE = 0x80;

  private byte[] bytes = new byte[FIRST_CAPACITY];
  private int length;

  RecordWriter oneByte(int value) {
    room(1);
    bytes[length++] = (byte) value;
    return this;
  }

  RecordWriter fixed(long value) {
    room(Long.BYTES);
    LONG.set(bytes, length, value);
    length += Long.BYTES;
    return this;
  }

  /** Seven bits a byte, the lowest first; ten bytes for negative ones. */
  RecordWriter number(long value) {
    room(VARINT_BYTES_MAX);
    long rest = value;
    while ((rest & ~LOW_BITS) != 0) {
      bytes[length++] = (byte) ((rest & LOW_BITS) | MORE);
      rest >>>= 7;
    }
    bytes[length++] = (byte) rest;
    return this;
  }

  RecordWriter text(String value) {
    return bytes(value.getBytes(StandardCharsets.UTF_8));
  }

  RecordWriter bytes(byte[] value) {
    number(value.length);
    room(value.length);
    System.arraycopy(value, 0, bytes, length, value.length);
    length += value.length;
    return this;
  }

  RecordWriter textOrNull(@Nullable String value) {
    return value == null ? oneByte(0) : oneByte(1).text(value);
  }

  RecordWriter bytesOrNull(byte @Nullable [] value) {
    return value == null ? oneByte(0) : oneByte(1).bytes(value);
  }

  byte[] toBytes() {
    return Arrays.copyOf(bytes, length);
  }

  private void room(int more) {
    if (bytes.length - length < more) {
      bytes = Arrays.copyOf(bytes, Math.max(2 * bytes.length, Math.addExact(length, more)));
    }
  }
}
