package dev.tributary.kinesis.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigInteger;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.kinesis.model.GetRecordsResponse;
import software.amazon.awssdk.services.kinesis.model.InvalidArgumentException;
import software.amazon.awssdk.services.kinesis.model.KinesisException;
import software.amazon.awssdk.services.kinesis.model.PutRecordResponse;
import software.amazon.awssdk.services.kinesis.model.PutRecordsRequestEntry;
import software.amazon.awssdk.services.kinesis.model.PutRecordsResponse;
import software.amazon.awssdk.services.kinesis.model.PutRecordsResultEntry;
import software.amazon.awssdk.services.kinesis.model.Record;
import software.amazon.awssdk.services.kinesis.model.ResourceNotFoundException;
import software.amazon.awssdk.services.kinesis.model.ShardIteratorType;
import software.amazon.awssdk.services.kinesis.model.ValidationException;

/** PutRecord and PutRecords, through the real AWS SDK in both encodings. */
@ParameterizedClass(name = "cbor={0}")
@ValueSource(booleans = {true, false})
final class PutsIT extends LocalKinesisFixture {
  PutsIT(boolean cbor) {
    super(cbor);
  }

  /** The walkthrough: what was put comes back byte for byte. */
  @Test
  void givesBackWhatWasPut() {
    create(1);
    String latest = iterator(SHARD_0, ShardIteratorType.LATEST);
    clock.advance(Duration.ofMillis(1234));
    PutRecordResponse answer = put("client-1", "{ \"msg\": \"hello Amazon Kinesis\" }");
    GetRecordsResponse page = kinesis.getRecords(r -> r.shardIterator(latest));
    Record record = page.records().getFirst();
    assertThat(record.data().asUtf8String()).isEqualTo("{ \"msg\": \"hello Amazon Kinesis\" }");
    assertThat(record.partitionKey()).isEqualTo("client-1");
    assertThat(record.sequenceNumber()).isEqualTo(answer.sequenceNumber()).hasSize(56);
    assertThat(record.approximateArrivalTimestamp()).isEqualTo(clock.instant());
    assertThat(page.millisBehindLatest()).isZero();
    assertThat(page.nextShardIterator()).isNotBlank();
  }

  @Test
  void keepsEveryByte() {
    create(1);
    byte[] bytes = new byte[1024 * 1024 - 1];
    new Random(7).nextBytes(bytes);
    kinesis.putRecord(r -> r.streamName("s").partitionKey("k").data(SdkBytes.fromByteArray(bytes)));
    kinesis.putRecord(
        r -> r.streamName("s").partitionKey("ключ").data(SdkBytes.fromByteArray(new byte[0])));
    GetRecordsResponse page =
        kinesis.getRecords(r -> r.shardIterator(iterator(SHARD_0, ShardIteratorType.TRIM_HORIZON)));
    assertThat(page.records().getFirst().data().asByteArray()).isEqualTo(bytes);
    assertThat(page.records().getLast().data().asByteArray()).isEmpty();
    assertThat(page.records().getLast().partitionKey()).isEqualTo("ключ");
  }

  /** Expected shards come from Python's hashlib. */
  @Test
  void routesByMd5OfTheKey() {
    create(3);
    PutRecordsResponse answer =
        kinesis.putRecords(r ->
            r.streamName("s")
                .records(
                    entry("device-1", "1"),
                    entry("device-2", "2"),
                    entry("device-5", "5"),
                    entry("Zürich", "z"),
                    PutRecordsRequestEntry.builder()
                        .partitionKey("device-1")
                        .explicitHashKey("170141183460469231731687303715884105728")
                        .data(SdkBytes.fromUtf8String("middle"))
                        .build()));
    assertThat(answer.failedRecordCount()).isZero();
    assertThat(answer.records())
        .extracting(PutRecordsResultEntry::shardId)
        .containsExactly(SHARD_2, SHARD_0, SHARD_2, SHARD_0, "shardId-000000000001");
    assertThat(answer.records()).allSatisfy(r -> assertThat(r.errorCode()).isNull());
    assertThat(all(SHARD_0)).containsExactly("2", "z");
    assertThat(all("shardId-000000000001")).containsExactly("middle");
    assertThat(all(SHARD_2)).containsExactly("1", "5");
  }

  @Test
  void explicitHashKeysReachTheEdgesOfTheRange() {
    create(2);
    for (String[] edge :
        new String[][] {
          {"0", SHARD_0},
          {"170141183460469231731687303715884105727", SHARD_0},
          {"170141183460469231731687303715884105728", "shardId-000000000001"},
          {"340282366920938463463374607431768211455", "shardId-000000000001"}
        }) {
      PutRecordResponse answer =
          kinesis.putRecord(r ->
              r.streamName("s")
                  .partitionKey("k")
                  .explicitHashKey(edge[0])
                  .data(SdkBytes.fromUtf8String("x")));
      assertThat(answer.shardId()).isEqualTo(edge[1]);
    }
    assertThatThrownBy(() ->
            kinesis.putRecord(r ->
                r.streamName("s")
                    .partitionKey("k")
                    .explicitHashKey("340282366920938463463374607431768211456")
                    .data(SdkBytes.fromUtf8String("x"))))
        .isInstanceOf(InvalidArgumentException.class)
        .hasMessageContaining("ExplicitHashKey must be in the range: [0, 2^128-1]");
  }

