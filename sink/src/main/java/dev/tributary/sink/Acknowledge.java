package dev.tributary.sink;

/** When the publisher of a message that is acknowledged hears that the action holds it. */
public enum Acknowledge {
  /** The record is in memory. */
  RECEIVED,
  /** The record is in the buffer: on disk and synced, if the buffer is there. */
  BUFFERED,
  /** The service has answered with its sequence number. */
  DELIVERED
}
