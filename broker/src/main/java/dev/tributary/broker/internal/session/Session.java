package dev.tributary.broker.internal.session;

import dev.tributary.broker.BrokerEvent.DeliveryDropReason;
import dev.tributary.broker.ClientInfo;
import dev.tributary.broker.Custody;
import dev.tributary.broker.Delivery;
import dev.tributary.broker.Message;
import dev.tributary.broker.MqttLimits;
import dev.tributary.broker.internal.metrics.Metric;
import dev.tributary.broker.internal.metrics.Observer;
import dev.tributary.broker.internal.protocol.Reason;
import dev.tributary.broker.internal.routing.RetainedCursor;
import dev.tributary.broker.internal.routing.RetainedFeed;
import dev.tributary.broker.internal.routing.Router;
import dev.tributary.broker.internal.routing.Subscriber;
import dev.tributary.broker.internal.routing.Subscription;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What the broker knows of a client beyond a connection: subscriptions, messages on their way, QoS
 * 2 publishes between PUBLISH and PUBREL. Kept in memory.
 *
 * <p>Owned by one event loop, that of its connection; a client that comes back on another loop
 * takes it along. Other threads only put messages into the mailbox, which is bounded and keeps its
 * order through such a move.
 */
public final class Session extends Resident implements Subscriber, Mailbox.Owner {

  private static final int MAILBOX_MAX = 65_536;
  private static final long NANOS = 1_000_000_000L;

  private final String clientId;
  private final MqttLimits limits;
  private final Router router;
  private final Observer observer;
  private final SessionRegistry registry;

  private final Mailbox mailbox = new Mailbox(this, MAILBOX_MAX);
  private volatile LoopHome home;

  /** As it is connected, or was connected last. */
  private volatile ClientInfo client;

  // All below belongs to the loop of `home`.
  private final Map<String, Subscription> subscriptions = new HashMap<>(2);
  private final AwaitingRelease awaitingRelease = new AwaitingRelease();
  private final OutboundWindow window;
  private volatile @Nullable Outlet outlet; // others only look whether there is one
  private @Nullable RetainedFeed feed;
  private long feedAtNanos = NONE;
  private @Nullable Departure departure;
  private boolean arrived = true;
  private boolean ended;

  Session(
      ClientInfo client,
      LoopHome home,
      MqttLimits limits,
      Router router,
      Observer observer,
      SessionRegistry registry) {
    this.clientId = client.clientId();
    this.client = client;
    this.home = home;
    this.limits = limits;
    this.router = router;
    this.observer = observer;
    this.registry = registry;
    this.window = new OutboundWindow(limits.inflightMax(), limits.queuedMessagesMax());
  }

  public String clientId() {
    return clientId;
  }

  @Override
  public String subscriberId() {
    return clientId;
  }

  @Override
  public boolean isConnected() {
    return outlet != null;
  }

  @Override
  public boolean isDurable() {
    return client.sessionExpirySeconds() > 0;
  }

  public AwaitingRelease awaitingRelease() {
    return awaitingRelease;
  }

  public OutboundWindow window() {
    return window;
  }

  public Set<String> topicFilters() {
    return subscriptions.keySet();
  }

  @Override
  public void deliver(
      Message message, Subscription subscription, boolean retained, Custody custody) {
    Delivery delivery = delivery(message, subscription, retained);
    if (isNoLocal(message, subscription)) {
      drop(delivery, DeliveryDropReason.NO_LOCAL); // [MQTT-3.8.3-3]
      return;
    }
    switch (mailbox.put(new Mailbox.Letter(delivery, subscription, custody))) {
      case FIRST -> home.wake(mailbox);
      case FULL -> drop(delivery, DeliveryDropReason.QUEUE_FULL);
      case MORE -> {
        // the loop was told by whoever put the first one in
      }
    }
  }

  private static Delivery delivery(Message message, Subscription subscription, boolean retained) {
    return new Delivery(
        message,
        Math.min(message.qos(), subscription.qos()), // [MQTT-3.8.4-8]
        retained || (subscription.retainAsPublished() && message.retain()), // 3.3.1-12, -13
        subscription.identifier());
  }

