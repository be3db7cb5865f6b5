package dev.tributary.kinesis.local.internal.store;

import java.util.Collections;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;

/**
 * What can be changed of a stream while it lives, as one immutable value: changed by {@link
 * StreamDirectory#change}. Validated by the caller.
 *
 * @param retentionHours how long records are kept
 * @param recordKibMax Kinesis' {@code MaxRecordSizeInKiB}
 * @param warmThroughputMib what was asked for by UpdateStreamWarmThroughput
 * @param kmsKeyId of the encryption that was started; empty for none
 * @param shardLevelMetrics names of enhanced monitoring
 * @param resourcePolicy as it was put
 * @param consumers by name
 */
public record StreamSettings(
    StreamMode mode,
    int retentionHours,
    int recordKibMax,
    Optional<Integer> warmThroughputMib,
    Optional<String> kmsKeyId,
    SortedSet<String> shardLevelMetrics,
    SortedMap<String, String> tags,
    Optional<String> resourcePolicy,
    SortedMap<String, StreamConsumer> consumers) {

  public StreamSettings {
    shardLevelMetrics = Collections.unmodifiableSortedSet(new TreeSet<>(shardLevelMetrics));
    tags = Collections.unmodifiableSortedMap(new TreeMap<>(tags));
    consumers = Collections.unmodifiableSortedMap(new TreeMap<>(consumers));
  }

  public static StreamSettings of(StreamMode mode, int retentionHours, int recordKibMax) {
    return new StreamSettings(
        mode,
        retentionHours,
        recordKibMax,
        Optional.empty(),
        Optional.empty(),
        new TreeSet<>(),
        new TreeMap<>(),
        Optional.empty(),
        new TreeMap<>());
  }

  public StreamSettings withMode(StreamMode mode) {
    return with(draft -> draft.mode = mode);
  }

  public StreamSettings withRetentionHours(int retentionHours) {
    return with(draft -> draft.retentionHours = retentionHours);
  }

  public StreamSettings withRecordKibMax(int recordKibMax) {
    return with(draft -> draft.recordKibMax = recordKibMax);
  }

  public StreamSettings withWarmThroughputMib(Optional<Integer> warmThroughputMib) {
    return with(draft -> draft.warmThroughputMib = warmThroughputMib);
  }

  public StreamSettings withKmsKeyId(Optional<String> kmsKeyId) {
    return with(draft -> draft.kmsKeyId = kmsKeyId);
  }

  public StreamSettings withShardLevelMetrics(SortedSet<String> shardLevelMetrics) {
    return with(draft -> draft.shardLevelMetrics = shardLevelMetrics);
  }

  public StreamSettings withTags(SortedMap<String, String> tags) {
    return with(draft -> draft.tags = tags);
  }

  public StreamSettings withResourcePolicy(Optional<String> resourcePolicy) {
    return with(draft -> draft.resourcePolicy = resourcePolicy);
  }

  public StreamSettings withConsumers(SortedMap<String, StreamConsumer> consumers) {
    return with(draft -> draft.consumers = consumers);
  }

  /** From when a consumer does not exist any more; {@link Long#MAX_VALUE} if all go on. */
  long consumerGoneMillis() {
    return consumers.values().stream()
        .mapToLong(StreamConsumer::goneMillis)
        .min()
        .orElse(Long.MAX_VALUE);
  }

  StreamSettings withoutConsumersGone(long nowMillis) {
    TreeMap<String, StreamConsumer> left = new TreeMap<>(consumers);
    boolean _ = left.values().removeIf(consumer -> nowMillis >= consumer.goneMillis());
    return withConsumers(left);
  }

  /** The way to a value that differs in one place. */
  private static final class Draft {
    private StreamMode mode;
    private int retentionHours;
    private int recordKibMax;
    private Optional<Integer> warmThroughputMib;
    private Optional<String> kmsKeyId;
    private SortedSet<String> shardLevelMetrics;
    private SortedMap<String, String> tags;
    private Optional<String> resourcePolicy;
    private SortedMap<String, StreamConsumer> consumers;

    Draft(StreamSettings from) {
      mode = from.mode;
      retentionHours = from.retentionHours;
      recordKibMax = from.recordKibMax;
      warmThroughputMib = from.warmThroughputMib;
      kmsKeyId = from.kmsKeyId;
      shardLevelMetrics = from.shardLevelMetrics;
      tags = from.tags;
      resourcePolicy = from.resourcePolicy;
      consumers = from.consumers;
    }

    StreamSettings done() {
      return new StreamSettings(
          mode,
          retentionHours,
          recordKibMax,
          warmThroughputMib,
          kmsKeyId,
          shardLevelMetrics,
          tags,
          resourcePolicy,
          consumers);
    }
  }

  private StreamSettings with(Consumer<Draft> change) {
    Draft draft = new Draft(this);
    change.accept(draft);
    return draft.done();
  }
}
