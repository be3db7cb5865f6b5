package dev.tributary.broker.internal.session;

import java.util.ArrayDeque;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * The acknowledgements that one connection owes, in the order of its packets ([MQTT-4.6.0-2],
 * [MQTT-4.6.0-3]). Owned by the connection's event loop; only {@link #settled} comes from
 * elsewhere, and wakes the loop once however many publishes settle before it runs. Bounded by the
 * receive maximum: {@link #mustHold} says when to stop reading.
 */
public final class PendingAcknowledgements {

  /** Where acknowledgements go. On the event loop. */
  public interface Outcome {

    /** Next in order; a refused one tells its {@link PendingPublish#refusal}. */
    void acknowledge(PendingPublish publish);

    /** Several were acknowledged outside of a read; they may be flushed, and reading may go on. */
    void drained();
  }

  private final ArrayDeque<PendingPublish> queue = new ArrayDeque<>(2);
  private final AtomicBoolean woken = new AtomicBoolean();
  private final Executor loop;
  private final Outcome outcome;
  private final Runnable drain = this::drain;
  private int qos0Open;
  private int qos1Open;
  private boolean ended;

  public PendingAcknowledgements(Executor loop, Outcome outcome) {
    this.loop = loop;
    this.outcome = outcome;
  }

  /** A publish is about to be handed over. */
  public PendingPublish begin(int packetId, int qos) {
    return new PendingPublish(this, packetId, qos);
  }

  /** Its handler has returned: acknowledges at once if nothing stands before it. */
  public void handedOver(PendingPublish publish) {
    boolean settled = publish.handlerReturned();
    if (settled && queue.isEmpty()) {
      outcome.acknowledge(publish);
    } else if (publish.qos() > 0 || !settled) {
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
    return qos0Open > 0 || queue.size() >= receiveMaximum;
  }

  /** QoS 1 publishes without their PUBACK. */
  public int qos1Open() {
    return qos1Open;
  }

  /** The connection is gone: nothing is acknowledged any more. */
  public void end() {
    ended = true;
    queue.clear();
  }

  /** A publish got its last answer. Any thread. */
  void settled() {
    if (woken.compareAndSet(false, true)) {
      loop.execute(drain);
    }
  }

  private void add(PendingPublish publish) {
    queue.add(publish);
    qos0Open += publish.qos() == 0 ? 1 : 0;
    qos1Open += publish.qos() == 1 ? 1 : 0;
  }

  private void drain() {
    // Cleared before looking: what settles from here on wakes the loop again.
    woken.set(false);
    if (acknowledgeSettled() && !ended) {
      outcome.drained();
    }
  }

  private boolean acknowledgeSettled() {
    boolean any = false;
    PendingPublish first = queue.peek();
    while (first != null && first.isSettled()) {
      queue.poll();
      qos0Open -= first.qos() == 0 ? 1 : 0;
      qos1Open -= first.qos() == 1 ? 1 : 0;
      outcome.acknowledge(first);
      any = true;
      first = queue.peek();
    }
    return any;
  }
}
