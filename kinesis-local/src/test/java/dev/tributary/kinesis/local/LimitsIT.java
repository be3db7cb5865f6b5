package dev.tributary.kinesis.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.kinesis.model.GetRecordsResponse;
import software.amazon.awssdk.services.kinesis.model.LimitExceededException;
import software.amazon.awssdk.services.kinesis.model.ProvisionedThroughputExceededException;
import software.amazon.awssdk.services.kinesis.model.PutRecordsRequestEntry;
import software.amazon.awssdk.services.kinesis.model.PutRecordsResponse;
import software.amazon.awssdk.services.kinesis.model.PutRecordsResultEntry;
import software.amazon.awssdk.services.kinesis.model.ShardIteratorType;
import software.amazon.awssdk.services.kinesis.model.StreamMode;

/** AWS's limits, by a clock that stands still until the test moves it. */
@ParameterizedClass(name = "cbor={0}")
@ValueSource(booleans = {true, false})
final class LimitsIT extends LocalKinesisFixture {
  private static final String TO_SHARD_0 = "0";
  private static final String TO_SHARD_1 = "340282366920938463463374607431768211455";

  LimitsIT(boolean cbor) {
    super(cbor);
  }

  @Override
  KinesisLimits limits() {
    return KinesisLimits.AWS;
  }

  private static PutRecordsRequestEntry to(String hashKey, int number, int bytes) {
    return PutRecordsRequestEntry.builder()
        .partitionKey("k")
        .explicitHashKey(hashKey)
        .data(SdkBytes.fromUtf8String("%06d".formatted(number).repeat(bytes / 6 + 1)))
        .build();
  }

  private PutRecordsResponse put(List<PutRecordsRequestEntry> records) {
    return kinesis.putRecords(r -> r.streamName("s").records(records));
  }

  private static List<Integer> failed(PutRecordsResponse answer) {
    return IntStream.range(0, answer.records().size())
        .filter(i -> answer.records().get(i).errorCode() != null)
        .boxed()
        .toList();
  }

  /** Two shards take turns in the batch; what is above the budget of one fails, no other. */
  @Test
  void failsExactlyTheRecordsThatDoNotFit() {
    create(2);
    List<PutRecordsRequestEntry> first =
        IntStream.range(0, 500).mapToObj(i -> to(TO_SHARD_0, i, 6)).toList();
    assertThat(put(first).failedRecordCount()).isZero();
    assertThat(put(first.subList(0, 400)).failedRecordCount()).isZero();

    PutRecordsResponse answer =
        put(
            IntStream.range(0, 400)
                .mapToObj(i -> to(i % 2 == 0 ? TO_SHARD_0 : TO_SHARD_1, i, 6))
                .toList());

    // 100 of the 200 to shard 0 fit: those at 0, 2, … 198.
    assertThat(failed(answer)).isEqualTo(IntStream.range(100, 200).mapToObj(i -> i * 2).toList());
    assertThat(answer.failedRecordCount()).isEqualTo(100);
    PutRecordsResultEntry refused = answer.records().get(200);
    assertThat(refused.errorCode()).isEqualTo("ProvisionedThroughputExceededException");
    assertThat(refused.errorMessage())
        .isEqualTo(
            "Rate exceeded for shard shardId-000000000000 in stream s under account 000000000000.");
    assertThat(refused.sequenceNumber()).isNull();
    assertThat(refused.shardId()).isNull();
    assertThat(all(SHARD_0)).hasSize(1000);
    assertThat(all("shardId-000000000001")).hasSize(200);
  }

  @Test
  void aSecondLaterTheRestFits() {
    create(1);
    List<PutRecordsRequestEntry> batch =
        IntStream.range(0, 500).mapToObj(i -> to(TO_SHARD_0, i, 6)).toList();
    put(batch);
    put(batch);
    assertThat(put(batch).failedRecordCount()).isEqualTo(500);
    clock.advance(Duration.ofMillis(100));
    assertThat(put(batch).failedRecordCount()).isEqualTo(400);
    clock.advance(Duration.ofSeconds(1));
    assertThat(put(batch).failedRecordCount()).isZero();
  }

  /** 1 MiB counts data and keys; a small record behind a refused one still fits. */
  @Test
  void failsByBytes() {
    create(1);
    int third = 349_000;
    PutRecordsResponse answer =
        put(
            List.of(
                to(TO_SHARD_0, 0, third),
                to(TO_SHARD_0, 1, third),
                to(TO_SHARD_0, 2, third),
                to(TO_SHARD_0, 3, third),
                to(TO_SHARD_0, 4, 6),
                to(TO_SHARD_0, 5, third)));
    assertThat(failed(answer)).containsExactly(3, 5);
    assertThat(all(SHARD_0)).hasSize(4);
  }

