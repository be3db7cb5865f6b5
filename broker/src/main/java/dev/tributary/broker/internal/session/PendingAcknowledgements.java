package dev.tributary.broker.internal.session;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The acknowledgements that one connection owes, in the order of its packets ([MQTT-4.6.0-2],
 * [MQTT-4.6.0-3]). Owned by the connection's event loop; only {@link #settled} comes from
 * elsewhere, and wakes the loop once however many publishes settle before it runs. Bounded by the
 * receive maximum: {@link #mustHold} says when to stop reading.
 */
public final class PendingAcknowledgements {

  /** Where acknowledgements go. On the event loop. */
  public interface Outcome {

    /**
     * Next in order; a QoS 0 publish, which has none, as soon as it is settled. A refused one tells
     * its {@link PendingPublish#refusal}.
     */
    void acknowledge(PendingPublish publish);

    /** Several were acknowledged outside of a read; they may be flushed, and reading may go on. */
    void drained();
  }

  private static final long NOT_HELD = Long.MIN_VALUE;

  private final ArrayDeque<PendingPublish> queue = new ArrayDeque<>(2);
  private final AtomicBoolean woken = new AtomicBoolean();
  private final Executor loop;
  private final Outcome outcome;
  private final LongSupplier nanos;
  private final long qos0HoldNanosMax;
  private final Runnable drain = this::drain;
  private @Nullable PendingPublish openQos0;
  private int qos1Open;
  private boolean ended;

  /** Since when QoS 0 publishes have had to wait. Written on the loop only. */
  private volatile long heldSinceNanos = NOT_HELD;

  /**
   * @param nanos a clock that never goes back
   * @param qos0HoldMax how long QoS 0 publishes may have to wait
   */
  public PendingAcknowledgements(
      Executor loop, Outcome outcome, LongSupplier nanos, Duration qos0HoldMax) {
    this.loop = loop;
    this.outcome = outcome;
    this.nanos = nanos;
    this.qos0HoldNanosMax = TimeUnit.NANOSECONDS.convert(qos0HoldMax);
  }

  /** A publish is about to be handed over. */
  public PendingPublish begin(int packetId, int qos) {
    return new PendingPublish(this, packetId, qos);
  }

  /** Its handler has returned: acknowledges at once if nothing stands before it. */
  public void handedOver(PendingPublish publish) {
    boolean settled = publish.handlerReturned();
    if (publish.qos() == 0) {
      noteHold(publish, settled);
    }
    if (settled && (queue.isEmpty() || publish.qos() == 0)) {
      outcome.acknowledge(publish);
    } else {
      add(publish);
    }
  }

  /** A repeated QoS 2 publish whose first copy came on an earlier connection and is not settled. */
  public void adopt(PendingPublish publish) {
    publish.moveTo(this);
    add(publish);
    acknowledgeSettled();
  }

  /** This connection owes its acknowledgement already. */
  public boolean owns(PendingPublish publish) {
    return publish.isIn(this);
  }

  /** True while no more may be read: a QoS 0 publish is open, or {@code receiveMaximum} others. */
  public boolean mustHold(int receiveMaximum) {
    return openQos0 != null || queue.size() >= receiveMaximum;
  }

  /** QoS 1 publishes without their PUBACK. */
  public int qos1Open() {
    return qos1Open;
  }

  /** QoS 0 publishes have had to wait for longer than they may. Any thread. */
  boolean isImpatient() {
    long since = heldSinceNanos;
    return since != NOT_HELD && nanos.getAsLong() - since > qos0HoldNanosMax;
  }

  /** A message that nobody wanted tells nothing about who has room. */
  private void noteHold(PendingPublish publish, boolean settled) {
    if (!settled) {
      if (heldSinceNanos == NOT_HELD) {
        heldSinceNanos = nanos.getAsLong();
      }
    } else if (publish.isWanted()) {
      heldSinceNanos = NOT_HELD;
    }
  }

  /** The connection is gone: nothing is acknowledged any more, and nobody is impatient. */
  public void end() {
    ended = true;
    heldSinceNanos = NOT_HELD;
    queue.clear();
    openQos0 = null;
  }

  /** A publish got its last answer. Any thread. */
  void settled() {
    if (woken.compareAndSet(false, true)) {
      loop.execute(drain);
    }
  }

  private void add(PendingPublish publish) {
    if (publish.qos() == 0) {
      assert openQos0 == null : "read on although a QoS 0 publish is open";
      openQos0 = publish;
      return;
    }
    queue.add(publish);
    qos1Open += publish.qos() == 1 ? 1 : 0;
  }

  private void drain() {
    // Cleared before looking: what settles from here on wakes the loop again.
    woken.set(false);
    boolean any = letQos0Go();
    any |= acknowledgeSettled();
    if (any && !ended) {
      outcome.drained();
    }
  }

  /** It has no acknowledgement, and so no place in their order. */
  private boolean letQos0Go() {
    PendingPublish publish = openQos0;
    if (publish == null || !publish.isSettled()) {
      return false;
    }
    openQos0 = null;
    outcome.acknowledge(publish);
    return true;
  }

  private boolean acknowledgeSettled() {
    boolean any = false;
    PendingPublish first = queue.peek();
    while (first != null && first.isSettled()) {
      queue.poll();
      qos1Open -= first.qos() == 1 ? 1 : 0;
      outcome.acknowledge(first);
      any = true;
      first = queue.peek();
    }
    return any;
  }
}
