package dev.tributary.sink;

/** How much of the publish order of one partition key is kept. */
public enum Ordering {
  /**
   * A request holds at most one record of a key: even a partial failure cannot let a later record
   * overtake an earlier one.
   */
  STRICT,
  /**
   * A request may hold several records of a key, in order. Inside one partially failed request a
   * later record may overtake a failed one.
   */
  BATCH,
  /** As many requests at once as {@code inflight_window} allows, whatever their keys. */
  NONE
}
