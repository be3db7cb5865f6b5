package dev.tributary.kinesis.local.internal.store;

/** What a stream is created with. Validated by the caller. */
public record StreamSpec(String name, int shards, StreamMode mode, int recordKibMax) {
  /** Kinesis limit of new streams: {@code MaxRecordSizeInKiB}. */
  public static final int RECORD_KIB_DEFAULT = 1024;

  /** Shards of the account. AWS's default is 500 to 20,000, by region. */
  public static final int SHARDS_MAX = 1000;

  /** Shards of a new on-demand stream in AWS. */
  public static final int ON_DEMAND_SHARDS = 4;

  public static StreamSpec provisioned(String name, int shards) {
    return new StreamSpec(name, shards, StreamMode.PROVISIONED, RECORD_KIB_DEFAULT);
  }
}
