package dev.tributary.server.internal.records;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Takes aggregates of the Kinesis Producer Library's public format apart: magic, {@code
 * AggregatedRecord} as protobuf 2, MD5 of the protobuf bytes. Shares no code with the sink, which
 * writes them. What is not whole and sound is no aggregate.
 */
public final class KplAggregate {

  private static final byte[] MAGIC = {(byte) 0xF3, (byte) 0x89, (byte) 0x9A, (byte) 0xC2};
  private static final int MD5_BYTES = 16;
  private static final int PARTITION_KEY_TABLE = 1;
  private static final int EXPLICIT_HASH_KEY_TABLE = 2;
  private static final int RECORDS = 3;
  private static final int PARTITION_KEY_INDEX = 1;
  private static final int EXPLICIT_HASH_KEY_INDEX = 2;
  private static final int DATA = 3;

  private final List<String> partitionKeys = new ArrayList<>();
  private final List<String> hashKeys = new ArrayList<>();
  private final List<Entry> entries = new ArrayList<>();

  /** A record with places in the tables, which may stand behind it. */
  private record Entry(long partitionKey, long hashKey, byte[] data) {}

  private KplAggregate() {}

  /** The user records of an aggregate in their order; the record itself if it is none. */
  public static List<ReadRecord> users(ReadRecord record) {
    byte[] data = record.data();
    if (!isAggregate(data)) {
      return List.of(record);
    }
    try {
      var aggregate = new KplAggregate();
      int protobufBytes = data.length - MAGIC.length - MD5_BYTES;
      aggregate.read(new ProtobufReader(ByteBuffer.wrap(data, MAGIC.length, protobufBytes)));
      return aggregate.users(record, aggregate.entries);
    } catch (MalformedProtobufException _) {
      return List.of(record);
    }
  }

  private static boolean isAggregate(byte[] data) {
    int end = data.length - MD5_BYTES;
    return end >= MAGIC.length
        && Arrays.equals(data, 0, MAGIC.length, MAGIC, 0, MAGIC.length)
        && Arrays.equals(md5(data, MAGIC.length, end), Arrays.copyOfRange(data, end, data.length));
  }

  private static byte[] md5(byte[] data, int from, int to) {
    try {
      MessageDigest md5 = MessageDigest.getInstance("MD5");
      md5.update(data, from, to - from);
      return md5.digest();
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has MD5", e);
    }
  }

  private void read(ProtobufReader message) throws MalformedProtobufException {
    while (message.next()) {
      switch (message.field()) {
        case PARTITION_KEY_TABLE -> partitionKeys.add(text(message.bytes()));
        case EXPLICIT_HASH_KEY_TABLE -> hashKeys.add(text(message.bytes()));
        case RECORDS -> entries.add(entry(new ProtobufReader(message.bytes())));
        default -> message.skip();
      }
    }
  }

  private static Entry entry(ProtobufReader message) throws MalformedProtobufException {
    long partitionKey = -1;
    long hashKey = -1;
    byte @Nullable [] data = null;
    while (message.next()) {
      switch (message.field()) {
        case PARTITION_KEY_INDEX -> partitionKey = message.number();
        case EXPLICIT_HASH_KEY_INDEX -> hashKey = message.number();
        case DATA -> data = array(message.bytes());
        default -> message.skip();
      }
    }
    if (data == null || partitionKey < 0) {
      throw new MalformedProtobufException("a user record without data or partition key");
    }
    return new Entry(partitionKey, hashKey, data);
  }

  private List<ReadRecord> users(ReadRecord record, List<Entry> all)
      throws MalformedProtobufException {
    List<ReadRecord> users = new ArrayList<>(all.size());
    for (Entry entry : all) {
      String hashKey = entry.hashKey() < 0 ? null : at(hashKeys, entry.hashKey());
      users.add(
          new ReadRecord(
              record.shardId(),
              record.sequenceNumber(),
              at(partitionKeys, entry.partitionKey()),
              record.arrival(),
              entry.data(),
              new ReadRecord.Member(users.size(), hashKey)));
    }
    return users;
  }

  private static String at(List<String> table, long index) throws MalformedProtobufException {
    if (index >= table.size()) {
      throw new MalformedProtobufException(
          "a place %d in a table of %d".formatted(index, table.size()));
    }
    return table.get((int) index);
  }

  private static String text(ByteBuffer bytes) {
    return StandardCharsets.UTF_8.decode(bytes).toString();
  }

  private static byte[] array(ByteBuffer bytes) {
    byte[] array = new byte[bytes.remaining()];
    bytes.get(array);
    return array;
  }
}
