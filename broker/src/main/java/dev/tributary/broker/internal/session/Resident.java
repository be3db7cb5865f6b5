package dev.tributary.broker.internal.session;

/**
 * What lives on one event loop and has deadlines, of which the loop's {@link DeadlineWheel} knows
 * one at a time.
 */
public abstract class Resident extends DeadlineLink {

  /** No deadline. */
  public static final long NONE = Long.MAX_VALUE;

  /** When it is called next; only while it is in a slot. */
  private long dueNanos;

  /**
   * Called on the loop once the deadline has come that was watched for. A deadline that was
   * postponed meanwhile is just answered again: nobody has to tell the wheel.
   *
   * @return the next deadline, or {@link #NONE}; so too by whoever has left the loop by now
   */
  protected abstract long onDeadline(long nowNanos);

  final long dueNanos() {
    return dueNanos;
  }

  final void dueAt(long nanos) {
    dueNanos = nanos;
  }
}
