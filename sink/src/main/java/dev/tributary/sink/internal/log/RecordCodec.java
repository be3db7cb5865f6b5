package dev.tributary.sink.internal.log;

import dev.tributary.sink.Origin;
import dev.tributary.sink.SinkRecord;
import dev.tributary.sink.Source;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * One record as bytes: {@code docs/buffer-format.md}, "Record". Plain functions on arrays; nothing
 * is allocated to encode.
 */
public final class RecordCodec {

  /** A length beyond this is damage, whatever it says. */
  public static final int RECORD_BYTES_MAX = 64 << 20;

  static final int HEADER_BYTES = 56;

  private static final int LENGTH = 0;
  private static final int CHECK = 4;
  private static final int SEQUENCE = 8;
  private static final int PUBLISHED = 16;
  private static final int EXTENSION = 24;
  private static final int KEY = 28;
  private static final int HASH_KEY = 32;
  private static final int RULE = 36;
  private static final int TOPIC = 40;
  private static final int CLIENT = 44;
  private static final int COLUMNS = 48;
  private static final int DATA = 52;

  /** The length of a part that is not there, which is not the same as an empty one. */
  private static final int ABSENT = -1;

  private static final byte[] NOTHING = {};
  private static final VarHandle INT =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);
  private static final VarHandle LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

  private RecordCodec() {}

  /** Bytes of the encoded record at most, found without looking at the strings. */
  static long bytesAtMost(SinkRecord record, byte[] extension) {
    Source source = record.source();
    long characters =
        (long) record.partitionKey().length()
            + source.ruleId().length()
            + source.topic().length()
            + source.clientId().length();
    String hashKey = record.explicitHashKey();
    byte[] columns = record.columns();
    return HEADER_BYTES
        + 3 * (characters + (hashKey == null ? 0 : hashKey.length()))
        + extension.length
        + (columns == null ? 0 : columns.length)
        + record.data().length;
  }

  /** Bytes of the encoded record. */
  static int bytes(SinkRecord record) {
    Source source = record.source();
    String hashKey = record.explicitHashKey();
    byte[] columns = record.columns();
    return HEADER_BYTES
        + record.bytes()
        + Utf8.length(source.ruleId())
        + Utf8.length(source.topic())
        + Utf8.length(source.clientId())
        + (hashKey == null ? 0 : Utf8.length(hashKey))
        + (columns == null ? 0 : columns.length);
  }

  /**
   * Writes a record that is still to be {@link #seal sealed}.
   *
   * @return where it ends
   */
  static int encode(
      SinkRecord record, long sequence, byte[] extension, byte[] into, final int start) {
    Source source = record.source();
    LONG.set(into, start + SEQUENCE, sequence);
    LONG.set(into, start + PUBLISHED, record.createdAtMillis());
    int at = start + HEADER_BYTES;
    at = put(extension, into, at, start + EXTENSION);
    at = put(record.partitionKey(), into, at, start + KEY);
    at = put(record.explicitHashKey(), into, at, start + HASH_KEY);
    at = put(source.ruleId(), into, at, start + RULE);
    at = put(source.topic(), into, at, start + TOPIC);
    at = put(source.clientId(), into, at, start + CLIENT);
    at = put(record.columns(), into, at, start + COLUMNS);
    at = put(record.data(), into, at, start + DATA);
    INT.set(into, start + LENGTH, at - start);
    return at;
  }

  private static int put(@Nullable String text, byte[] into, int at, int lengthAt) {
    if (text == null) {
      INT.set(into, lengthAt, ABSENT);
      return at;
    }
    int end = Utf8.encode(text, into, at);
    INT.set(into, lengthAt, end - at);
    return end;
  }

  private static int put(byte @Nullable [] bytes, byte[] into, int at, int lengthAt) {
    if (bytes == null) {
      INT.set(into, lengthAt, ABSENT);
      return at;
    }
    System.arraycopy(bytes, 0, into, at, bytes.length);
    INT.set(into, lengthAt, bytes.length);
    return at + bytes.length;
  }

  /** Writes the check of the record at {@code start}, which is to stand at this place of a file. */
  static void seal(byte[] bytes, int start, long offset, CRC32C crc) {
    INT.set(bytes, start + CHECK, check(bytes, start, offset, crc));
  }

  /**
   * The place in the file goes in, so that a record that travels as data inside another one is
   * never taken for one of this file.
   */
  private static int check(byte[] bytes, int start, long offset, CRC32C crc) {
    crc.reset();
    crc.update(bytes, start + SEQUENCE, length(bytes, start) - SEQUENCE);
    return (int) (crc.getValue() ^ offset);
  }

  static boolean isIntact(byte[] bytes, int start, long offset, CRC32C crc) {
    return (int) INT.get(bytes, start + CHECK) == check(bytes, start, offset, crc);
  }

  /**
   * Whether the {@value #HEADER_BYTES} bytes at {@code start} can be a record's header: its lengths
   * are possible, add up and end before {@code available}.
   */
  static boolean isPlausible(byte[] bytes, int start, long available) {
    int length = length(bytes, start);
    if (length < HEADER_BYTES || length > RECORD_BYTES_MAX || length > available) {
      return false;
    }
    long sum = HEADER_BYTES;
    for (int at = start + EXTENSION; at <= start + DATA; at += Integer.BYTES) {
      int part = (int) INT.get(bytes, at);
      boolean mayBeAbsent = at == start + HASH_KEY || at == start + COLUMNS;
      if (part < (mayBeAbsent ? ABSENT : 0)) {
        return false;
      }
      sum += Math.max(part, 0);
    }
    return sum == length;
  }

  static int length(byte[] bytes, int start) {
    return (int) INT.get(bytes, start + LENGTH);
  }

  static long sequence(byte[] bytes, int start) {
    return (long) LONG.get(bytes, start + SEQUENCE);
  }

  /** {@link SinkRecord#bytes} of the record at {@code start}. */
  static int recordBytes(byte[] bytes, int start) {
    return (int) INT.get(bytes, start + KEY) + (int) INT.get(bytes, start + DATA);
  }

  /** Of an intact record. */
  static byte[] extension(byte[] bytes, int start) {
    int from = start + HEADER_BYTES;
    return Arrays.copyOfRange(bytes, from, from + (int) INT.get(bytes, start + EXTENSION));
  }

  /** Of an intact record. */
  static LoggedRecord decode(byte[] bytes, int start) {
    Parts parts = new Parts(bytes, start);
    parts.bytes(EXTENSION);
    String key = parts.text(KEY);
    String hashKey = parts.isAbsent(HASH_KEY) ? null : parts.text(HASH_KEY);
    Source source = new Source(parts.text(RULE), parts.text(TOPIC), parts.text(CLIENT));
    byte[] columns = parts.isAbsent(COLUMNS) ? null : parts.bytes(COLUMNS);
    byte[] data = parts.bytes(DATA);
    long published = (long) LONG.get(bytes, start + PUBLISHED);
    SinkRecord record = new SinkRecord(key, hashKey, data, published, source, columns, Origin.NONE);
    return new LoggedRecord(sequence(bytes, start), record);
  }

  /** Takes one part after the other from behind the header. */
  private static final class Parts {
    private final byte[] bytes;
    private final int start;
    private int at;

    Parts(byte[] bytes, int start) {
      this.bytes = bytes;
      this.start = start;
      this.at = start + HEADER_BYTES;
    }

    boolean isAbsent(int field) {
      return (int) INT.get(bytes, start + field) == ABSENT;
    }

    String text(int field) {
      int from = advance(field);
      return new String(bytes, from, at - from, StandardCharsets.UTF_8);
    }

    byte[] bytes(int field) {
      int from = advance(field);
      return from == at ? NOTHING : Arrays.copyOfRange(bytes, from, at);
    }

    private int advance(int field) {
      int from = at;
      at += (int) INT.get(bytes, start + field);
      return from;
    }
  }
}
