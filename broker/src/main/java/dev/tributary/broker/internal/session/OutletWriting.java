package dev.tributary.broker.internal.session;

import dev.tributary.broker.Delivery;
import dev.tributary.broker.internal.session.OutboundWindow.Inflight;

/** Writes messages to whatever connection a session has at the moment. On the session's loop. */
final class OutletWriting {

  private final Session session;

  OutletWriting(Session session) {
    this.session = session;
  }

  /** Whether there is a connection that takes more. */
  boolean isPossible() {
    Outlet outlet = session.outlet();
    return outlet != null && outlet.isWritable();
  }

  /** False if the client takes no such size. */
  boolean publish(Inflight what, boolean dup) {
    Outlet outlet = session.outlet();
    if (outlet == null) {
      return true; // it is sent again on the next connection
    }
    if (!outlet.publish(what.message().delivery(), what.packetId(), dup)) {
      return false;
    }
    noteSent(what);
    session.traffic().sent(what.qos());
    return true;
  }

  /** QoS 0; false if the client takes no such size. */
  boolean atMostOnce(Delivery delivery) {
    Outlet outlet = session.outlet();
    if (outlet == null || !outlet.publish(delivery, 0, false)) {
      return false;
    }
    session.traffic().sent(0);
    return true;
  }

  /** PUBREL. */
  void release(Inflight what) {
    Outlet outlet = session.outlet();
    if (outlet != null) {
      outlet.release(what.packetId(), 0);
      noteSent(what);
    }
  }

  private void noteSent(Inflight what) {
    long now = session.home().nowNanos();
    long after = retryNanos();
    if (after != Resident.NONE) {
      session.home().watch(session, now + after);
    }
    what.sentAt(now);
  }

  /** {@code retry_interval}; {@link Resident#NONE} for MQTT 5: not allowed ([MQTT-4.4.0-1]). */
  long retryNanos() {
    return session.client().protocolVersion() < 5 ? session.services().retryNanos() : Resident.NONE;
  }
}
