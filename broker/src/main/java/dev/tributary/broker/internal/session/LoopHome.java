package dev.tributary.broker.internal.session;

import dev.tributary.broker.Message.MessageId;
import io.netty.util.concurrent.EventExecutor;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.LongSupplier;

/**
 * One event loop with all that lives on it: connections and sessions, whose deadlines are looked at
 * together instead of a timer each, and the loop's message identifiers. Except {@link #execute} and
 * {@link #isHere} all is for that loop only.
 */
public final class LoopHome {

  /** How often {@link #tick} is to be called. */
  public static final long TICK_NANOS = DeadlineWheel.SLOT_NANOS;

  private static final long MICROS = 1_000;

  private final EventExecutor loop;
  private final long nodeAndLoop;
  private final LongSupplier nanos;
  private final DeadlineWheel deadlines;
  private long lastMicros;

  /**
   * @param nodeAndLoop different for every loop of every node
   * @param nanos a clock that never goes back, for deadlines
   */
  public LoopHome(EventExecutor loop, long nodeAndLoop, LongSupplier nanos) {
    this.loop = loop;
    this.nodeAndLoop = nodeAndLoop;
    this.nanos = nanos;
    this.deadlines = new DeadlineWheel(nanos.getAsLong());
  }

  public boolean isHere() {
    return loop.inEventLoop();
  }

  public void execute(Runnable task) {
    try {
      loop.execute(task);
    } catch (RejectedExecutionException _) {
      // The broker is closed: nobody is left to whom the task would matter.
    }
  }

  /**
   * Calls {@link Resident#onDeadline} once the deadline has come, to half a second. In place of an
   * earlier call only if this one is sooner: what is merely postponed need not be told.
   */
  public void watch(Resident resident, long deadlineNanos) {
    assert isHere();
    deadlines.watch(resident, deadlineNanos);
  }

  public void forget(Resident resident) {
    assert isHere();
    deadlines.forget(resident);
  }

  /** Of the clock of all deadlines. */
  public long nowNanos() {
    return nanos.getAsLong();
  }

  /** Looks at the deadlines. */
  public void tick() {
    deadlines.advance(nanos.getAsLong());
  }

  /** Grows on this loop; runs ahead of the clock if more than a thousand a millisecond are made. */
  public MessageId nextMessageId(long nowMillis) {
    lastMicros = Math.max(lastMicros + 1, nowMillis * MICROS);
    return new MessageId(lastMicros, nodeAndLoop);
  }
}
