package dev.tributary.broker.internal.session;

import dev.tributary.broker.BrokerEvent.DeliveryDropReason;
import dev.tributary.broker.ClientEntry;
import dev.tributary.broker.ClientInfo;
import dev.tributary.broker.Custody;
import dev.tributary.broker.Delivery;
import dev.tributary.broker.Message;
import dev.tributary.broker.internal.metrics.Metric;
import dev.tributary.broker.internal.protocol.ConnectTerms;
import dev.tributary.broker.internal.protocol.Reason;
import dev.tributary.broker.internal.routing.Subscriber;
import dev.tributary.broker.internal.routing.Subscription;
import dev.tributary.broker.internal.store.StoreWriter;
import dev.tributary.broker.internal.store.StoredMessage;
import java.util.Collection;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What the broker knows of a client beyond a connection: subscriptions, messages on their way, QoS
 * 2 publishes between PUBLISH and PUBREL. In the store if it may outlive its connection and the
 * broker has a store that outlives the process; else in memory.
 *
 * <p>Owned by one event loop, that of its connection; a client that comes back on another loop
 * takes it along. Other threads only put messages into the mailbox, which is bounded and keeps its
 * order through such a move. Most sessions sleep: what they need for messages is made late.
 */
public final class Session extends Resident implements Subscriber {

  private final SessionServices services;
  private final SessionRegistry registry;
  private final Inbox inbox;
  private final Residence residence;
  private final Attendance attendance;
  private final HeldSubscriptions subscriptions;

  // All below belongs to the loop of its residence.
  private @Nullable Receiving receiving;
  private @Nullable Outgoing outgoing;
  private @Nullable TrafficCount traffic;

  /** Null until it ends; then it knows when nothing of it is left. */
  private @Nullable SessionEnd end;

  Session(
      ClientInfo client,
      Residence residence,
      long sinceMillis,
      SessionServices services,
      SessionRegistry registry) {
    this.services = services;
    this.registry = registry;
    this.residence = residence;
    this.inbox = new Inbox(this);
    this.attendance = new Attendance(this, client, sinceMillis);
    this.subscriptions = new HeldSubscriptions(this);
  }

  // Who it is. Any thread

  public String clientId() {
    return client().clientId();
  }

  @Override
  public String subscriberId() {
    return clientId();
  }

  @Override
  public boolean isConnected() {
    return outlet() != null;
  }

  @Override
  public boolean isDurable() {
    return client().sessionExpirySeconds() > 0;
  }

  public boolean isStored() {
    return residence.isStored();
  }

  ClientInfo client() {
    return attendance.client();
  }

  ClientEntry entry() {
    return attendance.entry();
  }

  @Override
  public void deliver(
      Message message, Subscription subscription, boolean retained, Custody custody) {
    inbox.deliver(message, subscription, retained, custody);
  }

  /** A retained message for a new subscription. */
  void take(Message message, Subscription subscription) {
    inbox.take(message, subscription);
  }

  // Its connection

  /** The connection stands: what is in flight is sent again, then what waited. */
  public void attach(Outlet connection, ConnectTerms terms) {
    assert residence.isHere();
    attendance.came(connection, terms);
    if (outgoing != null) {
      outgoing.resume();
    }
    pump();
    connection.flush();
  }

  /** The connection is gone; the session waits for its client, or ends. */
  public void detach(Outlet connection, Departure how) {
    Outlet known = outlet();
    if (end != null || (known != null && !known.equals(connection))) {
      return; // another connection has the session by now
    }
    boolean stays = attendance.went(how);
    if (outgoing != null) {
      outgoing.disconnected();
    }
    if (stays) {
      watch(how.atNanos());
    } else {
      end(true);
    }
  }

  /** Makes room for a client that arrives with this session's client identifier. */
  void yieldTo(Arrival arrival) {
    if (!residence.isHere()) {
      residence.later(() -> yieldTo(arrival));
      return;
    }
    boolean clean = arrival.client().cleanStart();
    Outlet old = outlet();
    if (old != null) {
      services.observer().count(clean ? Metric.SESSION_DISCARDED : Metric.SESSION_TAKENOVER);
      old.close(
          clean ? Reason.DISCARDED : Reason.TAKEN_OVER,
          "the client identifier connected again"); // [MQTT-3.1.4-3]
    }
    SessionEnd ended = clean ? end(false) : end; // [MQTT-3.1.2-4]
    if (ended == null) {
      moveTo(arrival);
    } else {
      ended.whenGone(() -> arrival.home().execute(() -> registry.open(arrival)));
    }
  }

  private void moveTo(Arrival arrival) {
    home().forget(this);
    attendance.comes(arrival.client());
    residence.moveTo(
        arrival.home(),
        () -> {
          home().watch(this, home().nowNanos());
          services.observer().count(Metric.SESSION_RESUMED);
          arrival.opened(this, true);
        });
  }

