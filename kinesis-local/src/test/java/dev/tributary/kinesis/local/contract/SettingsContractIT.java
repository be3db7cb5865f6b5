package dev.tributary.kinesis.local.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tributary.testkit.Await;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.kinesis.model.DescribeLimitsResponse;
import software.amazon.awssdk.services.kinesis.model.EncryptionType;
import software.amazon.awssdk.services.kinesis.model.EnhancedMetrics;
import software.amazon.awssdk.services.kinesis.model.MetricsName;
import software.amazon.awssdk.services.kinesis.model.StreamMode;
import software.amazon.awssdk.services.kinesis.model.Tag;

/** What can be changed of a stream: retention, tags, encryption, mode, monitoring, policy. */
final class SettingsContractIT extends ContractFixture {

  @Test
  void retentionGoesUpAndDown() {
    create(1);
    retainLonger(48);
    awaitRetention(48);
    kinesis.decreaseStreamRetentionPeriod(r -> r.streamName(stream).retentionPeriodHours(24));
    awaitRetention(24);
  }

  private void retainLonger(int hours) {
    kinesis.increaseStreamRetentionPeriod(r -> r.streamName(stream).retentionPeriodHours(hours));
  }

  private void awaitRetention(int hours) {
    Await.until(
        "records are kept for " + hours + " hours",
        () -> awaitActive().retentionPeriodHours() == hours);
  }

  @Test
  void retentionHasBounds() {
    create(1);
    String code = "InvalidArgumentException";
    refused(code, () -> retainLonger(8761));
    refused(code, () -> retainLonger(23));
    refused(
        code,
        () ->
            kinesis.decreaseStreamRetentionPeriod(
                r -> r.streamName(stream).retentionPeriodHours(48)));
  }

  @Test
  void aStreamHasTags() {
    create(1);
    kinesis.addTagsToStream(r -> r.streamName(stream).tags(Map.of("a", "1", "b", "2")));
    kinesis.addTagsToStream(r -> r.streamName(stream).tags(Map.of("b", "3")));
    assertThat(tags()).isEqualTo(Map.of("a", "1", "b", "3"));
    assertThat(kinesis.listTagsForStream(r -> r.streamName(stream).limit(1)).hasMoreTags())
        .isTrue();
    assertThat(
            kinesis.listTagsForStream(r -> r.streamName(stream).exclusiveStartTagKey("a")).tags())
        .extracting(Tag::key)
        .containsExactly("b");
    kinesis.removeTagsFromStream(r -> r.streamName(stream).tagKeys("a", "missing"));
    assertThat(tags()).isEqualTo(Map.of("b", "3"));
  }

  private Map<String, String> tags() {
    return kinesis.listTagsForStream(r -> r.streamName(stream)).tags().stream()
        .collect(Collectors.toMap(Tag::key, Tag::value));
  }

  @Test
  void aStreamIsCreatedWithTags() {
    kinesis.createStream(r -> r.streamName(stream).shardCount(1).tags(Map.of("a", "1")));
    awaitActive();
    assertThat(tags()).isEqualTo(Map.of("a", "1"));
  }

  @Test
  void aResourceHasTags() {
    create(1);
    String arn = arn();
    kinesis.tagResource(r -> r.resourceARN(arn).tags(Map.of("a", "1", "b", "2")));
    assertThat(kinesis.listTagsForResource(r -> r.resourceARN(arn)).tags())
        .extracting(Tag::key)
        .containsExactlyInAnyOrder("a", "b");
    kinesis.untagResource(r -> r.resourceARN(arn).tagKeys("a"));
    assertThat(tags()).isEqualTo(Map.of("b", "2"));
  }

  @Test
  @Differs(Difference.VALIDATION)
  void tagsHaveBounds() {
    create(1);
    for (String key : List.of("", "k".repeat(129))) {
      invalid(() -> kinesis.addTagsToStream(r -> r.streamName(stream).tags(Map.of(key, "1"))));
    }
  }