  private boolean isNoLocal(Message message, Subscription subscription) {
    ClientInfo publisher = message.publisher();
    return subscription.noLocal() && publisher != null && publisher.clientId().equals(clientId);
  }

  /** The connection stands: what is in flight is sent again, then what waited. */
  public void attach(Outlet connection, int receiveMaximum) {
    assert isMine();
    outlet = connection;
    departure = null; // a will that was still waiting is not published ([MQTT-3.1.3-9])
    window.resume(Math.min(limits.inflightMax(), receiveMaximum));
    pump();
    connection.flush();
  }

  /** The connection is gone; the session waits for its client, or ends. */
  public void detach(Outlet connection, Departure how) {
    if (outlet != null && !outlet.equals(connection)) {
      return; // another connection has the session by now
    }
    outlet = null;
    departure = how;
    home.watch(this, onDeadline(how.atNanos()));
  }

  /** Makes room for a client that arrives with this session's client identifier. */
  void yieldTo(Arrival arrival) {
    if (!isMine()) {
      home.execute(() -> yieldTo(arrival));
      return;
    }
    Outlet old = outlet;
    if (old != null) {
      observer.count(
          arrival.client().cleanStart() ? Metric.SESSION_DISCARDED : Metric.SESSION_TAKENOVER);
      old.close(
          arrival.client().cleanStart() ? Reason.DISCARDED : Reason.TAKEN_OVER,
          "the client identifier connected again"); // [MQTT-3.1.4-3]
    }
    if (arrival.client().cleanStart()) {
      end(); // [MQTT-3.1.2-4]
    }
    if (ended) {
      arrival.home().execute(() -> registry.open(arrival));
    } else {
      moveTo(arrival);
    }
  }

  private void moveTo(Arrival arrival) {
    home.forget(this);
    arrived = false;
    client = arrival.client();
    home = arrival.home();
    arrival
        .home()
        .execute(() -> {
          arrived = true;
          arrival.home().watch(this, arrival.home().nowNanos());
          observer.count(Metric.SESSION_RESUMED);
          arrival.opened(this, true);
        });
  }

  public void subscribe(Subscription subscription) {
    subscriptions.put(subscription.filter(), subscription);
    RetainedCursor retained = router.subscribe(this, subscription);
    if (retained != null) {
      feed = feed == null ? router.feed() : feed;
      feed.add(retained);
      feed();
    }
  }

  /** What is ended, or null if there was no such subscription. */
  public @Nullable Subscription unsubscribe(String filter) {
    Subscription held = subscriptions.remove(filter);
    if (feed != null) {
      feed.forget(filter);
    }
    return held != null && router.unsubscribe(this, filter) ? held : null;
  }

  /** Sends what waits, as far as the window and the socket have room. Does not flush. */
  public void pump() {
    sendWaiting();
    feed();
  }

  private void sendWaiting() {
    Outlet connection = outlet;
    while (connection != null && connection.isWritable()) {
      switch (window.next(observer.nowMillis())) {
        case OutboundWindow.Step.Publish(int packetId, Delivery delivery, boolean dup) -> {
          if (!connection.publish(delivery, packetId, dup)) {
            window.forget(packetId);
            drop(delivery, DeliveryDropReason.TOO_LARGE);
          }
        }
        case OutboundWindow.Step.Release(int packetId) -> connection.release(packetId, 0);
        case OutboundWindow.Step.Expired(Delivery delivery) ->
            drop(delivery, DeliveryDropReason.EXPIRED);
        case OutboundWindow.Step.Rest() -> {
          return;
        }
      }
    }
  }

  /** A QoS 2 publish of the client was taken: its PUBREL is not waited for without end. */
  public void awaitRelease(PendingPublish publish, long nowNanos) {
    awaitingRelease.add(publish, nowNanos);
    home.watch(this, nowNanos);
  }

