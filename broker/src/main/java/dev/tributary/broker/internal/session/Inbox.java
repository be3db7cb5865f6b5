package dev.tributary.broker.internal.session;

import dev.tributary.broker.BrokerEvent.DeliveryDropReason;
import dev.tributary.broker.ClientInfo;
import dev.tributary.broker.Custody;
import dev.tributary.broker.Delivery;
import dev.tributary.broker.ForceShutdown;
import dev.tributary.broker.Message;
import dev.tributary.broker.internal.protocol.Reason;
import dev.tributary.broker.internal.routing.Subscriber;
import dev.tributary.broker.internal.routing.Subscription;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where messages for one session arrive, from publishers on any thread, on the way to its {@link
 * Outgoing}. Of a stored session the publisher of a QoS 1 or 2 message waits until it is stored.
 * Bounded by {@code force_shutdown.max_mailbox_size}.
 */
final class Inbox implements Mailbox.Owner {

  private static final Logger LOG = LoggerFactory.getLogger(Inbox.class);

  private final Session session;
  private final SessionServices services;
  private final Mailbox mailbox;

  /** So much waits for the store that QoS 0 publishers have to wait too. */
  private volatile boolean slow;

  /** Messages were turned away because the mailbox was full. */
  private volatile boolean overflown;

  Inbox(Session session) {
    this.session = session;
    this.services = session.services();
    this.mailbox = new Mailbox(this, services.mailboxMax());
  }

  int size() {
    return mailbox.size();
  }

  @Override
  public String toString() {
    return session.toString();
  }

  /** As {@link Subscriber#deliver}. Any thread. */
  void deliver(Message message, Subscription subscription, boolean retained, Custody custody) {
    Delivery delivery = delivery(message, subscription, retained);
    if (isLoop(message, subscription)) {
      services.observer().deliveryDropped(session.client(), delivery, DeliveryDropReason.NO_LOCAL);
      return;
    }
    boolean defers = session.isStored() && (delivery.qos() > 0 || slow);
    if (defers) {
      custody.defer();
    }
    Mailbox.Letter letter = new Mailbox.Letter(delivery, subscription, defers ? custody : null);
    switch (mailbox.put(letter)) {
      case FIRST -> session.home().wake(mailbox);
      case FULL -> {
        overflown = true;
        services
            .observer()
            .deliveryDropped(session.client(), delivery, DeliveryDropReason.QUEUE_FULL);
        letter.run();
      }
      case MORE -> {
        // the loop was told by whoever put the first one in
      }
    }
  }

  private Delivery delivery(Message message, Subscription subscription, boolean retained) {
    return new Delivery(
        message,
        services.settings().options().upgradeQos()
            ? subscription.qos()
            : Math.min(message.qos(), subscription.qos()), // [MQTT-3.8.4-8]
        retained || (subscription.retainAsPublished() && message.retain()), // 3.3.1-12, -13
        subscription.identifier(),
        subscription.furtherIdentifiers());
  }

  /** The client would get what it has published itself, and does not want that. */
  private boolean isLoop(Message message, Subscription subscription) {
    boolean unwanted =
        subscription.noLocal() // [MQTT-3.8.3-3]
            || (services.settings().options().ignoreLoopDeliver()
                && session.client().protocolVersion() < 5);
    ClientInfo publisher = unwanted ? message.publisher() : null;
    return publisher != null && publisher.clientId().equals(session.clientId());
  }

  /** Sends or keeps what is in the mailbox. */
  @Override
  public void drain() {
    if (!session.isHere()) {
      session.home().wake(mailbox);
      return;
    }
    for (Mailbox.Letter next = mailbox.take(); next != null; next = next.next()) {
      try {
        take(next);
      } catch (RuntimeException e) {
        LOG.error("a message to {} failed", session, e);
        next.fail();
      }
    }
    slow = session.writer().isBacklogged();
    closeIfTooMuch();
    Outlet connection = session.outlet();
    if (connection != null) {
      connection.flush();
    }
  }

  private void take(Mailbox.Letter letter) {
    Delivery delivery = letter.delivery();
    SessionEnd end = session.knownEnd();
    if (end != null) {
      end.late(letter);
    } else if (services.isExpired(delivery)) {
      session.drop(delivery, DeliveryDropReason.EXPIRED);
      letter.run();
    } else {
      session
          .outgoing()
          .accept(delivery, letter.sharedFilter(), letter.isDeferred() ? letter : null);
    }
  }

  /** A retained message for a new subscription. */
  void take(Message message, Subscription subscription) {
    Delivery delivery = delivery(message, subscription, true);
    if (isLoop(message, subscription)) {
      session.drop(delivery, DeliveryDropReason.NO_LOCAL);
    } else {
      session.outgoing().accept(delivery, "", null);
    }
  }

  /** {@code force_shutdown}: a client that costs too much goes, its session stays. */
  private void closeIfTooMuch() {
    ForceShutdown limits = services.settings().forceShutdown();
    Outlet connection = session.outlet();
    boolean full = overflown;
    overflown = false;
    Outgoing outgoing = session.knownOutgoing();
    if (connection == null || outgoing == null || !limits.enable()) {
      return;
    }
    if (full) {
      connection.close(
          Reason.MAILBOX_OVERFLOW, "more than " + limits.mailboxMax() + " messages at once");
    } else if (outgoing.queue().bytesInMemory() > limits.heapBytesMax()) {
      connection.close(
          Reason.HEAP_TOO_LARGE, "more than " + limits.heapBytesMax() + " bytes wait in memory");
    }
  }
}
