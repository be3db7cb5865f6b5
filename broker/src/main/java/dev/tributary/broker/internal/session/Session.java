package dev.tributary.broker.internal.session;

import dev.tributary.broker.BrokerEvent.DeliveryDropReason;
import dev.tributary.broker.ClientEntry;
import dev.tributary.broker.ClientInfo;
import dev.tributary.broker.Custody;
import dev.tributary.broker.Delivery;
import dev.tributary.broker.ForceShutdown;
import dev.tributary.broker.Message;
import dev.tributary.broker.internal.metrics.Metric;
import dev.tributary.broker.internal.protocol.ConnectTerms;
import dev.tributary.broker.internal.protocol.Reason;
import dev.tributary.broker.internal.protocol.Will;
import dev.tributary.broker.internal.routing.RetainedCursor;
import dev.tributary.broker.internal.routing.Subscriber;
import dev.tributary.broker.internal.routing.Subscription;
import dev.tributary.broker.internal.store.SessionRecord;
import dev.tributary.broker.internal.store.StoreWriter;
import dev.tributary.broker.internal.store.StoredMessage;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What the broker knows of a client beyond a connection: subscriptions, messages on their way, QoS
 * 2 publishes between PUBLISH and PUBREL. In the store if it may outlive its connection and the
 * broker has a store that outlives the process; else in memory.
 *
 * <p>Owned by one event loop, that of its connection; a client that comes back on another loop
 * takes it along. Other threads only put messages into the mailbox, which is bounded and keeps its
 * order through such a move. Most sessions sleep: what they need for messages is made late.
 */
public final class Session extends Resident implements Subscriber, Mailbox.Owner {

  /** The number of a session that is not in the store. */
  static final long NOT_STORED = -1;

  private static final Logger LOG = LoggerFactory.getLogger(Session.class);
  private static final long CONNECTED = -1;

  private final SessionServices services;
  private final SessionRegistry registry;
  private final long number;
  private final long sinceMillis;
  private final Mailbox mailbox;
  private volatile LoopHome home;

  /** As it is connected, or was connected last. */
  private volatile ClientInfo client;

  private volatile @Nullable Outlet outlet; // others only look whether there is one
  private volatile long disconnectedAtMillis;

  /** So much waits for the store that QoS 0 publishers have to wait too. */
  private volatile boolean slow;

  /** Messages were turned away because the mailbox was full. */
  private volatile boolean overflown;

  // All below belongs to the loop of `home`.
  private Map<String, Subscription> subscriptions = Map.of();
  private @Nullable Receiving receiving;
  private @Nullable Outgoing outgoing;
  private @Nullable RetainedFeeding feeding;
  private @Nullable TrafficCount traffic;
  private @Nullable Departure departure;
  private @Nullable Will will;
  private long expirySeconds;
  private boolean arrived = true;
  private boolean flushing;

  /** Null until it ends; then it knows when nothing of it is left. */
  private @Nullable SessionEnd end;

  /**
   * @param number its key in the store, or {@link #NOT_STORED}
   */
  Session(
      ClientInfo client,
      LoopHome home,
      long number,
      long sinceMillis,
      SessionServices services,
      SessionRegistry registry) {
    this.client = client;
    this.home = home;
    this.number = number;
    this.sinceMillis = sinceMillis;
    this.disconnectedAtMillis = sinceMillis; // until its first connection stands
    this.expirySeconds = client.sessionExpirySeconds();
    this.services = services;
    this.registry = registry;
    this.mailbox = new Mailbox(this, services.mailboxMax());
  }

  // Who it is. Any thread

  public String clientId() {
    return client.clientId();
  }

  @Override
  public String subscriberId() {
    return client.clientId();
  }

  @Override
  public boolean isConnected() {
    return outlet != null;
  }

  @Override
  public boolean isDurable() {
    return client.sessionExpirySeconds() > 0;
  }

  boolean isStored() {
    return number != NOT_STORED;
  }

  ClientEntry entry() {
    return new ClientEntry(client, outlet != null, sinceMillis, disconnectedAtMillis, isStored());
  }

  // What comes in