  @Override
  protected long onDeadline(long nowNanos) {
    int late = awaitingRelease.expire(nowNanos, nanos(limits.awaitingRelTimeout()));
    observer.counters().add(Metric.DROPPED_AWAIT_PUBREL_TIMEOUT, late);
    Departure gone = departure;
    if (gone != null && gone.isOver(nowNanos, gone.sessionExpirySeconds())) {
      end();
    } else if (gone != null
        && gone.will() != null
        && gone.isOver(nowNanos, gone.willDelaySeconds())) {
      departure = gone.withoutWill();
      gone.will().run();
    }
    if (nowNanos >= feedAtNanos) {
      feedOn();
    }
    return nextDeadline(nowNanos);
  }

  private long nextDeadline(long nowNanos) {
    if (ended) {
      return NONE;
    }
    long release = awaitingRelease.nextDeadline(nowNanos, nanos(limits.awaitingRelTimeout()));
    long next = Math.min(release, feedAtNanos);
    Departure gone = departure;
    return gone == null ? next : Math.min(next, gone.nextDeadline());
  }

  @Override
  public String toString() {
    return "session " + clientId;
  }

  private void end() {
    if (ended) {
      return;
    }
    ended = true;
    for (String filter : subscriptions.keySet()) {
      router.unsubscribe(this, filter);
    }
    subscriptions.clear();
    home.forget(this);
    registry.ended(this);
    Departure gone = departure;
    departure = null;
    if (gone != null && gone.will() != null) {
      gone.will().run(); // [MQTT-3.1.2-8]: at the latest when the session ends
    }
  }

  /** Sends or keeps what is in the mailbox. */
  @Override
  public void drain() {
    if (!isMine()) {
      home.wake(mailbox);
      return;
    }
    for (Mailbox.Letter next = mailbox.take(); next != null; next = next.next()) {
      send(next.delivery());
    }
    if (outlet != null) {
      outlet.flush();
    }
  }

  private void send(Delivery delivery) {
    if (ended) {
      return;
    }
    if (delivery.isExpired(observer.nowMillis())) {
      drop(delivery, DeliveryDropReason.EXPIRED);
    } else if (delivery.qos() == 0) {
      sendAtMostOnce(delivery);
    } else {
      Delivery fallen = window.offer(delivery);
      if (fallen != null) {
        drop(fallen, DeliveryDropReason.QUEUE_FULL);
      }
      sendWaiting();
    }
  }

  /** Retained messages of new subscriptions come when nothing else waits. */
  private void feed() {
    feedAtNanos = NONE;
    RetainedFeed from = feed;
    Outlet connection = outlet;
    while (from != null && connection != null && connection.isWritable() && window.hasRoom()) {
      switch (from.next(home.nowNanos())) {
        case RetainedFeed.Step.Next(Message message, Subscription subscription) -> {
          Delivery delivery = delivery(message, subscription, true);
          if (isNoLocal(message, subscription)) {
            drop(delivery, DeliveryDropReason.NO_LOCAL); // [MQTT-3.8.3-3]
          } else {
            send(delivery);
          }
        }
        case RetainedFeed.Step.Later(long atNanos) -> {
          feedAtNanos = atNanos;
          home.watch(this, atNanos);
          return;
        }
        case RetainedFeed.Step.Pause() -> {
          home.execute(this::feedOn);
          return;
        }
        case RetainedFeed.Step.Done() -> {
          feed = null;
          return;
        }
      }
    }
  }

  private void feedOn() {
    if (isMine()) { // else the other loop pumps when the session arrives there
      feed();
      Outlet connection = outlet;
      if (connection != null) {
        connection.flush();
      }
    }
  }

  private void sendAtMostOnce(Delivery delivery) {
    if (outlet == null || !outlet.isWritable()) {
      drop(delivery, DeliveryDropReason.QOS0_MESSAGE);
    } else if (!outlet.publish(delivery, 0, false)) {
      drop(delivery, DeliveryDropReason.TOO_LARGE);
    }
  }

  private void drop(Delivery delivery, DeliveryDropReason reason) {
    observer.deliveryDropped(client, delivery, reason);
  }

  /** False on other loops, and on the new loop while the move to it is under way. */
  private boolean isMine() {
    return home.isHere() && arrived;
  }

  private static long nanos(Duration duration) {
    return duration.toSeconds() * NANOS + duration.toNanosPart();
  }
}
