package dev.tributary.sink;

import org.jspecify.annotations.Nullable;

/**
 * The records of one lane that wait to be sent, and the order in which they have their turn. Owned
 * by the lane's loop.
 *
 * <p>Records of a request come back by run: the records that stand together in the batch and have
 * the same {@link QueuedRecord#queue}. Those that are sent again are given back, last first; then
 * one of {@link #resumeFirst}, {@link #resumeLast} and {@link #delay} ends the run.
 */
interface PendingRecords {

  void add(QueuedRecord queued);

  /** Records that could share a request now, about. */
  int candidates();

  int readyRecords();

  long readyBytes();

  /** The oldest record of the queue whose turn is next. */
  @Nullable QueuedRecord nextRecord();

  /** When something that waits has its turn again; null if nothing waits. */
  @Nullable Long nextDueNanos();

  /** What has waited long enough has its turn before all others. */
  void promoteDue(long nowNanos);

  /** Takes the next request's records out. Empty if all that is ready is paced. */
  Batch cut(int recordsMax, Delivery.Limits limits, long nowNanos);

  /** Takes out a record that is not in flight. */
  void remove(QueuedRecord queued);

  void giveBack(QueuedRecord queued);

  /** How often what was given back of this run has been refused in a row, this time included. */
  int refused(KeyQueue run);

  /** The run's request did not count; its records are the next to be sent. */
  void resumeFirst(KeyQueue run);

  /** The run was answered and what is left of its queue may go on after the others. */
  void resumeLast(KeyQueue run);

  /** What was given back is not sent again before {@code dueNanos}. */
  void delay(KeyQueue run, long dueNanos);
}
