package dev.tributary.broker.internal.store;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Reads what a {@link RecordWriter} wrote, and believes none of it: nothing is read or allocated
 * beyond the bytes that are there. Each method takes the name of the field for the message.
 */
final class RecordReader {

  private static final int LOW_BITS = 0x7F;
  private static final int MORE = 0x80;

  private final ByteBuffer bytes;

  RecordReader(byte[] bytes) {
    this.bytes = ByteBuffer.wrap(bytes);
  }

  /** The first byte of a record. */
  void version(int known) throws DamagedRecordException {
    int version = oneByte("version");
    if (version != known) {
      throw new DamagedRecordException(
          "its version is " + version + ", this program knows " + known);
    }
  }

  int oneByte(String field) throws DamagedRecordException {
    need(1, field);
    return bytes.get() & 0xFF;
  }

  /** At most {@code max}. */
  int oneByte(int max, String field) throws DamagedRecordException {
    int value = oneByte(field);
    if (value > max) {
      throw new DamagedRecordException(
          field + " is " + value + ", at most " + max + " is possible");
    }
    return value;
  }

  long fixed(String field) throws DamagedRecordException {
    need(Long.BYTES, field);
    return bytes.getLong();
  }

  long number(String field) throws DamagedRecordException {
    long value = 0;
    for (int shift = 0; shift < Long.SIZE; shift += 7) {
      int next = oneByte(field);
      value |= (long) (next & LOW_BITS) << shift;
      if ((next & MORE) == 0) {
        return value;
      }
    }
    throw new DamagedRecordException(field + " has no end");
  }

  /** From {@code min} to {@code max}. */
  int number(int min, int max, String field) throws DamagedRecordException {
    long value = number(field);
    if (value < min || value > max) {
      throw new DamagedRecordException(
          "%s is %d, possible is %d to %d".formatted(field, value, min, max));
    }
    return (int) value;
  }

  byte[] bytes(String field) throws DamagedRecordException {
    byte[] value = new byte[length(field)];
    bytes.get(value);
    return value;
  }

  String text(String field) throws DamagedRecordException {
    int length = length(field);
    ByteBuffer encoded = bytes.slice(bytes.position(), length);
    bytes.position(bytes.position() + length);
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(encoded).toString();
    } catch (CharacterCodingException e) {
      throw new DamagedRecordException(field + " is not UTF-8", e);
    }
  }

  @Nullable String textOrNull(String field) throws DamagedRecordException {
    return oneByte(1, field) == 0 ? null : text(field);
  }

  byte @Nullable [] bytesOrNull(String field) throws DamagedRecordException {
    return oneByte(1, field) == 0 ? null : bytes(field);
  }

  /** Nothing may follow the last field. */
  void end() throws DamagedRecordException {
    if (bytes.hasRemaining()) {
      throw new DamagedRecordException(bytes.remaining() + " bytes follow its end");
    }
  }

  private int length(String field) throws DamagedRecordException {
    long length = number(field);
    if (length < 0 || length > bytes.remaining()) {
      throw new DamagedRecordException(
          "%s has %d bytes, of which %d are there".formatted(field, length, bytes.remaining()));
    }
    return (int) length;
  }

  private void need(int count, String field) throws DamagedRecordException {
    if (bytes.remaining() < count) {
      throw new DamagedRecordException("it ends in " + field);
    }
  }
}