  @Test
  void sequenceNumbersGrowWithinAShard() {
    create(1);
    List<PutRecordsRequestEntry> entries =
        IntStream.range(0, 500).mapToObj(i -> entry("k" + i, "d" + i)).toList();
    List<BigInteger> numbers = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      kinesis
          .putRecords(r -> r.streamName("s").records(entries))
          .records()
          .forEach(r -> numbers.add(new BigInteger(r.sequenceNumber())));
    }
    assertThat(numbers).hasSize(1500).isSorted().doesNotHaveDuplicates();
    assertThat(all(SHARD_0)).hasSize(1500).startsWith("d0", "d1");
  }

  @Test
  void findsAStreamByItsArn() {
    create(1);
    String arn = "arn:aws:kinesis:us-east-1:000000000000:stream/s";
    kinesis.putRecords(r -> r.streamARN(arn).records(entry("k", "by arn")));
    kinesis.putRecord(r ->
        r.streamARN(arn).streamName("s").partitionKey("k").data(SdkBytes.fromUtf8String("both")));
    assertThat(all(SHARD_0)).containsExactly("by arn", "both");
    assertThatThrownBy(() ->
            kinesis.describeStreamSummary(r -> r.streamARN(arn.replace("us-east", "eu-west"))))
        .isInstanceOf(ResourceNotFoundException.class)
        .hasMessageContaining(arn);
    assertThatThrownBy(() -> kinesis.describeStreamSummary(r -> r.streamARN(arn).streamName("t")))
        .isInstanceOf(InvalidArgumentException.class);
    assertThatThrownBy(() -> kinesis.describeStreamSummary(r -> r.streamARN("arn:aws:s3:::s")))
        .isInstanceOf(KinesisException.class);
    assertThatThrownBy(() -> kinesis.putRecords(r -> r.records(entry("k", "x"))))
        .isInstanceOf(KinesisException.class);
  }

  @Test
  void refusesWrongPutsWhole() {
    create(1);
    List<PutRecordsRequestEntry> tooMany =
        IntStream.range(0, 501).mapToObj(i -> entry("k", "x")).toList();
    assertThatThrownBy(() -> kinesis.putRecords(r -> r.streamName("s").records(tooMany)))
        .isInstanceOf(ValidationException.class)
        .hasMessageContaining("Member must have length less than or equal to 500");
    assertThatThrownBy(() -> kinesis.putRecords(r -> r.streamName("s").records(List.of())))
        .isInstanceOf(ValidationException.class);
    assertThatThrownBy(() ->
            kinesis.putRecords(r -> r.streamName("s").records(entry("k", "x"), entry("", "x"))))
        .isInstanceOf(ValidationException.class)
        .hasMessageContaining("'' at 'records.2.member.partitionKey'")
        .hasMessageContaining("length greater than or equal to 1");
    assertThatThrownBy(() -> put("k".repeat(257), "x")).isInstanceOf(ValidationException.class);
    String mebibyte = "x".repeat(1024 * 1024); // and a key of one byte
    assertThatThrownBy(() -> put("k", mebibyte))
        .isInstanceOf(ValidationException.class)
        .hasMessageContaining(
            "1 validation error detected: Value at 'data' failed to satisfy constraint: Member must"
                + " have length less than or equal to 1048576");
    assertThatThrownBy(() ->
            kinesis.putRecords(
                r -> r.streamName("s").records(entry("k", "x"), entry("k", mebibyte))))
        .isInstanceOf(ValidationException.class)
        .hasMessageContaining("Value at 'records.2.member.data' failed to satisfy constraint");
    List<PutRecordsRequestEntry> tooLarge =
        IntStream.range(0, 11).mapToObj(i -> entry("k", "x".repeat(1000 * 1000))).toList();
    assertThatThrownBy(() -> kinesis.putRecords(r -> r.streamName("s").records(tooLarge)))
        .isInstanceOf(InvalidArgumentException.class)
        .hasMessageContaining("Records size exceeds 10 MB limit");
    assertThatThrownBy(() -> kinesis.putRecords(r -> r.streamName("none").records(entry("k", "x"))))
        .isInstanceOf(ResourceNotFoundException.class);
    assertThat(all(SHARD_0)).isEmpty();
  }

  @Test
  void countsUnicodeCharactersOfAKey() {
    create(1);
    put("😀".repeat(256), "x");
    assertThatThrownBy(() -> put("😀".repeat(257), "x")).isInstanceOf(ValidationException.class);
    assertThat(all(SHARD_0)).hasSize(1);
  }

  @Test
  void takesARequestOfTenMebibytes() {
    create(1);
    List<PutRecordsRequestEntry> full =
        IntStream.range(0, 10).mapToObj(i -> entry("k", "x".repeat(1024 * 1024 - 1))).toList();
    assertThat(kinesis.putRecords(r -> r.streamName("s").records(full)).failedRecordCount())
        .isZero();
    assertThat(all(SHARD_0)).hasSize(10);
  }
}
