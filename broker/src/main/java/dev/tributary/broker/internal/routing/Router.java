package dev.tributary.broker.internal.routing;

import dev.tributary.broker.BrokerEvent.MessageDropReason;
import dev.tributary.broker.Custody;
import dev.tributary.broker.Message;
import dev.tributary.broker.internal.metrics.Observer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Brings a message to every matching subscription, to one member of every matching group, and into
 * the retained store. Any thread.
 */
public final class Router {

  private final TrieSubscriptionIndex index;
  private final MemberChoice choice;
  private final RetainedMessages retained;
  private final Observer observer;

  public Router(
      TrieSubscriptionIndex index,
      MemberChoice choice,
      RetainedMessages retained,
      Observer observer) {
    this.index = index;
    this.choice = choice;
    this.retained = retained;
    this.observer = observer;
  }

  /**
   * Routes one message.
   *
   * @param custody deferred by each party that must hold the message and does not yet; asked on the
   *     thread that calls this, before this returns
   * @return to how many subscriptions it went
   */
  public int route(Message message, Custody custody) {
    return route(message, custody, null);
  }

  /**
   * The same for a message that some hold already: they do not get it again.
   *
   * @param holders null if nobody does
   */
  public int route(Message message, Custody custody, @Nullable Holders holders) {
    if (message.retain()) {
      retained.keep(message, custody);
      if (retained.isKeptFromSubscribers(message)) {
        return 0;
      }
    }
    Deliveries deliveries = new Deliveries(message, custody);
    index.match(
        message.topic(), holders == null ? deliveries : new Redeliveries(deliveries, holders));
    deliveries.join();
    if (deliveries.found == 0) {
      observer.dropped(message, MessageDropReason.NO_SUBSCRIBERS);
    }
    return deliveries.found;
  }

  /**
   * Gives a message of a shared subscription whose member has ended to another member.
   *
   * @param filter with {@code $share/group/}, as the member had subscribed it
   * @param custody as in {@link #route}; who calls this holds a deferral of its own meanwhile
   * @return false if the group has no members any more
   */
  public boolean redispatch(Message message, String filter, Custody custody) {
    SharedGroup group = index.group(filter);
    Seat seat = group == null ? null : choice.choose(group, message);
    if (seat == null) {
      return false;
    }
    seat.subscriber().deliver(message, seat.subscription(), false, custody);
    return true;
  }

  /**
   * Makes or replaces a subscription.
   *
   * @return what is retained for it, to be added to the session's {@link #feed}; null if nothing is
   */
  public @Nullable RetainedCursor subscribe(Subscriber subscriber, Subscription subscription) {
    boolean added = restore(subscriber, subscription);
    int handling = subscription.retainHandling();
    boolean sends = handling == 0 || (handling == 1 && added); // [MQTT-3.3.1-9], [MQTT-3.3.1-10]
    return sends ? retained.cursor(subscription) : null;
  }

  /** Makes or replaces a subscription without looking at what is retained; true if it is new. */
  public boolean restore(Subscriber subscriber, Subscription subscription) {
    index.claim(subscription.filter(), subscriber.subscriberId());
    return index.put(subscriber, subscription);
  }

  /**
   * Whether a client may subscribe a filter that only one client at a time may have ({@code
   * $exclusive/topic}); if so, nobody else may from here on until it has unsubscribed. True for any
   * other filter. To be asked last, when nothing else can refuse the subscription.
   */
  public boolean claim(String filter, String clientId) {
    return index.claim(filter, clientId);
  }

  public boolean unsubscribe(Subscriber subscriber, String filter) {
    return index.remove(subscriber, filter);
  }

  /** Forgets what has expired, when it is time; to be called often. */
  public void tick() {
    retained.tick();
  }

  /** For the retained messages that a session's new subscriptions bring. */
  public RetainedFeed feed() {
    return retained.feed();
  }

  /** One object per message instead of a capturing lambda and a counter. */
  private final class Deliveries implements Found {

    private final Message message;
    private final Custody custody;
    private @Nullable List<Seat> identified;
    private int found;

    private Deliveries(Message message, Custody custody) {
      this.message = message;
      this.custody = custody;
    }

    @Override
    public void plain(Subscriber subscriber, Subscription subscription) {
      if (subscription.identifier() == 0) {
        deliver(subscriber, subscription);
      } else {
        identify(subscriber, subscription);
      }
    }

    @Override
    public void shared(SharedGroup group) {
      Seat seat = choice.choose(group, message);
      if (seat != null) {
        deliver(seat.subscriber(), seat.subscription());
      }
    }

    private void deliver(Subscriber subscriber, Subscription subscription) {
      found++;
      subscriber.deliver(message, subscription, false, custody);
    }

    /** Whoever gives identifiers gets one copy with all that match ([MQTT-3.3.4-4]). */
    private void identify(Subscriber subscriber, Subscription subscription) {
      if (identified == null) {
        identified = new ArrayList<>(1);
      }
      identified.add(new Seat(subscriber, subscription));
    }

    private void join() {
      List<Seat> seats = identified;
      if (seats == null) {
        return;
      }
      if (seats.size() == 1) {
        deliver(seats.getFirst().subscriber(), seats.getFirst().subscription());
        return;
      }
      Map<Subscriber, List<Subscription>> copies = new LinkedHashMap<>();
      for (Seat seat : seats) {
        List<Subscription> joined =
            copies.computeIfAbsent(seat.subscriber(), _ -> new ArrayList<>(2));
        if (joined.isEmpty() || joined.getFirst().noLocal() == seat.subscription().noLocal()) {
          joined.add(seat.subscription());
        } else { // one of them may be for nobody
          deliver(seat.subscriber(), seat.subscription());
        }
      }
      copies.forEach((subscriber, joined) -> deliver(subscriber, Subscription.joined(joined)));
    }
  }

  private final class Redeliveries implements Found {

    private final Deliveries deliveries;
    private final Holders holders;

    private Redeliveries(Deliveries deliveries, Holders holders) {
      this.deliveries = deliveries;
      this.holders = holders;
    }

    @Override
    public void plain(Subscriber subscriber, Subscription subscription) {
      if (holders.hold(subscriber, subscription)) {
        deliveries.found++;
      } else {
        deliveries.plain(subscriber, subscription);
      }
    }

    @Override
    public void shared(SharedGroup group) {
      Seat seat = choice.choose(group, deliveries.message);
      if (seat == null) {
        return;
      }
      if (holders.hold(seat.subscriber(), seat.subscription())) {
        deliveries.found++;
      } else {
        deliveries.deliver(seat.subscriber(), seat.subscription());
      }
    }
  }
}
