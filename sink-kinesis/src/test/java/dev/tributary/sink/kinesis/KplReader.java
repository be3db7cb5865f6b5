package dev.tributary.sink.kinesis;

import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads aggregates after the public description of the format, sharing nothing with the writer. The
 * proof with AWS's own libraries is in the ITs.
 */
public final class KplReader {

  private static final byte[] MAGIC = {(byte) 0xf3, (byte) 0x89, (byte) 0x9a, (byte) 0xc2};

  /** A record as its consumer sees it. */
  public record UserRecord(String partitionKey, @Nullable String explicitHashKey, byte[] data) {

    public BigInteger hash() {
      if (explicitHashKey != null) {
        return new BigInteger(explicitHashKey);
      }
      return new BigInteger(1, md5(partitionKey.getBytes(StandardCharsets.UTF_8)));
    }

    public String text() {
      return new String(data, StandardCharsets.UTF_8);
    }
  }

  private final ByteBuffer in;
  private final List<String> keys = new ArrayList<>();
  private final List<String> hashKeys = new ArrayList<>();
  private final List<UserRecord> records = new ArrayList<>();

  private KplReader(byte[] message) {
    in = ByteBuffer.wrap(message);
  }

  public static boolean isAggregate(byte[] data) {
    return data.length > 20 && Arrays.equals(Arrays.copyOf(data, 4), MAGIC);
  }

  public static List<UserRecord> read(byte[] data) {
    byte[] message = Arrays.copyOfRange(data, 4, data.length - 16);
    byte[] sum = Arrays.copyOfRange(data, data.length - 16, data.length);
    if (!isAggregate(data) || !Arrays.equals(md5(message), sum)) {
      throw new AssertionError("not an aggregate");
    }
    return new KplReader(message).records();
  }

  private List<UserRecord> records() {
    while (in.hasRemaining()) {
      int tag = (int) varint();
      switch (tag) {
        case 1 << 3 | 2 -> keys.add(new String(bytes(), StandardCharsets.UTF_8));
        case 2 << 3 | 2 -> hashKeys.add(new String(bytes(), StandardCharsets.UTF_8));
        case 3 << 3 | 2 -> records.add(record(bytes()));
        default -> throw new AssertionError("tag " + tag);
      }
    }
    return records;
  }

  private UserRecord record(byte[] message) {
    KplReader inner = new KplReader(message);
    String key = null;
    String hashKey = null;
    byte[] data = null;
    while (inner.in.hasRemaining()) {
      int tag = (int) inner.varint();
      switch (tag) {
        case 1 << 3 -> key = keys.get((int) inner.varint());
        case 2 << 3 -> hashKey = hashKeys.get((int) inner.varint());
        case 3 << 3 | 2 -> data = inner.bytes();
        default -> throw new AssertionError("tag " + tag + " in a record");
      }
    }
    if (key == null || data == null) {
      throw new AssertionError("a record without key or data");
    }
    return new UserRecord(key, hashKey, data);
  }

  private long varint() {
    long value = 0;
    for (int shift = 0; ; shift += 7) {
      byte next = in.get();
      value |= (long) (next & 0x7f) << shift;
      if (next >= 0) {
        return value;
      }
    }
  }

  private byte[] bytes() {
    byte[] bytes = new byte[(int) varint()];
    in.get(bytes);
    return bytes;
  }

  private static byte[] md5(byte[] bytes) {
    try {
      return MessageDigest.getInstance("MD5").digest(bytes);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
