package dev.tributary.kinesis.local.internal.store;

/** What may be done to a stream so often in a rolling day (Kinesis limits). */
public enum DailyChange {
  SHARD_COUNT("UpdateShardCount", 10),
  MODE("UpdateStreamMode", 2),
  START_ENCRYPTION("StartStreamEncryption", 25),
  STOP_ENCRYPTION("StopStreamEncryption", 25);

  private final String operation;
  private final int max;

  DailyChange(String operation, int max) {
    this.operation = operation;
    this.max = max;
  }

  public String operation() {
    return operation;
  }

  public int max() {
    return max;
  }
}
