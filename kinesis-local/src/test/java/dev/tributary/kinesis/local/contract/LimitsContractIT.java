package dev.tributary.kinesis.local.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tributary.kinesis.local.KinesisLimits;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.kinesis.KinesisClient;
import software.amazon.awssdk.services.kinesis.model.LimitExceededException;
import software.amazon.awssdk.services.kinesis.model.ProvisionedThroughputExceededException;
import software.amazon.awssdk.services.kinesis.model.PutRecordsRequestEntry;
import software.amazon.awssdk.services.kinesis.model.PutRecordsResponse;
import software.amazon.awssdk.services.kinesis.model.PutRecordsResultEntry;
import software.amazon.awssdk.services.kinesis.model.ShardIteratorType;

/** What a shard and an account may do in a second. */
final class LimitsContractIT extends ContractFixture {
  /** A slow machine may take longer for some than the seconds in which they are allowed. */
  private static final int CALLS_MAX = 500;

  private static final int ENOUGH = 30;

  @Test
  @Differs(Difference.WRITE_LIMITS)
  void aShardTakesAThousandRecordsASecond() {
    create(1);
    either(Difference.WRITE_LIMITS, this::someFailAndTheOthersAreStored, this::noneFails);
  }

  private void someFailAndTheOthersAreStored() {
    int stored = 0;
    PutRecordsResponse put = putMany();
    for (int i = 0; put.failedRecordCount() == 0 && i < CALLS_MAX; i++) {
      stored += put.records().size();
      put = putMany();
    }
    List<PutRecordsResultEntry> failed =
        put.records().stream().filter(record -> record.errorCode() != null).toList();
    assertThat(failed)
        .hasSize(put.failedRecordCount())
        .isNotEmpty()
        .allSatisfy(record -> {
          assertThat(record.errorCode()).isEqualTo("ProvisionedThroughputExceededException");
          assertThat(record.errorMessage())
              .isEqualTo(
                  "Rate exceeded for shard %s in stream %s under account 000000000000."
                      .formatted(SHARD_0, stream));
          assertThat(record.sequenceNumber()).isNull();
        });
    stored += put.records().size() - failed.size();
    assertThat(all(SHARD_0)).hasSize(stored);
  }

  private void noneFails() {
    for (int i = 0; i < 4; i++) {
      assertThat(putMany().failedRecordCount()).isZero();
    }
  }

  private PutRecordsResponse putMany() {
    List<PutRecordsRequestEntry> entries = Collections.nCopies(500, entry("k", "v"));
    return kinesis.putRecords(r -> r.streamName(stream).records(entries));
  }

  @Test
  @Differs(Difference.READ_LIMITS)
  void aShardIsReadFiveTimesASecond() {
    create(1);
    String iterator = iterator(SHARD_0, ShardIteratorType.TRIM_HORIZON);
    ThrowingCallable call = () -> kinesis.getRecords(r -> r.shardIterator(iterator));
    either(
        Difference.READ_LIMITS,
        () -> exceeds(ProvisionedThroughputExceededException.class, call),
        () -> allows(call));
  }

  private static void exceeds(Class<? extends Exception> limit, ThrowingCallable call)
      throws Throwable {
    for (int i = 0; i < CALLS_MAX; i++) {
      try {
        call.call();
      } catch (Exception e) {
        assertThat(e).isInstanceOf(limit);
        return;
      }
    }
    throw new AssertionError(CALLS_MAX + " calls did not exceed the limit");
  }

  private static void allows(ThrowingCallable call) throws Throwable {
    for (int i = 0; i < ENOUGH; i++) {
      call.call();
    }
  }

  /** A server of its own: the other tests call more often than one may. */
  @Test
  @Differs(Difference.CONTROL_PLANE_LIMITS)
  void anAccountCallsTheControlPlaneSoOften() {
    create(1);
    either(
        Difference.CONTROL_PLANE_LIMITS,
        () -> {
          try (Clients strict = new Clients(OurServer.inMemory(KinesisLimits.AWS, Duration.ZERO))) {
            KinesisClient client = strict.blocking();
            client.createStream(r -> r.streamName(stream).shardCount(1));
            exceeds(
                LimitExceededException.class,
                () -> client.describeStreamSummary(r -> r.streamName(stream)));
          }
        },
        () -> allows(this::summary));
  }
}
