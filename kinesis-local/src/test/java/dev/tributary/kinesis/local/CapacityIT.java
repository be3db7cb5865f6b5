package dev.tributary.kinesis.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.kinesis.model.InvalidArgumentException;
import software.amazon.awssdk.services.kinesis.model.LimitExceededException;
import software.amazon.awssdk.services.kinesis.model.MinimumThroughputBillingCommitmentInputStatus;
import software.amazon.awssdk.services.kinesis.model.MinimumThroughputBillingCommitmentOutput;
import software.amazon.awssdk.services.kinesis.model.MinimumThroughputBillingCommitmentOutputStatus;
import software.amazon.awssdk.services.kinesis.model.StreamDescriptionSummary;
import software.amazon.awssdk.services.kinesis.model.StreamMode;
import software.amazon.awssdk.services.kinesis.model.ValidationException;

/** Modes, warm throughput and the account, through the real AWS SDK in both encodings. */
@ParameterizedClass(name = "cbor={0}")
@ValueSource(booleans = {true, false})
final class CapacityIT extends LocalKinesisFixture {
  private static final String ARN = "arn:aws:kinesis:us-east-1:000000000000:stream/s";

  CapacityIT(boolean cbor) {
    super(cbor);
  }

  /** Counts by day are enforced. The clock is moved between calls, so that rates are kept. */
  @Override
  KinesisLimits limits() {
    return KinesisLimits.AWS;
  }

  private void mode(StreamMode mode) {
    clock.advance(Duration.ofSeconds(1));
    kinesis.updateStreamMode(
        r -> r.streamARN(ARN).streamModeDetails(details -> details.streamMode(mode)));
  }

  private StreamDescriptionSummary summary() {
    clock.advance(Duration.ofSeconds(1));
    return kinesis.describeStreamSummary(r -> r.streamName("s")).streamDescriptionSummary();
  }

  private MinimumThroughputBillingCommitmentOutput commit(
      MinimumThroughputBillingCommitmentInputStatus status) {
    clock.advance(Duration.ofSeconds(1));
    return kinesis
        .updateAccountSettings(r -> r.minimumThroughputBillingCommitment(c -> c.status(status)))
        .minimumThroughputBillingCommitment();
  }

  @Test
  void modesAreSwitchedTwiceADay() {
    create(3);
    mode(StreamMode.ON_DEMAND);
    assertThat(summary().streamModeDetails().streamMode()).isEqualTo(StreamMode.ON_DEMAND);
    assertThat(summary().openShardCount()).isEqualTo(3);
    assertThat(kinesis.describeLimits().onDemandStreamCount()).isEqualTo(1);
    mode(StreamMode.ON_DEMAND); // nothing to do
    mode(StreamMode.PROVISIONED);
    assertThatThrownBy(() -> mode(StreamMode.ON_DEMAND))
        .isInstanceOf(LimitExceededException.class)
        .hasMessageContaining("2 times per stream in a rolling 24-hour period");
    clock.advance(Duration.ofHours(24));
    mode(StreamMode.ON_DEMAND);
  }

  @Test
  void onDemandStreamsAreNotReshardedByHand() {
    kinesis.createStream(r -> r.streamName("s"));
    assertThat(summary().streamModeDetails().streamMode()).isEqualTo(StreamMode.ON_DEMAND);
    assertThat(summary().openShardCount()).isEqualTo(4);
    assertThatThrownBy(() ->
            kinesis.updateShardCount(
                r -> r.streamName("s").targetShardCount(5).scalingType("UNIFORM_SCALING")))
        .isInstanceOf(ValidationException.class)
        .hasMessageContaining(
            "Request is invalid. Stream s under account 000000000000 is in On-Demand mode.");
    assertThatThrownBy(() ->
            kinesis.mergeShards(r ->
                r.streamName("s")
                    .shardToMerge(SHARD_0)
                    .adjacentShardToMerge("shardId-000000000001")))
        .isInstanceOf(ValidationException.class)
        .hasMessageContaining(
            "Request is invalid. Stream s under account 000000000000 is in On-Demand mode.");
  }

