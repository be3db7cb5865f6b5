package dev.tributary.sink;

import java.time.Duration;

/** What became of one record in one attempt. */
public sealed interface Outcome {

  /** The service keeps the record under this sequence number. */
  record Delivered(String shardId, String sequenceNumber) implements Outcome {}

  /**
   * Not accepted this time. It goes back to the head of its key.
   *
   * @param errorCode the service's code, such as {@code ProvisionedThroughputExceededException};
   *     never a message
   * @param after not before this long, on top of the lane's own back-off; zero if the service did
   *     not say
   */
  record Retry(String errorCode, String why, Duration after) implements Outcome {}

  /** Can never be accepted, whatever the service's state: too large, invalid. */
  record Failed(String errorCode, String why) implements Outcome {}

  /** Given up without having failed. */
  record Dropped(DropReason reason) implements Outcome {}
}
