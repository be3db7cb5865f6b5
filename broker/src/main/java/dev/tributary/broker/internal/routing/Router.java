package dev.tributary.broker.internal.routing;

import dev.tributary.broker.BrokerEvent.MessageDropReason;
import dev.tributary.broker.Custody;
import dev.tributary.broker.Message;
import dev.tributary.broker.internal.metrics.Metric;
import dev.tributary.broker.internal.metrics.Observer;
import java.util.function.BiConsumer;

/** Brings a message to every matching subscription and into the retained store. Any thread. */
public final class Router {

  private final TrieSubscriptionIndex index;
  private final RetainedMessages retained;
  private final Observer observer;

  public Router(TrieSubscriptionIndex index, RetainedMessages retained, Observer observer) {
    this.index = index;
    this.retained = retained;
    this.observer = observer;
  }

  /**
   * Routes one message.
   *
   * @param custody deferred by each party that must hold the message and does not yet; asked on the
   *     thread that calls this, before this returns
   */
  public void route(Message message, Custody custody) {
    if (message.retain()) {
      retain(message);
    }
    Count count = new Count(message, custody);
    index.match(message.topic(), count);
    if (count.found == 0) {
      observer.dropped(message, MessageDropReason.NO_SUBSCRIBERS);
    }
  }

  /** Makes or replaces a subscription and sends it what is retained, if it wants that. */
  public boolean subscribe(Subscriber subscriber, Subscription subscription) {
    boolean added = index.put(subscriber, subscription);
    if (added) {
      observer.count(Metric.SUBSCRIPTIONS);
    }
    int handling = subscription.retainHandling();
    if (handling == 0 || (handling == 1 && added)) { // [MQTT-3.3.1-9], [MQTT-3.3.1-10]
      retained.match(
          subscription.filter(),
          message -> subscriber.deliver(message, subscription, true, Custody.NOBODY));
    }
    return added;
  }

  public boolean unsubscribe(Subscriber subscriber, String filter) {
    boolean removed = index.remove(subscriber, filter);
    if (removed) {
      observer.counters().add(Metric.SUBSCRIPTIONS, -1);
    }
    return removed;
  }

  private void retain(Message message) {
    switch (retained.store(message.retained())) {
      case ADDED -> observer.count(Metric.RETAINED);
      case REMOVED -> observer.counters().add(Metric.RETAINED, -1);
      case REFUSED -> observer.count(Metric.RETAINED_FULL);
      case REPLACED, NOTHING -> {
        // the number of topics stays
      }
    }
  }

  /** One object per message instead of a capturing lambda and a counter. */
  private static final class Count implements BiConsumer<Subscriber, Subscription> {

    private final Message message;
    private final Custody custody;
    private int found;

    private Count(Message message, Custody custody) {
      this.message = message;
      this.custody = custody;
    }

    @Override
    public void accept(Subscriber subscriber, Subscription subscription) {
      found++;
      subscriber.deliver(message, subscription, false, custody);
    }
  }
}
