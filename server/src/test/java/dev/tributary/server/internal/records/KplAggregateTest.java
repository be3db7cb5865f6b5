package dev.tributary.server.internal.records;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** The bytes are written by hand, from the public description of the format. */
class KplAggregateTest {

  private static final byte[] MAGIC = {(byte) 0xF3, (byte) 0x89, (byte) 0x9A, (byte) 0xC2};

  private static final String TWO_RECORDS =
      "0A 01 61" // partition_key_table: "a"
          + "0A 01 62" // partition_key_table: "b"
          + "12 02 31 37" // explicit_hash_key_table: "17"
          + "1A 06 08 00 1A 02 68 69" // records: key 0, data "hi"
          + "1A 07 08 01 10 00 1A 01 78"; // records: key 1, hash key 0, data "x"

  private static ReadRecord record(byte[] data) {
    return new ReadRecord("shardId-000000000000", "495", "outer", Instant.EPOCH, data, null);
  }

  private static byte[] aggregate(String hex) throws Exception {
    byte[] protobuf = HexFormat.of().parseHex(hex.replace(" ", ""));
    var out = new ByteArrayOutputStream();
    out.write(MAGIC);
    out.write(protobuf);
    out.write(MessageDigest.getInstance("MD5").digest(protobuf));
    return out.toByteArray();
  }

  private static void assertIsPlain(byte[] data) {
    ReadRecord record = record(data);
    assertThat(KplAggregate.users(record)).singleElement().isSameAs(record);
  }

  @Test
  void userRecordsHaveTheirKeysAndPlaces() throws Exception {
    List<ReadRecord> users = KplAggregate.users(record(aggregate(TWO_RECORDS)));
    assertThat(users).hasSize(2);
    assertThat(users).extracting(ReadRecord::partitionKey).containsExactly("a", "b");
    assertThat(users).extracting(user -> new String(user.data(), UTF_8)).containsExactly("hi", "x");
    assertThat(users)
        .extracting(ReadRecord::member)
        .containsExactly(new ReadRecord.Member(0, null), new ReadRecord.Member(1, "17"));
    assertThat(users).extracting(ReadRecord::sequenceNumber).containsOnly("495");
  }

  @Test
  void tablesMayStandBehindAndUnknownFieldsAreSkipped() throws Exception {
    String behind =
        "1A 0E 08 00 1A 01 78 22 07 0A 01 74 12 02 76 31" // with a tag t = "v1"
            + "20 05" // field 4: a number
            + "29 0000000000000000" // field 5: eight bytes
            + "35 00000000" // field 6: four bytes
            + "3A 01 FF" // field 7: bytes
            + "0A 01 61";
    assertThat(KplAggregate.users(record(aggregate(behind))))
        .singleElement()
        .satisfies(user -> assertThat(user.partitionKey()).isEqualTo("a"));
  }

  @Test
  void anAggregateMayBeEmpty() throws Exception {
    assertThat(KplAggregate.users(record(aggregate("")))).isEmpty();
  }

  @Test
  void whatIsNoAggregateIsPlain() {
    assertIsPlain(new byte[0]);
    assertIsPlain("{\"temp\":21.5}".getBytes(UTF_8));
    assertIsPlain(MAGIC);
    assertIsPlain(Arrays.copyOf(MAGIC, 20));
  }

  @Test
  void eachFlippedBitMakesItPlain() throws Exception {
    byte[] whole = aggregate(TWO_RECORDS);
    for (int bit = 0; bit < whole.length * 8; bit++) {
      byte[] damaged = whole.clone();
      damaged[bit / 8] ^= (byte) (1 << bit % 8);
      assertIsPlain(damaged);
    }
    for (int length = 0; length < whole.length; length++) {
      assertIsPlain(Arrays.copyOf(whole, length));
    }
  }

  @Test
  void aSoundChecksumDoesNotHelpABadMessage() throws Exception {
    for (String bad :
        new String[] {
          "0A 05 61", // longer than what is there
          "0A 01 61 1A 04 08 01 1A 00", // key 1 of a table of 1
          "0A 01 61 1A 06 08 00 10 00 1A 00", // hash key 0 of an empty table
          "0A 01 61 1A 02 08 00", // no data
          "0A 01 61 1A 02 1A 00", // no key
          "0A 01 61 1A 05 0A 01 00 1A 00", // a key that is no number
          "08 01", // a table that is a number
          "0F", // wire type 7
          "80", // a number without end
          "1A FF FF FF FF FF FF FF FF FF 01" // a length below zero
        }) {
      assertIsPlain(aggregate(bad));
    }
  }

  @Test
  void randomMessagesNeverDoMoreThanBeRefused() throws Exception {
    var random = new Random(7);
    for (int i = 0; i < 20_000; i++) {
      byte[] protobuf = new byte[random.nextInt(40)];
      random.nextBytes(protobuf);
      assertThat(KplAggregate.users(record(aggregate(HexFormat.of().formatHex(protobuf)))))
          .hasSizeLessThanOrEqualTo(40);
    }
  }
}