  @Test
  void encryptionStartsAndStops() {
    create(1);
    kinesis.startStreamEncryption(
        r -> r.streamName(stream).encryptionType(EncryptionType.KMS).keyId("alias/aws/kinesis"));
    Await.until(
        "the stream is encrypted", () -> awaitActive().encryptionType() == EncryptionType.KMS);
    assertThat(summary().keyId()).isEqualTo("alias/aws/kinesis");
    assertThat(put("k", "v").encryptionType()).isEqualTo(EncryptionType.KMS);
    assertThat(all(SHARD_0)).containsExactly("v");
    kinesis.stopStreamEncryption(
        r -> r.streamName(stream).encryptionType(EncryptionType.KMS).keyId("alias/aws/kinesis"));
    Await.until(
        "the stream is not encrypted", () -> awaitActive().encryptionType() == EncryptionType.NONE);
    assertThat(put("k", "w").encryptionType()).isIn(null, EncryptionType.NONE);
  }

  @Test
  @Differs(Difference.SCALE_ON_DEMAND)
  void theModeChanges() {
    create(2);
    String arn = arn();
    kinesis.updateStreamMode(
        r -> r.streamARN(arn).streamModeDetails(m -> m.streamMode(StreamMode.ON_DEMAND)));
    Await.until(
        "the stream is on demand",
        () -> awaitActive().streamModeDetails().streamMode() == StreamMode.ON_DEMAND);
    assertThat(summary().openShardCount()).isGreaterThanOrEqualTo(2);
    ThrowingCallable call =
        () ->
            kinesis.updateShardCount(
                r -> r.streamName(stream).targetShardCount(4).scalingType("UNIFORM_SCALING"));
    either(Difference.SCALE_ON_DEMAND, () -> refused("ValidationException", call), call);
  }

  @Test
  void shardsAreMonitored() {
    create(1);
    kinesis.enableEnhancedMonitoring(r ->
        r.streamName(stream)
            .shardLevelMetrics(MetricsName.INCOMING_BYTES, MetricsName.OUTGOING_BYTES));
    assertThat(monitored())
        .containsExactlyInAnyOrder(MetricsName.INCOMING_BYTES, MetricsName.OUTGOING_BYTES);
    kinesis.disableEnhancedMonitoring(
        r -> r.streamName(stream).shardLevelMetrics(MetricsName.INCOMING_BYTES));
    assertThat(monitored()).containsExactly(MetricsName.OUTGOING_BYTES);
  }

  private List<MetricsName> monitored() {
    return awaitActive().enhancedMonitoring().stream()
        .map(EnhancedMetrics::shardLevelMetrics)
        .flatMap(List::stream)
        .toList();
  }

  @Test
  void aPolicyIsKeptAsItIs() {
    create(1);
    String arn = arn();
    String policy =
        """
        {"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"AWS":"000000000000"},\
        "Action":["kinesis:DescribeStreamSummary"],"Resource":"%s"}]}\
        """
            .formatted(arn);
    kinesis.putResourcePolicy(r -> r.resourceARN(arn).policy(policy));
    assertThat(kinesis.getResourcePolicy(r -> r.resourceARN(arn)).policy()).isEqualTo(policy);
    kinesis.deleteResourcePolicy(r -> r.resourceARN(arn));
  }

  @Test
  void theAccountHasLimits() {
    create(2);
    DescribeLimitsResponse limits = kinesis.describeLimits();
    assertThat(limits.openShardCount()).isGreaterThanOrEqualTo(2);
    assertThat(limits.shardLimit()).isGreaterThanOrEqualTo(limits.openShardCount());
    assertThat(limits.onDemandStreamCountLimit()).isEqualTo(50);
  }

  @Test
  @Differs(Difference.VALIDATION)
  void recordsMayBecomeLarger() {
    create(1);
    String arn = arn();
    kinesis.updateMaxRecordSize(r -> r.streamARN(arn).maxRecordSizeInKiB(2048));
    Await.until("records may be larger", () -> awaitActive().maxRecordSizeInKiB() == 2048);
    assertThat(put("k", "x".repeat(1_500_000)).shardId()).isEqualTo(SHARD_0);
    invalid(() -> kinesis.updateMaxRecordSize(r -> r.streamARN(arn).maxRecordSizeInKiB(20_000)));
  }
}
