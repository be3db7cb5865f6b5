package dev.tributary.kinesis.local.internal.api;

import dev.tributary.kinesis.local.internal.store.Stream;
import dev.tributary.kinesis.local.internal.store.StreamDirectory;
import dev.tributary.kinesis.local.internal.store.StreamMode;
import dev.tributary.kinesis.local.internal.store.StreamSpec;
import java.util.Optional;

/**
 * Throughput that an on-demand stream is made ready for before it is needed: as many shards as MiB
 * per second. AWS has it for accounts with a billing commitment only.
 */
final class WarmThroughput {
  /** Kinesis limit: 10 GiB per second. */
  private static final int MIB_MAX = 10_240;

  private final StreamDirectory directory;
  private final Commitment commitment;

  WarmThroughput(StreamDirectory directory, Commitment commitment) {
    this.directory = directory;
    this.commitment = commitment;
  }

  void check(StreamMode mode, int mib) throws KinesisException {
    if (mode != StreamMode.ON_DEMAND) {
      throw validation("WarmThroughputMiBps must be given for ON_DEMAND streams only");
    }
    if (!commitment.holds()) {
      throw validation(
          "WarmThroughputMiBps needs MinimumThroughputBillingCommitment, which is not enabled for"
              + " this account");
    }
    if (mib > MIB_MAX) {
      throw new KinesisException(
          ErrorType.LIMIT_EXCEEDED,
          "WarmThroughputMiBps is %d, must be at most %d".formatted(mib, MIB_MAX));
    }
  }

  /** After {@link #check}. */
  void set(Stream stream, int mib) {
    directory.update(stream, settings -> settings.withWarmThroughputMib(Optional.of(mib)));
    int shards = Math.min(mib, StreamSpec.SHARDS_MAX); // more than that take seconds to make
    if (shards > stream.openShards()) {
      boolean _ = directory.updateShardCount(stream, shards);
    }
  }

  private static KinesisException validation(String text) {
    return new KinesisException(ErrorType.VALIDATION, text);
  }
}
