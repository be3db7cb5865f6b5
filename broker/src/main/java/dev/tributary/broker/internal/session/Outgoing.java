package dev.tributary.broker.internal.session;

import dev.tributary.broker.BrokerEvent.DeliveryDropReason;
import dev.tributary.broker.Delivery;
import dev.tributary.broker.internal.metrics.Metric;
import dev.tributary.broker.internal.session.OutboundWindow.Inflight;
import dev.tributary.broker.internal.store.Flow;
import dev.tributary.broker.internal.store.StoreWriter;
import dev.tributary.broker.internal.store.StoredMessage;
import dev.tributary.broker.internal.store.StoredSession;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Messages to one client: what waits, what is in flight, and what is to be sent next. Of a stored
 * session the order is: a message is stored; a QoS 2 message gets its packet identifier stored
 * before it is sent, and its PUBREC is stored before PUBREL is sent. A QoS 1 message need not wait.
 * On the session's loop.
 */
public final class Outgoing implements SessionQueue.Owner {

  private final Session session;
  private final SessionServices services;
  private final OutboundWindow window;
  private final SessionQueue queue;
  private final OutletWriting writing;
  private final OverMessages over;

  /** QoS 0 messages may be waiting, which later ones must not overtake. */
  private boolean qos0Waits;

  /** Messages came through shared subscriptions. */
  private boolean shared;

  Outgoing(Session session) {
    this.session = session;
    this.services = session.services();
    this.window = new OutboundWindow(session.receiveMaximum());
    this.writing = new OutletWriting(session);
    this.over = new OverMessages(session);
    this.queue =
        new SessionQueue(
            this, services.positions(), services.limits().queuedMessagesMax(), session.isStored());
  }

  void restore(StoredSession stored) {
    stored
        .inflight()
        .forEach(message ->
            window.restore(message.flow().packetId(), message.flow().released(), message));
    queue.restore(stored.waiting(), stored.firstWaiting(), stored.nextSequence());
    qos0Waits = stored.waiting() > 0;
    shared = stored.waiting() > 0 || !stored.inflight().isEmpty(); // nobody has counted
    over.restore(stored.over());
  }

  /** After a start, when all sessions are restored. */
  void wake() {
    over.wake();
  }

  // What comes in

  /**
   * Takes a message that is not expired.
   *
   * @param sharedFilter the shared subscription that it came through, empty if none
   * @param whenStored run when it is stored, or is never going to be; null if nobody waits for that
   */
  void accept(Delivery delivery, String sharedFilter, @Nullable Runnable whenStored) {
    if (delivery.qos() == 0) {
      acceptAtMostOnce(delivery, sharedFilter, whenStored);
      return;
    }
    boolean free = writing.isPossible() && queue.isEmpty() && window.hasRoom();
    StoredMessage message = store(delivery, sharedFilter, whenStored);
    if (free) {
      begin(message);
      sendUnsent();
    } else {
      queue.add(message);
    }
  }

  private void acceptAtMostOnce(
      Delivery delivery, String sharedFilter, @Nullable Runnable whenStored) {
    if (!qos0Waits && writing.isPossible()) {
      sendAtMostOnce(delivery);
      if (whenStored != null) {
        whenStored.run();
      }
    } else if (mayWait(whenStored)) {
      qos0Waits = true;
      queue.add(store(delivery, sharedFilter, whenStored));
    } else {
      session.drop(delivery, DeliveryDropReason.QOS0_MESSAGE);
      if (whenStored != null) {
        whenStored.run();
      }
    }
  }

  /** QoS 0 for which no publisher waits must not fill the memory in front of a slow store. */
  private boolean mayWait(@Nullable Runnable whenStored) {
    return services.settings().queue().storeQos0()
        && (whenStored != null || !writer().isBacklogged());
  }

  private StoredMessage store(
      Delivery delivery, String sharedFilter, @Nullable Runnable whenStored) {
    StoredMessage message =
        new StoredMessage(
            queue.nextPosition(delivery.message().topic()),
            services.observer().nowMillis(),
            delivery,
            Flow.WAITING,
            sharedFilter);
    shared |= !sharedFilter.isEmpty();
    StoreWriter writer = writer();
    writer.putMessage(number(), message);
    if (session.isStored()) {
      services.observer().count(Metric.PERSISTED);
    }
    if (whenStored != null) {
      writer.whenStored(whenStored);
    }
    return message;
  }

  // What goes out

  /** A new connection: what is in flight is sent again, then what waits. */
  void resume() {
    window.resume(session.receiveMaximum());
    for (Inflight each : window.all()) {
      if (each.isReleased() && session.isStored()) {
        storeRelease(each); // it may still be on its way to the store from another loop
        hold(each);
      }
    }
    send();
  }

  void disconnected() {
    queue.disconnected();
  }

  /** Whether a message that comes now goes out at once. */
  boolean isIdle() {
    return writing.isPossible() && queue.isEmpty() && !window.hasUnsent() && window.hasRoom();
  }

  /** Sends what waits, as far as the window and the socket have room. Does not flush. */
  void send() {
    while (writing.isPossible() && sendUnsent() && sendNext()) {
      // until there is no more, or no room for it
    }
  }

  /** False if one is left. */
  private boolean sendUnsent() {
    while (window.hasUnsent()) {
      Inflight next = writing.isPossible() ? window.pollUnsent() : null;
      if (next == null) {
        return false;
      }
      if (next.isReleased()) {
        writing.release(next);
      } else {
        publish(next, next.wasSent()); // [MQTT-4.4.0-1]
      }
    }
    return true;
  }