  @Test
  void warmThroughputNeedsACommitment() {
    assertThatThrownBy(() -> kinesis.createStream(r -> r.streamName("s").warmThroughputMiBps(6)))
        .isInstanceOf(ValidationException.class)
        .hasMessageContaining("MinimumThroughputBillingCommitment");
    var _ = commit(MinimumThroughputBillingCommitmentInputStatus.ENABLED);
    kinesis.createStream(r -> r.streamName("s").warmThroughputMiBps(6));
    assertThat(summary().warmThroughput().targetMiBps()).isEqualTo(6);
    assertThat(summary().openShardCount()).isEqualTo(6);
    var updated = kinesis.updateStreamWarmThroughput(r -> r.streamName("s").warmThroughputMiBps(9));
    assertThat(updated.warmThroughput().currentMiBps()).isEqualTo(9);
    assertThat(summary().openShardCount()).isEqualTo(9);
    assertThatThrownBy(() ->
            kinesis.updateStreamWarmThroughput(r -> r.streamARN(ARN).warmThroughputMiBps(10_241)))
        .isInstanceOf(LimitExceededException.class)
        .hasMessageContaining("at most 10240");
    assertThatThrownBy(
            () -> kinesis.createStream(r -> r.streamName("t").shardCount(1).warmThroughputMiBps(6)))
        .isInstanceOf(ValidationException.class)
        .hasMessageContaining("ON_DEMAND");
    assertThat(server.hasStream("t")).isFalse();
  }

  @Test
  void aCommitmentHoldsForADay() {
    assertThat(
            kinesis
                .describeAccountSettings(r -> {})
                .minimumThroughputBillingCommitment()
                .statusAsString())
        .isEqualTo("DISABLED");
    var enabled = commit(MinimumThroughputBillingCommitmentInputStatus.ENABLED);
    Instant start = clock.instant();
    assertThat(enabled.status()).isEqualTo(MinimumThroughputBillingCommitmentOutputStatus.ENABLED);
    assertThat(enabled.startedAt()).isEqualTo(start);
    assertThat(enabled.earliestAllowedEndAt()).isEqualTo(start.plus(Duration.ofHours(24)));
    assertThat(commit(MinimumThroughputBillingCommitmentInputStatus.ENABLED)).isEqualTo(enabled);
    var ending = commit(MinimumThroughputBillingCommitmentInputStatus.DISABLED);
    assertThat(ending.status())
        .isEqualTo(
            MinimumThroughputBillingCommitmentOutputStatus.ENABLED_UNTIL_EARLIEST_ALLOWED_END);
    assertThat(ending.startedAt()).isEqualTo(start);
    assertThat(commit(MinimumThroughputBillingCommitmentInputStatus.ENABLED)).isEqualTo(enabled);
    var _ = commit(MinimumThroughputBillingCommitmentInputStatus.DISABLED);
    clock.advance(Duration.ofHours(25));
    var ended = kinesis.describeAccountSettings(r -> {}).minimumThroughputBillingCommitment();
    assertThat(ended.status()).isEqualTo(MinimumThroughputBillingCommitmentOutputStatus.DISABLED);
    assertThat(ended.endedAt()).isEqualTo(start.plus(Duration.ofHours(24)));
  }

  @Test
  void fiftyOnDemandStreamsAreEnough() {
    for (int i = 0; i < 50; i++) {
      String name = "s" + i;
      clock.advance(Duration.ofSeconds(1));
      kinesis.createStream(r -> r.streamName(name));
    }
    clock.advance(Duration.ofSeconds(1));
    assertThatThrownBy(() -> kinesis.createStream(r -> r.streamName("s50")))
        .isInstanceOf(LimitExceededException.class)
        .hasMessageContaining(
            "This request would exceed the limit on the number of On-Demand streams for the account"
                + " 000000000000 in us-east-1. Current On-Demand streams count: 50. Limit: 50.");
    assertThatThrownBy(() ->
            kinesis.createStream(r ->
                r.streamName("s50")
                    .shardCount(2)
                    .streamModeDetails(d -> d.streamMode("ON_DEMAND"))))
        .isInstanceOf(InvalidArgumentException.class);
  }
}
