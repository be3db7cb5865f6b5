package dev.tributary.kinesis.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.kinesis.model.EncryptionType;
import software.amazon.awssdk.services.kinesis.model.ExpiredIteratorException;
import software.amazon.awssdk.services.kinesis.model.GetRecordsResponse;
import software.amazon.awssdk.services.kinesis.model.GetShardIteratorRequest;
import software.amazon.awssdk.services.kinesis.model.InvalidArgumentException;
import software.amazon.awssdk.services.kinesis.model.ResourceNotFoundException;
import software.amazon.awssdk.services.kinesis.model.ShardIteratorType;
import software.amazon.awssdk.services.kinesis.model.ValidationException;

/** Iterators and GetRecords, through the real AWS SDK in both encodings. */
@ParameterizedClass(name = "cbor={0}")
@ValueSource(booleans = {true, false})
final class ReadsIT extends LocalKinesisFixture {
  ReadsIT(boolean cbor) {
    super(cbor);
  }

  @Test
  void saysInAwsWordsWhatIsWrongWithAnIterator() {
    create(2);
    String number = put("device-2", "x").sequenceNumber();
    assertThatThrownBy(() ->
            iterator(
                GetShardIteratorRequest.builder()
                    .streamName("s")
                    .shardId("shardId-000000000001")
                    .shardIteratorType(ShardIteratorType.AT_SEQUENCE_NUMBER)
                    .startingSequenceNumber(number)))
        .hasMessageContaining(
            "Invalid StartingSequenceNumber. It encodes shardId-000000000000, while it was used in"
                + " a call to a shard with shardId-000000000001");
    assertThatThrownBy(() ->
            iterator(
                GetShardIteratorRequest.builder()
                    .streamName("s")
                    .shardId(SHARD_0)
                    .shardIteratorType(ShardIteratorType.LATEST)
                    .startingSequenceNumber(number)))
        .hasMessageContaining("Request specified LATEST and also a StartingSequenceNumber.");
    assertThatThrownBy(() -> iterator(SHARD_0, ShardIteratorType.AT_SEQUENCE_NUMBER))
        .hasMessageContaining(
            "Request specified AT_SEQUENCE_NUMBER and no StartingSequenceNumber.");
    assertThatThrownBy(() -> iterator(SHARD_0, ShardIteratorType.AT_TIMESTAMP))
        .hasMessageContaining("Must specify timestampInMillis parameter");
  }

  /** Each record says what the stream's encryption was when it was put. */
  @Test
  void saysHowEachRecordIsEncrypted() {
    create(1);
    put("k", "plain");
    kinesis.startStreamEncryption(
        r -> r.streamName("s").encryptionType(EncryptionType.KMS).keyId("alias/aws/kinesis"));
    assertThat(put("k", "sealed").encryptionType()).isEqualTo(EncryptionType.KMS);
    var records =
        kinesis
            .getRecords(r -> r.shardIterator(iterator(SHARD_0, ShardIteratorType.TRIM_HORIZON)))
            .records();
    assertThat(records.get(0).encryptionType()).isNull();
    assertThat(records.get(1).encryptionType()).isEqualTo(EncryptionType.KMS);
  }

  @Test
  void iteratorsOfAllTypes() {
    create(1);
    Instant before = clock.instant();
    put("k", "a");
    clock.advance(Duration.ofMillis(100));
    Instant between = clock.instant();
    String second = put("k", "b").sequenceNumber();
    clock.advance(Duration.ofMillis(100));
    put("k", "c");
    String latest = iterator(SHARD_0, ShardIteratorType.LATEST);
    put("k", "d");

    assertThat(all(SHARD_0)).containsExactly("a", "b", "c", "d");
    assertThat(read(latest)).containsExactly("d");
    GetShardIteratorRequest.Builder request =
        GetShardIteratorRequest.builder().streamName("s").shardId(SHARD_0);
    assertThat(
            read(
                iterator(
                    request
                        .shardIteratorType(ShardIteratorType.AT_SEQUENCE_NUMBER)
                        .startingSequenceNumber(second))))
        .containsExactly("b", "c", "d");
    assertThat(read(iterator(request.shardIteratorType(ShardIteratorType.AFTER_SEQUENCE_NUMBER))))
        .containsExactly("c", "d");
    request.startingSequenceNumber(null).shardIteratorType(ShardIteratorType.AT_TIMESTAMP);
    assertThat(read(iterator(request.timestamp(between)))).containsExactly("b", "c", "d");
    assertThat(read(iterator(request.timestamp(between.plusMillis(1))))).containsExactly("c", "d");
    assertThat(read(iterator(request.timestamp(before.minusSeconds(3600)))))
        .containsExactly("a", "b", "c", "d");
    assertThatThrownBy(() -> iterator(request.timestamp(clock.instant().plusSeconds(1))))
        .isInstanceOf(InvalidArgumentException.class);
  }