  /** False if there is none, or no room. */
  private boolean sendNext() {
    StoredMessage next = queue.peek();
    if (next == null) {
      qos0Waits &= !queue.isEmpty();
      return false;
    }
    Delivery delivery = next.delivery();
    boolean expired = services.isExpired(delivery);
    if (!expired && delivery.qos() > 0 && !window.hasRoom()) {
      return false;
    }
    queue.poll();
    if (expired) {
      over.remove(next);
      session.drop(delivery, DeliveryDropReason.EXPIRED);
    } else if (delivery.qos() == 0) {
      over.remove(next);
      sendAtMostOnce(delivery);
    } else {
      begin(next);
    }
    return true;
  }

  private void begin(StoredMessage message) {
    Inflight begun = window.begin(message);
    writer().putFlow(number(), message.position(), new Flow(begun.packetId(), false));
    if (begun.qos() == 2 && session.isStored()) {
      hold(begun);
    }
  }

  private void storeRelease(Inflight released) {
    writer().putFlow(number(), released.message().position(), new Flow(released.packetId(), true));
  }

  /** Not sent before all that was changed until now is stored. */
  private void hold(Inflight what) {
    what.hold(true);
    session.whenStored(() -> {
      what.hold(false);
      session.pump();
    });
  }

  private void publish(Inflight what, boolean dup) {
    Delivery delivery = what.message().delivery();
    if (!writing.publish(what, dup)) {
      finish(what);
      session.drop(delivery, DeliveryDropReason.TOO_LARGE);
    }
  }

  private void sendAtMostOnce(Delivery delivery) {
    if (!writing.atMostOnce(delivery)) {
      session.drop(delivery, DeliveryDropReason.TOO_LARGE);
    }
  }

  // What the client answers

  /** What waits for its first acknowledgement under that identifier, or null. */
  public @Nullable Delivery unacknowledged(int packetId) {
    Inflight known = window.find(packetId);
    return known == null || known.isReleased() ? null : known.message().delivery();
  }

  /** Whether any message has that identifier. */
  public boolean isInFlight(int packetId) {
    return window.find(packetId) != null;
  }

  /** PUBACK; false if no QoS 1 message has that identifier. */
  public boolean acknowledged(int packetId) {
    Inflight known = window.find(packetId);
    if (known == null || known.qos() != 1) {
      return false;
    }
    finish(known);
    return true;
  }

  /** PUBREC; a reason code of 0x80 and above ends the flow. */
  public Received received(int packetId, int reasonCode) {
    Inflight known = window.find(packetId);
    if (known == null) {
      return Received.UNKNOWN;
    }
    if (known.qos() != 2) {
      return Received.UNEXPECTED;
    }
    if (reasonCode >= 0x80 && !known.isReleased()) {
      finish(known);
      return Received.ENDED;
    }
    Received first = known.isReleased() ? Received.REPEATED : Received.RELEASE;
    known.release();
    storeRelease(known);
    if (window.isSent(known)) {
      Outlet outlet = session.outlet();
      known.hold(true); // or retry_interval would send what the store does not know
      session.whenStored(() -> {
        known.hold(false);
        if (Objects.equals(outlet, session.outlet()) && known.equals(window.find(packetId))) {
          writing.release(known);
        }
      });
    } else if (session.isStored()) {
      hold(known); // PUBREL takes the place of its repetition
    }
    return first;
  }

  /** PUBCOMP; false if no released message has that identifier. */
  public boolean completed(int packetId) {
    Inflight known = window.find(packetId);
    if (known == null || !known.isReleased()) {
      return false;
    }
    finish(known);
    return true;
  }

  private void finish(Inflight known) {
    window.end(known);
    over.add(known.message());
  }

  // retry_interval

  /** Sends again what has been unacknowledged for too long; when to come back. */
  long onDeadline(long nowNanos) {
    long after = writing.retryNanos();
    long next = Resident.NONE;
    if (after == Resident.NONE || !isConnected()) {
      return next;
    }
    for (Inflight each : List.copyOf(window.all())) {
      if (window.isSent(each) && !each.isHeld()) {
        if (nowNanos - each.sentAtNanos() >= after && writing.isPossible()) {
          sendAgain(each);
        }
        next = Math.min(next, Math.max(nowNanos, each.sentAtNanos() + after));
      }
    }
    session.flushSoon();
    return next;
  }

  private void sendAgain(Inflight what) {
    if (what.isReleased()) {
      writing.release(what);
    } else {
      publish(what, true);
    }
  }

  // For those who look at it

  /** Whether others may want what is here if the session ends. */
  boolean hasShared() {
    return shared;
  }

  OutboundWindow window() {
    return window;
  }

  SessionQueue queue() {
    return queue;
  }

  // SessionQueue.Owner

  @Override
  public boolean isConnected() {
    return session.outlet() != null;
  }

  @Override
  public StoreWriter writer() {
    return session.writer();
  }

  @Override
  public long number() {
    return session.number();
  }

  @Override
  public void read(long fromPosition, int max, Consumer<List<StoredMessage>> answer) {
    session.read(
        fromPosition,
        max,
        messages -> {
          if (!session.hasEnded()) {
            answer.accept(messages);
          }
        });
  }

  @Override
  public void fell(StoredMessage message) {
    session.drop(message.delivery(), DeliveryDropReason.QUEUE_FULL);
  }

  @Override
  public void refilled() {
    session.pump();
    session.flushSoon();
  }
}
