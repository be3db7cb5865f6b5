package dev.tributary.kinesis.local.internal.limits;

import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;

/**
 * Calls per second of the control plane, by the numbers in the API reference. Thread-safe. What is
 * limited per stream is counted in the stream, so that nothing is kept of streams that are gone.
 */
public final class ControlPlane {
  private static final Map<String, Integer> PER_ACCOUNT =
      Map.ofEntries(
          Map.entry("AddTagsToStream", 5),
          Map.entry("CreateStream", 5),
          Map.entry("DeleteStream", 5),
          Map.entry("DescribeAccountSettings", 5),
          Map.entry("DescribeLimits", 1),
          Map.entry("DescribeStream", 10),
          Map.entry("DescribeStreamSummary", 20),
          Map.entry("ListStreams", 5),
          Map.entry("ListTagsForResource", 5),
          Map.entry("ListTagsForStream", 5),
          Map.entry("MergeShards", 5),
          Map.entry("RegisterStreamConsumer", 5),
          Map.entry("RemoveTagsFromStream", 5),
          Map.entry("SplitShard", 5),
          Map.entry("TagResource", 5),
          Map.entry("UntagResource", 5),
          Map.entry("UpdateAccountSettings", 5),
          Map.entry("UpdateShardCount", 10),
          Map.entry("UpdateStreamWarmThroughput", 5));

  private static final Map<String, Integer> PER_STREAM =
      Map.ofEntries(
          Map.entry("DecreaseStreamRetentionPeriod", 5),
          Map.entry("DeregisterStreamConsumer", 5),
          Map.entry("DescribeStreamConsumer", 20),
          Map.entry("DisableEnhancedMonitoring", 5),
          Map.entry("EnableEnhancedMonitoring", 5),
          Map.entry("IncreaseStreamRetentionPeriod", 5),
          Map.entry("ListShards", 1000),
          Map.entry("ListStreamConsumers", 5),
          Map.entry("StartStreamEncryption", 5),
          Map.entry("StopStreamEncryption", 5));

  private final boolean enforced;
  private final InstantSource clock;
  private final StreamThroughput account = new StreamThroughput();

  public ControlPlane(boolean enforced, InstantSource clock) {
    this.enforced = enforced;
    this.clock = clock;
  }

  /**
   * Whether a call is let through; it is counted if it is.
   *
   * @param stream that it is about; empty for none, or one that does not exist
   */
  public boolean admits(String operation, Optional<StreamThroughput> stream) {
    if (!enforced) {
      return true;
    }
    Integer ofAccount = PER_ACCOUNT.get(operation);
    if (ofAccount != null) {
      return account.call(operation, ofAccount, clock.millis());
    }
    Integer ofStream = PER_STREAM.get(operation);
    return ofStream == null
        || stream.isEmpty()
        || stream.get().call(operation, ofStream, clock.millis());
  }
}