  @Test
  void theStartOfAShardIsAPlaceToStart() {
    create(1);
    put("k", "a");
    String start =
        kinesis
            .listShards(r -> r.streamName("s"))
            .shards()
            .getFirst()
            .sequenceNumberRange()
            .startingSequenceNumber();
    assertThat(
            read(
                iterator(
                    GetShardIteratorRequest.builder()
                        .streamName("s")
                        .shardId(SHARD_0)
                        .shardIteratorType(ShardIteratorType.AT_SEQUENCE_NUMBER)
                        .startingSequenceNumber(start))))
        .containsExactly("a");
  }

  @Test
  void refusesWrongIterators() {
    create(1);
    GetShardIteratorRequest.Builder request =
        GetShardIteratorRequest.builder().streamName("s").shardId(SHARD_0);
    assertThatThrownBy(() ->
            iterator(
                request
                    .shardIteratorType(ShardIteratorType.AT_SEQUENCE_NUMBER)
                    .startingSequenceNumber("123")))
        .isInstanceOf(InvalidArgumentException.class)
        .hasMessageContaining("123");
    assertThatThrownBy(() -> iterator(request.startingSequenceNumber(null)))
        .isInstanceOf(InvalidArgumentException.class);
    assertThatThrownBy(() -> iterator(request.shardIteratorType("OLDEST")))
        .isInstanceOf(ValidationException.class)
        .hasMessageContaining("OLDEST");
    assertThatThrownBy(() -> iterator("shardId-000000000001", ShardIteratorType.LATEST))
        .isInstanceOf(ResourceNotFoundException.class)
        .hasMessageContaining("shardId-000000000001");
  }

  @Test
  void readsByPages() {
    create(1);
    for (int i = 0; i < 5; i++) {
      put("k", "d" + i);
      clock.advance(Duration.ofMillis(10));
    }
    String first = iterator(SHARD_0, ShardIteratorType.TRIM_HORIZON);
    GetRecordsResponse page = kinesis.getRecords(r -> r.shardIterator(first).limit(2));
    assertThat(texts(page)).containsExactly("d0", "d1");
    assertThat(page.millisBehindLatest()).isEqualTo(30);
    String second = page.nextShardIterator();
    page = kinesis.getRecords(r -> r.shardIterator(second).limit(10_000));
    assertThat(texts(page)).containsExactly("d2", "d3", "d4");
    assertThat(page.millisBehindLatest()).isZero();
    // An iterator can be used again, and reads the same.
    assertThat(texts(kinesis.getRecords(r -> r.shardIterator(first).limit(1))))
        .containsExactly("d0");
    assertThatThrownBy(() -> kinesis.getRecords(r -> r.shardIterator(first).limit(10_001)))
        .isInstanceOf(ValidationException.class)
        .hasMessageContaining("'10001' at 'limit'");
  }

  @Test
  void iteratorsExpireAfterFiveMinutes() {
    create(1);
    String iterator = iterator(SHARD_0, ShardIteratorType.LATEST);
    clock.advance(Duration.ofMinutes(5));
    String next = kinesis.getRecords(r -> r.shardIterator(iterator)).nextShardIterator();
    clock.advance(Duration.ofMillis(1));
    assertThatThrownBy(() -> read(iterator)).isInstanceOf(ExpiredIteratorException.class);
    assertThat(read(next)).isEmpty();
  }

  @Test
  void tellsAMadeUpIterator() {
    create(1);
    String iterator = iterator(SHARD_0, ShardIteratorType.LATEST);
    char other = iterator.charAt(20) == 'A' ? 'B' : 'A';
    String tampered = iterator.substring(0, 20) + other + iterator.substring(21);
    for (String wrong : List.of(tampered, "AAAA", "not base64!", iterator + "A")) {
      assertThatThrownBy(() -> read(wrong)).isInstanceOf(InvalidArgumentException.class);
    }
  }

  /** Behind the end of the old stream comes all of the new one, as far as it has the shard. */
  @Test
  void anIteratorGoesOnInAStreamOfTheSameName() {
    create(2);
    put("k", "old");
    String first = iterator(SHARD_0, ShardIteratorType.TRIM_HORIZON);
    String second = iterator("shardId-000000000001", ShardIteratorType.LATEST);
    kinesis.deleteStream(r -> r.streamName("s"));
    assertAbsent("shardId-000000000000", () -> read(first));
    create(1);
    put("k", "new");
    assertThat(read(first)).containsExactly("new");
    assertAbsent("shardId-000000000001", () -> read(second));
  }

  @Test
  void aShardThatIsNotThereIsNotRead() {
    assertAbsent("shardId-000000000007", () -> iterator("shard-7", ShardIteratorType.LATEST));
    create(1);
    assertAbsent("shardId-002147483647", () -> iterator("2147483647", ShardIteratorType.LATEST));
    for (String id : List.of("2147483648", "ABKLFD8", "2.14E4", "-")) {
      assertThatThrownBy(() -> iterator(id, ShardIteratorType.LATEST))
          .isInstanceOf(ResourceNotFoundException.class)
          .hasMessageContaining(
              "Could not find shard " + id + " in stream s under account 000000000000.");
    }
  }

  private static void assertAbsent(String shard, ThrowingCallable call) {
    assertThatThrownBy(call)
        .isInstanceOf(ResourceNotFoundException.class)
        .hasMessageContaining(
            "Shard " + shard + " in stream s under account 000000000000 does not exist");
  }
}
