package dev.tributary.kinesis.local.internal.api;

import dev.tributary.kinesis.local.KinesisLimits;
import dev.tributary.kinesis.local.internal.store.HashKey;
import dev.tributary.kinesis.local.internal.store.Shard;
import dev.tributary.kinesis.local.internal.store.Stream;
import dev.tributary.kinesis.local.internal.store.StreamDirectory;
import dev.tributary.kinesis.local.internal.store.StreamMode;
import dev.tributary.kinesis.local.internal.store.StreamSpec;
import java.math.BigInteger;
import java.util.Comparator;
import java.util.Optional;

/**
 * What an on-demand stream takes as a whole, and how it grows: the shards that were written to most
 * are split in the middle. A single hot key stays limited to one shard, as in AWS.
 */
final class OnDemandGrowth {
  private final StreamDirectory directory;
  private final KinesisLimits limits;

  OnDemandGrowth(StreamDirectory directory, KinesisLimits limits) {
    this.directory = directory;
    this.limits = limits;
  }

  boolean limits(Stream stream) {
    return limits.onDemandBytesPerSecond() > 0 && stream.settings().mode() == StreamMode.ON_DEMAND;
  }

  /** What a new stream takes is divided by its shards; each more adds as much. */
  long bytesPerSecond(Stream stream) {
    return Math.max(
        1, limits.onDemandBytesPerSecond() / StreamSpec.ON_DEMAND_SHARDS * stream.openShards());
  }

  /** To be called for every request after its records were stored. */
  void wrote(Stream stream, int records, long bytes, long nowMillis) {
    int open = stream.openShards();
    int wanted = stream.throughput().demanded(records, bytes, open, nowMillis);
    for (int more = open; more < wanted; more++) {
      hottest(stream).ifPresent(shard -> directory.split(stream, shard, middle(shard)));
    }
  }

  private static Optional<Shard> hottest(Stream stream) {
    return stream.shards().stream()
        .filter(shard -> shard.endingSequenceNumber().isEmpty())
        .filter(shard -> shard.canBeSplitAt(middle(shard)))
        .max(Comparator.comparingLong(shard -> shard.throughput().writtenBytes()));
  }

  private static HashKey middle(Shard shard) {
    BigInteger first = new BigInteger(shard.startingHashKey().toString());
    BigInteger last = new BigInteger(shard.endingHashKey().toString());
    BigInteger middle = first.add(last).add(BigInteger.ONE).shiftRight(1);
    return HashKey.parse(middle.toString()).orElse(shard.endingHashKey());
  }
}