  /**
   * Disconnects its client and ends it.
   *
   * @param gone run when nothing is left of it
   */
  void kick(Runnable gone) {
    Outlet connection = outlet();
    if (connection != null) {
      connection.close(Reason.KICKED, "");
    }
    end(true).whenGone(gone);
  }

  /** The process had ended while another one took its place. */
  void supersede() {
    attendance.takeWill(); // which that has published
    end(false);
  }

  /**
   * Ends it, unless it has ended.
   *
   * @param willFirst forgets the session only when its will is held by all who must hold it
   */
  private SessionEnd end(boolean willFirst) {
    SessionEnd known = end;
    if (known != null) {
      return known;
    }
    SessionEnd ending = new SessionEnd(this);
    end = ending;
    subscriptions.end();
    home().forget(this);
    registry.ended(this);
    ending.start(attendance.takeWill(), willFirst); // [MQTT-3.1.2-8]
    return ending;
  }

  /** Nothing of it is left in the store. */
  void gone() {
    if (receiving != null) {
      receiving.gone();
    }
    registry.gone(this);
  }

  boolean hasEnded() {
    return end != null;
  }

  /** Null until it ends. */
  @Nullable SessionEnd knownEnd() {
    return end;
  }

  boolean isHere() {
    return residence.isHere();
  }

  /** As it was found in the store; before any message can come. */
  void restore(Collection<Subscription> stored, Departure gone, long goneAtMillis) {
    attendance.restore(gone, goneAtMillis);
    stored.forEach(subscriptions::restore);
  }

  /** Begins to look at its deadlines after a start. */
  void wake() {
    if (end == null) {
      attendance.remember();
      if (outgoing != null) {
        outgoing.wake();
      }
      watch(home().nowNanos());
    }
  }

  // Its parts

  public HeldSubscriptions subscriptions() {
    return subscriptions;
  }

  /** Messages to the client. */
  public Outgoing outgoing() {
    Outgoing known = outgoing;
    if (known == null) {
      known = new Outgoing(this);
      outgoing = known;
    }
    return known;
  }

  /** Null if there was never one. */
  @Nullable Outgoing knownOutgoing() {
    return outgoing;
  }

  /** QoS 2 messages from the client. */
  public Receiving receiving() {
    Receiving known = receiving;
    if (known == null) {
      known = new Receiving(this);
      receiving = known;
    }
    return known;
  }

  @Nullable Receiving knownReceiving() {
    return receiving;
  }

  public TrafficCount traffic() {
    TrafficCount known = traffic;
    if (known == null) {
      known = new TrafficCount();
      traffic = known;
    }
    return known;
  }

  /** Sends what waits, as far as the window and the socket have room. Does not flush. */
  public void pump() {
    if (outlet() != null) {
      if (outgoing != null) {
        outgoing.send();
      }
      subscriptions.feed();
    }
  }

  void drop(Delivery delivery, DeliveryDropReason reason) {
    traffic().dropped(reason);
    services.observer().deliveryDropped(client(), delivery, reason);
  }

  /** One flush for all that is written in this turn of the loop. */
  public void flushSoon() {
    attendance.flushSoon();
  }

  // What it is made of

  SessionRegistry registry() {
    return registry;
  }

  SessionServices services() {
    return services;
  }

  LoopHome home() {
    return residence.home();
  }

  @Nullable Outlet outlet() {
    return attendance.outlet();
  }

  long number() {
    return residence.number();
  }

  long expirySeconds() {
    return attendance.expirySeconds();
  }

  int receiveMaximum() {
    return client().receiveMaximum();
  }

  int mailboxSize() {
    return inbox.size();
  }

  StoreWriter writer() {
    return residence.writer();
  }

  /** As {@link Residence#whenStored}; what is written to the client then is flushed. */
  public void whenStored(Runnable task) {
    if (isStored()) {
      residence.whenStored(() -> {
        task.run();
        flushSoon();
      });
    } else {
      task.run();
    }
  }

  /** Asks the store for messages; answered on its loop, also when it has ended by then. */
  void read(long fromPosition, int max, Consumer<List<StoredMessage>> answer) {
    residence.read(fromPosition, max, answer);
  }

  /** Runs a task on the loop of the session, not before this returns. Any thread. */
  void later(Runnable task) {
    residence.later(task);
  }

  // Its deadlines

  private void watch(long nowNanos) {
    home().watch(this, onDeadline(nowNanos));
  }

  @Override
  protected long onDeadline(long nowNanos) {
    if (end == null && !attendance.onDeadline(nowNanos)) {
      end(true);
    }
    if (end != null) {
      return NONE;
    }
    long next = receiving == null ? NONE : receiving.onDeadline(nowNanos);
    if (nowNanos >= subscriptions.nextFeedNanos()) {
      pump();
      flushSoon();
    }
    if (outgoing != null) {
      next = Math.min(next, outgoing.onDeadline(nowNanos));
    }
    return Math.min(next, Math.min(attendance.nextDeadline(), subscriptions.nextFeedNanos()));
  }

  @Override
  public String toString() {
    return "session " + clientId();
  }
}
