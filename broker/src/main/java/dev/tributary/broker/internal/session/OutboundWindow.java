package dev.tributary.broker.internal.session;

import dev.tributary.broker.Delivery;
import java.util.ArrayDeque;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * QoS 1 and 2 messages to one client: those in flight by packet identifier, and those that wait for
 * room. Plain state, owned by the session's event loop. The window is the smaller of ours and the
 * client's receive maximum ([MQTT-3.3.4-9]); the queue drops its oldest when it is full.
 */
public final class OutboundWindow {

  private static final int PACKET_ID_MAX = 65_535;

  private final int queueMax;
  private final Map<Integer, Inflight> inflight = new LinkedHashMap<>(4);
  private final ArrayDeque<Delivery> queue = new ArrayDeque<>(2);
  private final ArrayDeque<Inflight> repeats = new ArrayDeque<>(1);
  private int windowMax;
  private int outstanding;
  private int lastPacketId;

  public OutboundWindow(int windowMax, int queueMax) {
    this.windowMax = windowMax;
    this.queueMax = queueMax;
  }

  /** What to do next. */
  public sealed interface Step {

    record Publish(int packetId, Delivery delivery, boolean dup) implements Step {}

    /** PUBREL again after a reconnect. */
    record Release(int packetId) implements Step {}

    record Expired(Delivery delivery) implements Step {}

    /** Nothing waits, or the window is full. */
    record Rest() implements Step {}
  }

  private static final Step REST = new Step.Rest();

  private static final class Inflight {
    private final int packetId;
    private final Delivery delivery;
    private boolean released;
    private boolean sent = true;

    private Inflight(int packetId, Delivery delivery) {
      this.packetId = packetId;
      this.delivery = delivery;
    }
  }

  /** What a PUBREC meets. */
  public enum Received {
    /** PUBREL follows. */
    RELEASE,
    /** The client refused the message: its flow is over. */
    ENDED,
    UNKNOWN
  }

  /** Puts a message into the queue; the one that fell out of it, or null. */
  public @Nullable Delivery offer(Delivery delivery) {
    Delivery oldest = queue.size() >= queueMax ? queue.poll() : null;
    queue.add(delivery);
    return oldest;
  }

  public Step next(long nowMillis) {
    if (outstanding >= windowMax) {
      return REST;
    }
    Inflight repeat = repeats.poll();
    if (repeat != null) {
      outstanding++;
      repeat.sent = true;
      return repeat.released
          ? new Step.Release(repeat.packetId)
          : new Step.Publish(repeat.packetId, repeat.delivery, true); // [MQTT-4.4.0-1]
    }
    Delivery delivery = queue.poll();
    if (delivery == null) {
      return REST;
    }
    if (delivery.isExpired(nowMillis)) {
      return new Step.Expired(delivery);
    }
    int packetId = freePacketId();
    inflight.put(packetId, new Inflight(packetId, delivery));
    outstanding++;
    return new Step.Publish(packetId, delivery, false);
  }

  /** What waits for its first acknowledgement under that identifier, or null. */
  public @Nullable Delivery unacknowledged(int packetId) {
    Inflight known = inflight.get(packetId);
    return known == null || known.released ? null : known.delivery;
  }

  /** PUBACK; false if no QoS 1 message has that identifier. */
  public boolean acknowledge(int packetId) {
    Inflight known = inflight.get(packetId);
    if (known == null || known.delivery.qos() != 1) {
      return false;
    }
    remove(known);
    return true;
  }

  /** PUBREC; a reason code of 0x80 and above ends the flow. */
  public Received received(int packetId, int reasonCode) {
    Inflight known = inflight.get(packetId);
    if (known == null || known.delivery.qos() != 2) {
      return Received.UNKNOWN;
    }
    if (reasonCode >= 0x80) {
      remove(known);
      return Received.ENDED;
    }
    known.released = true;
    return Received.RELEASE;
  }

  /** PUBCOMP; false if no released message has that identifier. */
  public boolean complete(int packetId) {
    Inflight known = inflight.get(packetId);
    if (known == null || !known.released) {
      return false;
    }
    remove(known);
    return true;
  }

  /** The message cannot be sent to this client at all. */
  public void forget(int packetId) {
    Inflight known = inflight.get(packetId);
    if (known != null) {
      remove(known);
    }
  }

  /** A new connection: everything in flight is sent again, in order ([MQTT-4.6.0-1]). */
  public void resume(int newWindowMax) {
    windowMax = newWindowMax;
    outstanding = 0;
    repeats.clear();
    for (Inflight each : inflight.values()) {
      each.sent = false;
      repeats.add(each);
    }
  }

  /** Whether what is offered goes out at once. */
  public boolean hasRoom() {
    return queue.isEmpty() && repeats.isEmpty() && outstanding < windowMax;
  }

  public int waiting() {
    return queue.size();
  }

  public int inflight() {
    return inflight.size();
  }

  private void remove(Inflight known) {
    inflight.remove(known.packetId);
    if (known.sent) {
      outstanding--;
    } else {
      repeats.remove(known);
    }
  }

  private int freePacketId() {
    // Fewer are in flight than there are identifiers, so that a free one is found.
    do {
      lastPacketId = lastPacketId == PACKET_ID_MAX ? 1 : lastPacketId + 1;
    } while (inflight.containsKey(lastPacketId));
    return lastPacketId;
  }
}
