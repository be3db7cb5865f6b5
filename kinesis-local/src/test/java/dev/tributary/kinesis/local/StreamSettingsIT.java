package dev.tributary.kinesis.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.kinesis.model.EncryptionType;
import software.amazon.awssdk.services.kinesis.model.InvalidArgumentException;
import software.amazon.awssdk.services.kinesis.model.KmsNotFoundException;
import software.amazon.awssdk.services.kinesis.model.MetricsName;
import software.amazon.awssdk.services.kinesis.model.ResourceInUseException;
import software.amazon.awssdk.services.kinesis.model.ShardIteratorType;
import software.amazon.awssdk.services.kinesis.model.StreamDescriptionSummary;
import software.amazon.awssdk.services.kinesis.model.StreamStatus;
import software.amazon.awssdk.services.kinesis.model.ValidationException;

/**
 * Retention, encryption, monitoring and record size, through the real AWS SDK in both encodings.
 */
@ParameterizedClass(name = "cbor={0}")
@ValueSource(booleans = {true, false})
final class StreamSettingsIT extends LocalKinesisFixture {
  private static final String ARN = "arn:aws:kinesis:us-east-1:000000000000:stream/s";
  private static final String KEY = "alias/aws/kinesis";

  StreamSettingsIT(boolean cbor) {
    super(cbor);
  }

  private StreamDescriptionSummary summary() {
    return kinesis.describeStreamSummary(r -> r.streamName("s")).streamDescriptionSummary();
  }

  private void increase(int hours) {
    kinesis.increaseStreamRetentionPeriod(r -> r.streamName("s").retentionPeriodHours(hours));
  }

  private void decrease(int hours) {
    kinesis.decreaseStreamRetentionPeriod(r -> r.streamARN(ARN).retentionPeriodHours(hours));
  }

  @Test
  void retentionDecidesWhatCanBeRead() {
    create(1);
    increase(48);
    put("k", "old");
    clock.advance(Duration.ofHours(30));
    put("k", "new");
    assertThat(all(SHARD_0)).containsExactly("old", "new");
    assertThat(summary().retentionPeriodHours()).isEqualTo(48);
    decrease(24);
    assertThat(all(SHARD_0)).containsExactly("new");
    increase(48);
    assertThat(all(SHARD_0)).containsExactly("new");
  }

  @Test
  void retentionHasItsBounds() {
    create(1);
    assertThatThrownBy(() -> decrease(23))
        .isInstanceOf(InvalidArgumentException.class)
        .hasMessageContaining(
            "Minimum allowed retention period is 24 hours. Requested retention period (23 hours)"
                + " is too short.");
    assertThatThrownBy(() -> increase(8761))
        .isInstanceOf(InvalidArgumentException.class)
        .hasMessageContaining("Maximum allowed retention period is 8760 hours.");
    assertThatThrownBy(() -> increase(0))
        .isInstanceOf(ValidationException.class)
        .hasMessageContaining("'0' at 'retentionPeriodHours'");
    increase(24);
    increase(8760);
    assertThatThrownBy(() -> increase(100))
        .isInstanceOf(InvalidArgumentException.class)
        .hasMessageContaining("can not be shorter than existing retention period (8760 hours)");
    decrease(8760);
    decrease(24);
    assertThatThrownBy(() -> decrease(25))
        .isInstanceOf(InvalidArgumentException.class)
        .hasMessageContaining("can not be longer than existing retention period (24 hours)");
  }

  @Test
  void encryptionIsToldOfStreamsAndRecords() {
    create(1);
    put("k", "plain");
    kinesis.startStreamEncryption(
        r -> r.streamName("s").encryptionType(EncryptionType.KMS).keyId(KEY));
    assertThat(summary().encryptionType()).isEqualTo(EncryptionType.KMS);
    assertThat(summary().keyId()).isEqualTo(KEY);
    assertThat(put("k", "secret").encryptionType()).isEqualTo(EncryptionType.KMS);
    String iterator = iterator(SHARD_0, ShardIteratorType.TRIM_HORIZON);
    assertThat(texts(kinesis.getRecords(r -> r.shardIterator(iterator))))
        .containsExactly("plain", "secret");
    kinesis.stopStreamEncryption(
        r -> r.streamARN(ARN).encryptionType(EncryptionType.KMS).keyId(KEY));
    assertThat(summary().encryptionType()).isEqualTo(EncryptionType.NONE);
    assertThat(summary().keyId()).isNull();
  }