  @Override
  public void deliver(
      Message message, Subscription subscription, boolean retained, Custody custody) {
    Delivery delivery = delivery(message, subscription, retained);
    if (isLoop(message, subscription)) {
      services.observer().deliveryDropped(client, delivery, DeliveryDropReason.NO_LOCAL);
      return;
    }
    boolean defers = isStored() && (delivery.qos() > 0 || slow);
    if (defers) {
      custody.defer();
    }
    Mailbox.Letter letter = new Mailbox.Letter(delivery, subscription, defers ? custody : null);
    switch (mailbox.put(letter)) {
      case FIRST -> home.wake(mailbox);
      case FULL -> {
        overflown = true;
        services.observer().deliveryDropped(client, delivery, DeliveryDropReason.QUEUE_FULL);
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
        subscription.identifier());
  }

  /** The client would get what it has published itself, and does not want that. */
  private boolean isLoop(Message message, Subscription subscription) {
    boolean unwanted =
        subscription.noLocal() // [MQTT-3.8.3-3]
            || (services.settings().options().ignoreLoopDeliver() && client.protocolVersion() < 5);
    ClientInfo publisher = unwanted ? message.publisher() : null;
    return publisher != null && publisher.clientId().equals(client.clientId());
  }

  /** Sends or keeps what is in the mailbox. */
  @Override
  public void drain() {
    if (!isMine()) {
      home.wake(mailbox);
      return;
    }
    for (Mailbox.Letter next = mailbox.take(); next != null; next = next.next()) {
      try {
        take(next);
      } catch (RuntimeException e) {
        LOG.error("a message to {} failed", this, e);
        next.fail();
      }
    }
    slow = writer().isBacklogged();
    closeIfTooMuch();
    Outlet connection = outlet;
    if (connection != null) {
      connection.flush();
    }
  }

  private void take(Mailbox.Letter letter) {
    Delivery delivery = letter.delivery();
    if (end != null) {
      end.late(letter);
    } else if (services.isExpired(delivery)) {
      drop(delivery, DeliveryDropReason.EXPIRED);
      letter.run();
    } else {
      outgoing().accept(delivery, letter.sharedFilter(), letter.isDeferred() ? letter : null);
    }
  }

  /** A retained message for a new subscription. */
  void take(Message message, Subscription subscription) {
    Delivery delivery = delivery(message, subscription, true);
    if (isLoop(message, subscription)) {
      drop(delivery, DeliveryDropReason.NO_LOCAL);
    } else {
      outgoing().accept(delivery, "", null);
    }
  }

  /** {@code force_shutdown}: a client that costs too much goes, its session stays. */
  private void closeIfTooMuch() {
    ForceShutdown limits = services.settings().forceShutdown();
    Outlet connection = outlet;
    boolean full = overflown;
    overflown = false;
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

  // Its connection

  /** The connection stands: what is in flight is sent again, then what waited. */
  public void attach(Outlet connection, ConnectTerms terms) {
    assert isMine();
    outlet = connection;
    disconnectedAtMillis = CONNECTED;
    departure = null; // a will that was still waiting is not published ([MQTT-3.1.3-9])
    will = terms.will();
    expirySeconds = terms.sessionExpirySeconds();
    remember();
    if (outgoing != null) {
      outgoing.resume();
    }
    pump();
    connection.flush();
  }

  /** The connection is gone; the session waits for its client, or ends. */
  public void detach(Outlet connection, Departure how) {
    Outlet known = outlet;
    if (end != null || (known != null && !known.equals(connection))) {
      return; // another connection has the session by now
    }
    outlet = null;
    disconnectedAtMillis = services.observer().nowMillis();
    departure = how;
    will = how.will();
    expirySeconds = how.sessionExpirySeconds();
    if (outgoing != null) {
      outgoing.disconnected();
    }
    if (how.isSessionOver(how.atNanos())) {
      end(true);
    } else {
      remember();
      home.watch(this, onDeadline(how.atNanos()));
    }
  }

  /** Makes room for a client that arrives with this session's client identifier. */
  void yieldTo(Arrival arrival) {
    if (!isMine()) {
      home.execute(() -> yieldTo(arrival));
      return;
    }
    boolean clean = arrival.client().cleanStart();
    Outlet old = outlet;
    if (old != null) {
      services.observer().count(clean ? Metric.SESSION_DISCARDED : Metric.SESSION_TAKENOVER);
      old.close(
          clean ? Reason.DISCARDED : Reason.TAKEN_OVER,
          "the client identifier connected again"); // [MQTT-3.1.4-3]
    }
    if (clean) {
      end(false); // [MQTT-3.1.2-4]
    }
    if (end == null) {
      moveTo(arrival);
    } else {
      end.whenGone(() -> arrival.home().execute(() -> registry.open(arrival)));
    }
  }

  private void moveTo(Arrival arrival) {
    LoopHome next = arrival.home();
    home.forget(this);
    writer().submit(); // before anything that the other loop writes
    arrived = false;
    client = arrival.client();
    home = next;
    next.execute(() -> {
      arrived = true;
      next.watch(this, next.nowNanos());
      services.observer().count(Metric.SESSION_RESUMED);
      arrival.opened(this, true);
    });
  }

  /** Disconnects its client and ends it. */
  void kick() {
    Outlet connection = outlet;
    if (connection != null) {
      connection.close(Reason.KICKED, "");
    }
    end(true);
  }

  /**
   * @param willFirst forgets the session only when its will is held by all who must hold it
   */
  private void end(boolean willFirst) {
    if (end != null) {
      return;
    }
    Departure gone = departure;
    departure = null;
    for (String filter : subscriptions.keySet()) {
      services.router().unsubscribe(this, filter);
    }
    home.forget(this);
    registry.ended(this);
    SessionEnd ending = new SessionEnd(this);
    end = ending;
    ending.start(gone == null ? null : gone.will(), willFirst); // [MQTT-3.1.2-8]
    subscriptions = Map.of();
    feeding = null;
  }

  // Its subscriptions

  public Set<String> topicFilters() {
    return subscriptions.keySet();
  }

  Collection<Subscription> subscriptions() {
    return subscriptions.values();
  }

  public void subscribe(Subscription subscription) {
    hold(subscription);
    writer().putSubscription(number, subscription);
    RetainedCursor retained = services.router().subscribe(this, subscription);
    if (retained != null) {
      RetainedFeeding known = feeding;
      if (known == null) {
        known = new RetainedFeeding(this, services.router().feed());
        feeding = known;
      }
      known.add(retained);
      pump();
    }
  }

  /** What is ended, or null if there was no such subscription. */
  public @Nullable Subscription unsubscribe(String filter) {
    Subscription held = subscriptions.get(filter);
    if (held == null) {
      return null;
    }
    Map<String, Subscription> others = new HashMap<>(subscriptions);
    others.remove(filter);
    subscriptions = others;
    writer().removeSubscription(number, filter);
    if (feeding != null) {
      feeding.forget(filter);
    }
    return services.router().unsubscribe(this, filter) ? held : null;
  }

  private void hold(Subscription subscription) {
    if (subscriptions.isEmpty()) {
      subscriptions = Map.of(subscription.filter(), subscription); // most have just one
      return;
    }
    if (!(subscriptions instanceof HashMap)) {
      subscriptions = new HashMap<>(subscriptions);
    }
    subscriptions.put(subscription.filter(), subscription);
  }

  /** As it was found in the store; before any message can come. */
  void restore(Collection<Subscription> stored, Departure gone, long goneAtMillis) {
    departure = gone;
    will = gone.will();
    expirySeconds = gone.sessionExpirySeconds();
    disconnectedAtMillis = goneAtMillis;
    for (Subscription subscription : stored) {
      hold(subscription);
      services.router().restore(this, subscription);
    }
  }

  /** Begins to look at its deadlines after a start. */
  void wake() {
    if (end == null) {
      remember();
      home.watch(this, onDeadline(home.nowNanos()));
    }
  }

  /** The process had ended while another one took its place. */
  void supersede() {
    departure = null; // its will was published by that
    end(false);
  }

  // Its messages

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

  /** Null if there was never one. */
  @Nullable Receiving knownReceiving() {
    return receiving;
  }

  boolean hasEnded() {
    return end != null;
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
    if (outlet == null) {
      return;
    }
    if (outgoing != null) {
      outgoing.send();
    }
    RetainedFeeding known = feeding;
    if (known != null) {
      known.run();
      feeding = known.isDone() ? null : feeding;
    }
  }

  void drop(Delivery delivery, DeliveryDropReason reason) {
    traffic().dropped(reason);
    services.observer().deliveryDropped(client, delivery, reason);
  }

  // What it is made of

  SessionServices services() {
    return services;
  }

  LoopHome home() {
    return home;
  }

  @Nullable Outlet outlet() {
    return outlet;
  }

  ClientInfo client() {
    return client;
  }

  long number() {
    return number;
  }

  long expirySeconds() {
    return expirySeconds;
  }

  int receiveMaximum() {
    return client.receiveMaximum();
  }

  int mailboxSize() {
    return mailbox.size();
  }

  // Its loop and its store

  StoreWriter writer() {
    return isStored() ? home.writer() : Unstored.WRITER;
  }

  /**
   * Runs a task on the session's loop, wherever that is by then, when all changes made here so far
   * are stored; for a session that is not stored at once.
   */
  public void whenStored(Runnable task) {
    if (isStored()) {
      home.writer()
          .whenStored(() ->
              here(() -> {
                task.run();
                flushSoon();
              }));
    } else {
      task.run();
    }
  }

  /** Asks for its messages; answered on its loop unless it has ended by then. */
  void read(long fromPosition, int max, Consumer<List<StoredMessage>> answer) {
    readEnded(
        fromPosition,
        max,
        messages -> {
          if (end == null) {
            answer.accept(messages);
          }
        });
  }

  /** Answered also when it has ended. */
  void readEnded(long fromPosition, int max, Consumer<List<StoredMessage>> answer) {
    home.writer().submit(); // so that the answer knows of it
    home.read(number, fromPosition, max, messages -> here(() -> answer.accept(messages)));
  }

  /** Runs a task on the loop of the session, if need be by following it there. */
  void here(Runnable task) {
    if (isMine()) {
      task.run();
    } else {
      later(task);
    }
  }

  /** Not before this returns. */
  void later(Runnable task) {
    home.execute(() -> here(task));
  }

  /** One flush for all that is written in this turn of the loop. */
  public void flushSoon() {
    if (!flushing && outlet != null) {
      flushing = true;
      later(() -> {
        flushing = false;
        Outlet connection = outlet;
        if (connection != null) {
          connection.flush();
        }
      });
    }
  }

  /** What a restart has to know beside subscriptions and messages. */
  private void remember() {
    if (isStored()) {
      home.writer()
          .putSession(
              number,
              new SessionRecord(client, expirySeconds, sinceMillis, disconnectedAtMillis, will));
    }
  }

  // Its deadlines

  /** Something was sent that may have to be sent again; when that was. */
  long noteSent() {
    long now = home.nowNanos();
    long after = retryNanos();
    if (after != NONE) {
      home.watch(this, now + after);
    }
    return now;
  }

  /** {@code retry_interval}; MQTT 5 does not allow it ([MQTT-4.4.0-1]). */
  private long retryNanos() {
    return client.protocolVersion() < 5 ? services.retryNanos() : NONE;
  }

  @Override
  protected long onDeadline(long nowNanos) {
    Departure gone = departure;
    if (end == null && gone != null) {
      if (gone.isSessionOver(nowNanos)) {
        end(true);
      } else if (gone.isWillDue(nowNanos)) {
        departure = gone.withoutWill();
        publishWill();
      }
    }
    return end == null ? next(nowNanos) : NONE;
  }

  private long next(long nowNanos) {
    long next = receiving == null ? NONE : receiving.onDeadline(nowNanos);
    if (departure != null) {
      next = Math.min(next, departure.nextDeadline());
    }
    if (feeding != null) {
      if (nowNanos >= feeding.nextAtNanos()) {
        pump();
        flushSoon();
      }
      next = feeding == null ? next : Math.min(next, feeding.nextAtNanos());
    }
    if (outgoing != null && outlet != null && retryNanos() != NONE) {
      next = Math.min(next, outgoing.retry(nowNanos, retryNanos()));
      flushSoon();
    }
    return next;
  }

  private void publishWill() {
    Will due = will;
    if (due == null) {
      return;
    }
    // Only then: whoever dies before finds it again and publishes it again.
    AllHeld custody =
        new AllHeld(() ->
            later(() -> {
              if (end == null && will == due) {
                will = null;
                remember();
              }
            }));
    services.wills().publish(client, due, home, custody);
    custody.release();
  }

  @Override
  public String toString() {
    return "session " + client.clientId();
  }

  /** False on other loops, and on the new loop while the move to it is under way. */
  private boolean isMine() {
    return home.isHere() && arrived;
  }
}
