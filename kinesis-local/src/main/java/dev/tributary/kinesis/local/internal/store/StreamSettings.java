package dev.tributary.kinesis.local.internal.store;

import java.util.Collections;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

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

  public StreamSettings withRetentionHours(int retentionHours) {
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

  public StreamSettings withRecordKibMax(int recordKibMax) {
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

  public StreamSettings withWarmThroughputMib(Optional<Integer> warmThroughputMib) {
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

  public StreamSettings withKmsKeyId(Optional<String> kmsKeyId) {
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

  public StreamSettings withShardLevelMetrics(SortedSet<String> shardLevelMetrics) {
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

  public StreamSettings withTags(SortedMap<String, String> tags) {
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

  public StreamSettings withResourcePolicy(Optional<String> resourcePolicy) {
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

  public StreamSettings withConsumers(SortedMap<String, StreamConsumer> consumers) {
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
