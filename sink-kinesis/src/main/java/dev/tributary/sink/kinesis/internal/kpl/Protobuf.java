package dev.tributary.sink.kinesis.internal.kpl;

/**
 * Writes the few protobuf 2 elements of the format into one array. All field numbers are below 16,
 * so that a tag is one byte.
 */
final class Protobuf {

  private static final int VARINT = 0;
  private static final int LENGTH_DELIMITED = 2;

  private final byte[] out;
  private int at;

  Protobuf(byte[] out, int from) {
    this.out = out;
    this.at = from;
  }

  int position() {
    return at;
  }

  /** A field of an unsigned number. */
  void number(int field, int value) {
    out[at++] = (byte) ((field << 3) | VARINT);
    varint(value);
  }

  /** A field of bytes or text. */
  void bytes(int field, byte[] value) {
    message(field, value.length);
    System.arraycopy(value, 0, out, at, value.length);
    at += value.length;
  }

  /** The head of an inner message, whose {@code length} bytes are written next. */
  void message(int field, int length) {
    out[at++] = (byte) ((field << 3) | LENGTH_DELIMITED);
    varint(length);
  }

  private void varint(int value) {
    int left = value;
    while ((left & ~0x7f) != 0) {
      out[at++] = (byte) ((left & 0x7f) | 0x80);
      left >>>= 7;
    }
    out[at++] = (byte) left;
  }

  static int numberSize(int value) {
    return 1 + varintSize(value);
  }

  static int bytesSize(int length) {
    return 1 + varintSize(length) + length;
  }

  private static int varintSize(int value) {
    return (Integer.SIZE - Integer.numberOfLeadingZeros(value | 1) + 6) / 7;
  }
}