  @Test
  void keysAreLookedAt() {
    create(1);
    for (String key :
        List.of(
            "alias/mine",
            "12345678-1234-1234-1234-123456789012",
            "arn:aws:kms:us-east-1:123456789012:key/12345678-1234-1234-1234-123456789012",
            "arn:aws:kms:us-east-1:123456789012:alias/Mine")) {
      kinesis.startStreamEncryption(r -> r.streamName("s").encryptionType("KMS").keyId(key));
      assertThat(summary().keyId()).isEqualTo(key);
    }
    assertThatThrownBy(() ->
            kinesis.startStreamEncryption(
                r -> r.streamName("s").encryptionType("KMS").keyId("no key")))
        .isInstanceOf(KmsNotFoundException.class)
        .hasMessageContaining("no key");
    assertThatThrownBy(() ->
            kinesis.startStreamEncryption(r -> r.streamName("s").encryptionType("NONE").keyId(KEY)))
        .isInstanceOf(InvalidArgumentException.class);
  }

  @Test
  void metricsAreRemembered() {
    create(1);
    var some =
        kinesis.enableEnhancedMonitoring(r ->
            r.streamName("s")
                .shardLevelMetrics(MetricsName.OUTGOING_BYTES, MetricsName.INCOMING_BYTES));
    assertThat(some.currentShardLevelMetrics()).isEmpty();
    assertThat(some.desiredShardLevelMetrics())
        .containsExactly(MetricsName.INCOMING_BYTES, MetricsName.OUTGOING_BYTES);
    assertThat(some.streamARN()).isEqualTo(ARN);
    var all =
        kinesis.enableEnhancedMonitoring(r -> r.streamName("s").shardLevelMetrics(MetricsName.ALL));
    assertThat(all.currentShardLevelMetrics()).hasSize(2);
    assertThat(all.desiredShardLevelMetrics()).hasSize(7);
    kinesis.disableEnhancedMonitoring(
        r -> r.streamName("s").shardLevelMetrics(MetricsName.INCOMING_BYTES));
    assertThat(summary().enhancedMonitoring().getFirst().shardLevelMetrics()).hasSize(6);
    kinesis.disableEnhancedMonitoring(r -> r.streamName("s").shardLevelMetrics(MetricsName.ALL));
    assertThat(summary().enhancedMonitoring().getFirst().shardLevelMetrics()).isEmpty();
  }

  @Test
  void recordsMayBecomeLarger() {
    create(1);
    String large = "x".repeat(2 * 1024 * 1024);
    assertThatThrownBy(() -> put("k", large)).isInstanceOf(ValidationException.class);
    kinesis.updateMaxRecordSize(r -> r.streamARN(ARN).maxRecordSizeInKiB(3000));
    put("k", large);
    assertThat(summary().maxRecordSizeInKiB()).isEqualTo(3000);
    assertThatThrownBy(
            () -> kinesis.updateMaxRecordSize(r -> r.streamARN(ARN).maxRecordSizeInKiB(1023)))
        .isInstanceOf(ValidationException.class)
        .hasMessageContaining("Member must have value greater than or equal to 1024");
  }

  @ParameterizedTest
  @ValueSource(strings = {"encrypt", "monitor", "size"})
  void changesTakeTheirTime(String change) throws IOException {
    stop();
    start(Duration.ofSeconds(3));
    create(1);
    assertThatThrownBy(() -> change(change))
        .isInstanceOf(ResourceInUseException.class)
        .hasMessageContaining(
            "Stream s under account 000000000000 not ACTIVE, instead in state CREATING");
    clock.advance(Duration.ofSeconds(3));
    change(change);
    assertThat(summary().streamStatus()).isEqualTo(StreamStatus.UPDATING);
    put("k", "x");
    assertThatThrownBy(() -> change(change))
        .isInstanceOf(ResourceInUseException.class)
        .hasMessageContaining("in state UPDATING");
    assertThatThrownBy(() -> increase(30)).isInstanceOf(ResourceInUseException.class);
    clock.advance(Duration.ofSeconds(3));
    assertThat(summary().streamStatus()).isEqualTo(StreamStatus.ACTIVE);
    change(change);
  }

  private void change(String what) {
    switch (what) {
      case "encrypt" ->
          kinesis.startStreamEncryption(r -> r.streamName("s").encryptionType("KMS").keyId(KEY));
      case "monitor" ->
          kinesis.enableEnhancedMonitoring(
              r -> r.streamName("s").shardLevelMetrics(MetricsName.ALL));
      case "size" -> kinesis.updateMaxRecordSize(r -> r.streamARN(ARN).maxRecordSizeInKiB(2000));
      default -> throw new IllegalArgumentException(what);
    }
  }
}
