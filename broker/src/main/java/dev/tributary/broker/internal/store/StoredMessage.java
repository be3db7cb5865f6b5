package dev.tributary.broker.internal.store;

import dev.tributary.broker.Delivery;

/**
 * A message of a session's queue.
 *
 * @param position orders the queue: the priority of its topic above, and in the lower {@link
 *     #SEQUENCE_BITS} a number that grows with each message of the session
 * @param insertedAtMillis milliseconds since 1970
 * @param sharedFilter the shared subscription that it came through, as the client wrote it; empty
 *     if none. If the session ends before the message was sent, another member gets it
 */
public record StoredMessage(
    long position, long insertedAtMillis, Delivery delivery, Flow flow, String sharedFilter) {

  public static final int SEQUENCE_BITS = 48;

  /** The same message elsewhere in its flow. */
  public StoredMessage with(Flow other) {
    return flow.equals(other)
        ? this
        : new StoredMessage(position, insertedAtMillis, delivery, other, sharedFilter);
  }

  /** The lower bits of a position. */
  public static long sequence(long position) {
    return position & ((1L << SEQUENCE_BITS) - 1);
  }
}