  @Test
  void refusesASingleRecordWithAnError() {
    create(1);
    put("k", "x".repeat(1024 * 1024 - 1));
    assertThatThrownBy(() -> put("k", "one more"))
        .isInstanceOfSatisfying(
            ProvisionedThroughputExceededException.class,
            e -> {
              assertThat(e.statusCode()).isEqualTo(400);
              assertThat(e.awsErrorDetails().errorMessage())
                  .isEqualTo(
                      "Rate exceeded for shard shardId-000000000000 in stream s under account"
                          + " 000000000000.");
            });
    clock.advance(Duration.ofSeconds(1));
    put("k", "now");
    assertThat(all(SHARD_0)).hasSize(2).last().isEqualTo("now");
  }

  @Test
  void readsFiveTimesASecond() {
    create(1);
    String iterator = iterator(SHARD_0, ShardIteratorType.TRIM_HORIZON);
    for (int i = 0; i < 5; i++) {
      read(iterator);
    }
    assertThatThrownBy(() -> read(iterator))
        .isInstanceOf(ProvisionedThroughputExceededException.class)
        .hasMessageContaining("Rate exceeded for Shard - 000000000000/s/shardId-000000000000");
    clock.advance(Duration.ofMillis(200));
    read(iterator);
  }

  @Test
  void afterTenMebibytesNothingIsReadForFiveSeconds() {
    create(1);
    for (int i = 0; i < 11; i++) {
      put("k", "x".repeat(1024 * 1024 - 1));
      clock.advance(Duration.ofSeconds(1));
    }
    GetRecordsResponse page =
        kinesis.getRecords(r -> r.shardIterator(iterator(SHARD_0, ShardIteratorType.TRIM_HORIZON)));
    assertThat(page.records()).hasSize(10);
    clock.advance(Duration.ofMillis(4_999));
    assertThatThrownBy(() -> read(page.nextShardIterator()))
        .isInstanceOf(ProvisionedThroughputExceededException.class);
    clock.advance(Duration.ofMillis(1));
    assertThat(read(page.nextShardIterator())).hasSize(1);
  }

  /** Starts with four shards' worth and grows to twice what was written. */
  @Test
  void anOnDemandStreamGrows() {
    kinesis.createStream(
        r -> r.streamName("s").streamModeDetails(m -> m.streamMode(StreamMode.ON_DEMAND)));
    String[] quarters = {
      "0",
      "100000000000000000000000000000000000000",
      "200000000000000000000000000000000000000",
      "300000000000000000000000000000000000000"
    };
    List<PutRecordsRequestEntry> full =
        IntStream.range(0, 500).mapToObj(i -> to(quarters[i % 4], i, 6)).toList();
    for (int second = 0; second <= 61; second++) {
      for (int batch = 0; batch < 8; batch++) {
        assertThat(put(full).failedRecordCount()).isZero();
      }
      if (second == 0) {
        assertThat(put(full).failedRecordCount()).isEqualTo(500);
      }
      clock.advance(Duration.ofSeconds(1));
    }
    assertThat(
            kinesis
                .describeStreamSummary(r -> r.streamName("s"))
                .streamDescriptionSummary()
                .openShardCount())
        .isEqualTo(8);
    // A hot key stays limited to its shard.
    put(IntStream.range(0, 500).mapToObj(i -> to("0", i, 6)).toList());
    put(IntStream.range(0, 500).mapToObj(i -> to("0", i, 6)).toList());
    assertThat(put(List.of(to("0", 0, 6))).failedRecordCount()).isEqualTo(1);
  }

  @Test
  void limitsTheControlPlane() {
    create(1);
    for (int i = 0; i < 10; i++) {
      kinesis.describeStream(r -> r.streamName("s"));
    }
    assertThatThrownBy(() -> kinesis.describeStream(r -> r.streamName("s")))
        .isInstanceOf(LimitExceededException.class)
        .hasMessageContaining("Rate exceeded for stream s under account 000000000000.");
    for (int i = 0; i < 5; i++) {
      kinesis.listStreams();
    }
    assertThatThrownBy(kinesis::listStreams)
        .isInstanceOf(LimitExceededException.class)
        .hasMessageContaining("Rate exceeded for account 000000000000.");
    clock.advance(Duration.ofMillis(200));
    kinesis.listStreams();
    kinesis.describeStream(r -> r.streamName("s"));
  }
}
