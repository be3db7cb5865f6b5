package dev.tributary.server.internal.records;

import java.nio.ByteBuffer;

/** The fields of one protobuf message, one after the other. Never reads past its bytes. */
final class ProtobufReader {

  private static final int WIRE_BITS = 3;
  private static final int WIRE_MASK = 7;
  private static final int VARINT = 0;
  private static final int EIGHT_BYTES = 1;
  private static final int DELIMITED = 2;
  private static final int FOUR_BYTES = 5;
  private static final int VARINT_BITS = 7;
  private static final int VARINT_SHIFT_MAX = 63;
  private static final int CONTINUES = 0x80;

  private final ByteBuffer in;
  private int field;
  private int wire;

  ProtobufReader(ByteBuffer in) {
    this.in = in.slice();
  }

  /** Goes to the next field; false at the end. Its value is to be read, or skipped. */
  boolean next() throws MalformedProtobufException {
    if (!in.hasRemaining()) {
      return false;
    }
    long tag = varint();
    field = (int) (tag >>> WIRE_BITS);
    wire = (int) (tag & WIRE_MASK);
    return true;
  }

  int field() {
    return field;
  }

  /** A number that is not negative. */
  long number() throws MalformedProtobufException {
    expect(VARINT);
    long number = varint();
    if (number < 0) {
      throw new MalformedProtobufException("a number that is too large");
    }
    return number;
  }

  ByteBuffer bytes() throws MalformedProtobufException {
    expect(DELIMITED);
    long length = varint();
    return take(length);
  }

  void skip() throws MalformedProtobufException {
    switch (wire) {
      case VARINT -> varint();
      case EIGHT_BYTES -> take(Long.BYTES);
      case DELIMITED -> bytes();
      case FOUR_BYTES -> take(Integer.BYTES);
      default -> throw new MalformedProtobufException("wire type " + wire);
    }
  }

  private void expect(int type) throws MalformedProtobufException {
    if (wire != type) {
      throw new MalformedProtobufException("field %d of wire type %d".formatted(field, wire));
    }
  }

  private ByteBuffer take(long length) throws MalformedProtobufException {
    if (length < 0 || length > in.remaining()) {
      throw new MalformedProtobufException(
          "a length of %d with %d bytes left".formatted(length, in.remaining()));
    }
    ByteBuffer part = in.slice(in.position(), (int) length);
    in.position(in.position() + (int) length);
    return part;
  }

  private long varint() throws MalformedProtobufException {
    long value = 0;
    for (int shift = 0; shift <= VARINT_SHIFT_MAX && in.hasRemaining(); shift += VARINT_BITS) {
      byte part = in.get();
      value |= (long) (part & (CONTINUES - 1)) << shift;
      if ((part & CONTINUES) == 0) {
        return value;
      }
    }
    throw new MalformedProtobufException("a number without end");
  }
}
