package dev.tributary.sink.kinesis;

/** Whether many messages travel in one Kinesis record. */
public enum Aggregation {
  /** One Kinesis record each. */
  NONE,
  /** The public format of the Kinesis Producer Library, which KCL and AWS's libraries read. */
  KPL
}
