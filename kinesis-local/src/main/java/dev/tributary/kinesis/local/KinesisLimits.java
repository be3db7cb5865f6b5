package dev.tributary.kinesis.local;

/**
 * Throughput that is enforced, as AWS documents it.
 *
 * @param shardRecordsPerSecond written to a shard; 0 for no limit, as everywhere here
 * @param shardBytesPerSecond written to a shard, partition keys included
 * @param shardReadBytesPerSecond by GetRecords from a shard
 * @param shardReadCallsPerSecond GetRecords of a shard
 * @param consumerReadBytesPerSecond by SubscribeToShard, per consumer and shard
 * @param controlPlane whether the rates and counts of control-plane calls are enforced
 * @param onDemandBytesPerSecond written to a new on-demand stream; it grows to twice its recent
 *     peak
 */
public record KinesisLimits(
    int shardRecordsPerSecond,
    long shardBytesPerSecond,
    long shardReadBytesPerSecond,
    int shardReadCallsPerSecond,
    long consumerReadBytesPerSecond,
    boolean controlPlane,
    long onDemandBytesPerSecond) {

  private static final long MIB = 1024 * 1024;
  private static final long RATE_MAX = 1024 * 1024 * MIB;

  /** AWS's numbers. */
  public static final KinesisLimits AWS =
      new KinesisLimits(1_000, MIB, 2 * MIB, 5, 2 * MIB, true, 4 * MIB);

  public static final KinesisLimits OFF = new KinesisLimits(0, 0, 0, 0, 0, false, 0);

  public KinesisLimits {
    check("shardRecordsPerSecond", shardRecordsPerSecond);
    check("shardBytesPerSecond", shardBytesPerSecond);
    check("shardReadBytesPerSecond", shardReadBytesPerSecond);
    check("shardReadCallsPerSecond", shardReadCallsPerSecond);
    check("consumerReadBytesPerSecond", consumerReadBytesPerSecond);
    check("onDemandBytesPerSecond", onDemandBytesPerSecond);
  }

  /** Whether a shard can be full. */
  public boolean limitsWrites() {
    return shardRecordsPerSecond > 0 || shardBytesPerSecond > 0;
  }

  private static void check(String name, long value) {
    if (value < 0 || value > RATE_MAX) {
      throw new IllegalArgumentException(
          "%s is %d, must be 0 (no limit) to %d".formatted(name, value, RATE_MAX));
    }
  }
}
