package dev.tributary.kinesis.local.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.kinesis.model.EncryptionType;
import software.amazon.awssdk.services.kinesis.model.PutRecordResponse;
import software.amazon.awssdk.services.kinesis.model.PutRecordsRequestEntry;
import software.amazon.awssdk.services.kinesis.model.PutRecordsResponse;
import software.amazon.awssdk.services.kinesis.model.PutRecordsResultEntry;
import software.amazon.awssdk.services.kinesis.model.Record;
import software.amazon.awssdk.services.kinesis.model.ShardIteratorType;

/** PutRecord and PutRecords. */
final class PutsContractIT extends ContractFixture {
  private static final int MIB = 1024 * 1024;

  @Test
  void aRecordComesBackAsItWasPut() {
    create(1);
    PutRecordResponse put = put("some key", "some data");
    assertThat(put.shardId()).isEqualTo(SHARD_0);
    Record read = page(iterator(SHARD_0, ShardIteratorType.TRIM_HORIZON)).records().getFirst();
    assertThat(read.partitionKey()).isEqualTo("some key");
    assertThat(read.data().asUtf8String()).isEqualTo("some data");
    assertThat(read.sequenceNumber()).isEqualTo(put.sequenceNumber());
    assertThat(read.approximateArrivalTimestamp()).isNotNull();
  }

  @Test
  void keysAreRoutedByTheirMd5() throws NoSuchAlgorithmException {
    create(4);
    BigInteger quarter = HASHES.shiftRight(2);
    for (String key : List.of("a", "b", "some key", "7", "é", "😀")) {
      byte[] digest = MessageDigest.getInstance("MD5").digest(key.getBytes(StandardCharsets.UTF_8));
      int shard = new BigInteger(1, digest).divide(quarter).intValueExact();
      assertThat(put(key, "v").shardId()).isEqualTo("shardId-00000000000" + shard);
    }
  }

  @Test
  @Differs({Difference.EVEN_RANGES, Difference.VALIDATION})
  void anExplicitHashKeyDecides() {
    create(2);
    BigInteger middle = HASHES.shiftRight(1);
    String below = put(middle.subtract(BigInteger.ONE), "v").shardId();
    either(
        Difference.EVEN_RANGES,
        () -> assertThat(below).isEqualTo(SHARD_0),
        () -> assertThat(below).isEqualTo(SHARD_1));
    assertThat(put(BigInteger.ZERO, "v").shardId()).isEqualTo(SHARD_0);
    assertThat(put(middle, "v").shardId()).isEqualTo(SHARD_1);
    assertThat(put(HASHES.subtract(BigInteger.ONE), "v").shardId()).isEqualTo(SHARD_1);
    refused("InvalidArgumentException", () -> put(HASHES, "v"));
    invalid(() -> put(BigInteger.ONE.negate(), "v"));
  }

  @Test
  void sequenceNumbersGrow() {
    create(1);
    BigInteger last = BigInteger.ZERO;
    for (int i = 0; i < 5; i++) {
      String number = put("k", "v").sequenceNumber();
      assertThat(number).matches("0|([1-9]\\d{0,128})");
      assertThat(new BigInteger(number)).isGreaterThan(last);
      last = new BigInteger(number);
    }
  }

  @Test
  void anOrderMayBeAskedFor() {
    create(1);
    String first = put("k", "a").sequenceNumber();
    PutRecordResponse second =
        kinesis.putRecord(r ->
            r.streamName(stream)
                .partitionKey("k")
                .data(SdkBytes.fromUtf8String("b"))
                .sequenceNumberForOrdering(first));
    assertThat(new BigInteger(second.sequenceNumber())).isGreaterThan(new BigInteger(first));
  }

  @Test
  void aBatchIsAnsweredRecordByRecord() {
    create(2);
    List<PutRecordsRequestEntry> entries =
        IntStream.range(0, 20).mapToObj(i -> entry("k" + i, "v" + i)).toList();
    PutRecordsResponse put = putAll(entries);
    assertThat(put.failedRecordCount()).isZero();
    assertThat(put.records())
        .hasSize(20)
        .allSatisfy(record -> {
          assertThat(record.errorCode()).isNull();
          assertThat(record.sequenceNumber()).isNotEmpty();
        });
    assertThat(put.records()).extracting(PutRecordsResultEntry::shardId).contains(SHARD_0, SHARD_1);
    assertThat(all(SHARD_0).size() + all(SHARD_1).size()).isEqualTo(20);
  }

  @Test
  void aBatchOfOneShardKeepsItsOrder() {
    create(1);
    List<PutRecordsRequestEntry> entries =
        IntStream.range(0, 100).mapToObj(i -> entry("k" + i, "v" + i)).toList();
    var _ = putAll(entries);
    assertThat(all(SHARD_0)).isEqualTo(IntStream.range(0, 100).mapToObj(i -> "v" + i).toList());
  }

  @Test
  void emptyDataIsARecord() {
    create(1);
    put("k", "");
    assertThat(all(SHARD_0)).containsExactly("");
  }

  @Test
  @Differs(Difference.BATCH_SIZE)
  void aBatchHasBounds() {
    create(1);
    for (int records : new int[] {0, 501}) {
      List<PutRecordsRequestEntry> entries = Collections.nCopies(records, entry("k", "v"));
      either(
          Difference.BATCH_SIZE,
          () -> refused("ValidationException", () -> putAll(entries)),
          () -> assertThat(putAll(entries).records()).hasSize(records));
    }
  }

  private PutRecordsResponse putAll(List<PutRecordsRequestEntry> entries) {
    return kinesis.putRecords(r -> r.streamName(stream).records(entries));
  }

  @Test
  @Differs(Difference.VALIDATION)
  void aKeyHas256CharactersAtMost() {
    create(1);
    put("é".repeat(256), "v");
    invalid(() -> put("k".repeat(257), "v"));
    invalid(() -> put("", "v"));
  }

  @Test
  void aRecordOfAMebibyteIsTaken() {
    create(1);
    byte[] data = new byte[MIB - 1];
    assertThat(
            kinesis
                .putRecord(
                    r -> r.streamName(stream).partitionKey("k").data(SdkBytes.fromByteArray(data)))
                .encryptionType())
        .isIn(null, EncryptionType.NONE);
    assertThat(
            page(iterator(SHARD_0, ShardIteratorType.TRIM_HORIZON))
                .records()
                .getFirst()
                .data()
                .asByteArrayUnsafe())
        .hasSize(MIB - 1);
  }

  @Test
  @Differs(Difference.VALIDATION)
  void aRecordHasAMebibyteAtMost() {
    create(1);
    byte[] data = new byte[MIB + 1];
    invalid(() ->
        kinesis.putRecord(
            r -> r.streamName(stream).partitionKey("k").data(SdkBytes.fromByteArray(data))));
  }

  @Test
  void recordsAreFoundByArn() {
    create(1);
    String arn = arn();
    kinesis.putRecord(r -> r.streamARN(arn).partitionKey("k").data(SdkBytes.fromUtf8String("one")));
    kinesis.putRecords(r -> r.streamARN(arn).records(entry("k", "two")));
    assertThat(all(SHARD_0)).containsExactly("one", "two");
  }
}
