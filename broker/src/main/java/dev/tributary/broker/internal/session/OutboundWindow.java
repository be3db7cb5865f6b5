package dev.tributary.broker.internal.session;

import dev.tributary.broker.internal.store.StoredMessage;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * QoS 1 and 2 messages to one client that have a packet identifier, in the order in which they were
 * sent first. Plain state, owned by the session's event loop. No more than the smaller of ours and
 * the client's receive maximum are unacknowledged on a connection ([MQTT-3.3.4-9]).
 */
final class OutboundWindow {

  private static final int PACKET_ID_MAX = 65_535;

  private final Map<Integer, Inflight> inflight = new LinkedHashMap<>(4);

  /** Those of them that are still to be sent on this connection, in order. */
  private final ArrayDeque<Inflight> unsent = new ArrayDeque<>(2);

  private int max;
  private int lastPacketId;

  OutboundWindow(int max) {
    this.max = max;
  }

  /** A message with its packet identifier. */
  static final class Inflight {

    private final int packetId;
    private final StoredMessage message;
    private boolean released;
    private boolean sentBefore;
    private boolean held;
    private long sentAtNanos;

    private Inflight(int packetId, StoredMessage message) {
      this.packetId = packetId;
      this.message = message;
    }

    int packetId() {
      return packetId;
    }

    StoredMessage message() {
      return message;
    }

    int qos() {
      return message.delivery().qos();
    }

    /** Its PUBREC has come: what is sent from here on is PUBREL. */
    boolean isReleased() {
      return released;
    }

    void release() {
      released = true;
    }

    /** So that it is marked as a duplicate the next time ([MQTT-3.3.1-1]). */
    boolean wasSent() {
      return sentBefore;
    }

    void sentAt(long nanos) {
      sentBefore = true;
      sentAtNanos = nanos;
    }

    long sentAtNanos() {
      return sentAtNanos;
    }

    boolean isHeld() {
      return held;
    }

    /** It must not be sent before something is stored. */
    void hold(boolean now) {
      held = now;
    }
  }

  /** Whether one more may get a packet identifier. */
  boolean hasRoom() {
    return inflight.size() < max;
  }

  boolean hasUnsent() {
    return !unsent.isEmpty();
  }

  /** Gives a message a packet identifier; it is to be sent after all that are unsent. */
  Inflight begin(StoredMessage message) {
    return put(new Inflight(freePacketId(), message));
  }

  /** What was sent before the process began. */
  void restore(int packetId, boolean released, StoredMessage message) {
    Inflight known = put(new Inflight(packetId, message));
    known.released = released;
    known.sentBefore = true;
    lastPacketId = packetId;
  }

  private Inflight put(Inflight known) {
    inflight.put(known.packetId, known);
    unsent.add(known);
    return known;
  }

  /** What may be sent now, if anything; the caller sends it. */
  @Nullable Inflight pollUnsent() {
    Inflight first = unsent.peek();
    if (first == null || first.held || inflight.size() - unsent.size() >= max) {
      return null;
    }
    return unsent.poll();
  }

  @Nullable Inflight find(int packetId) {
    return inflight.get(packetId);
  }

  /** Acknowledged, or never to be sent: its packet identifier is free. */
  void end(Inflight known) {
    if (inflight.remove(known.packetId, known)) {
      unsent.remove(known);
    }
  }

  /** A new connection: everything in flight is sent again, in order ([MQTT-4.6.0-1]). */
  void resume(int newMax) {
    max = newMax;
    unsent.clear();
    unsent.addAll(inflight.values());
  }

  boolean isSent(Inflight known) {
    return unsent.isEmpty() || !unsent.contains(known);
  }

  Collection<Inflight> all() {
    return inflight.isEmpty() ? List.of() : Collections.unmodifiableCollection(inflight.values());
  }

  int size() {
    return inflight.size();
  }

  int max() {
    return max;
  }

  private int freePacketId() {
    // Fewer are in flight than there are identifiers, so that a free one is found.
    do {
      lastPacketId = lastPacketId == PACKET_ID_MAX ? 1 : lastPacketId + 1;
    } while (inflight.containsKey(lastPacketId));
    return lastPacketId;
  }
}
