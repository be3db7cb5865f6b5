package dev.tributary.broker.internal.metrics;

import dev.tributary.broker.BrokerEvent;
import dev.tributary.broker.BrokerEvent.DeliveryDropReason;
import dev.tributary.broker.BrokerEvent.DeliveryDropped;
import dev.tributary.broker.BrokerEvent.MessageDropReason;
import dev.tributary.broker.BrokerEvent.MessageDropped;
import dev.tributary.broker.BrokerEvents;
import dev.tributary.broker.Message;
import java.time.InstantSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The one door for counting: an event leaves together with its counter. */
public final class Observer {

  private static final Logger LOG = LoggerFactory.getLogger(Observer.class);

  private final Counters counters;
  private final BrokerEvents events;
  private final InstantSource clock;

  public Observer(Counters counters, BrokerEvents events, InstantSource clock) {
    this.counters = counters;
    this.events = events;
    this.clock = clock;
  }

  public Counters counters() {
    return counters;
  }

  public long nowMillis() {
    return clock.millis();
  }

  public void count(Metric metric) {
    counters.count(metric);
  }

  public void tell(BrokerEvent event) {
    try {
      events.on(event);
    } catch (RuntimeException e) {
      LOG.warn("a listener of broker events failed at {}", event.getClass().getSimpleName(), e);
    }
  }

  /** A published message goes to nobody, or not to a party that was to hold it. */
  public void dropped(Message message, MessageDropReason reason) {
    counters.count(
        switch (reason) {
          case NO_SUBSCRIBERS -> Metric.DROPPED_NO_SUBSCRIBERS;
          case QUOTA_EXCEEDED -> Metric.DROPPED_QUOTA_EXCEEDED;
          case QOS0_HELD -> Metric.DROPPED_QOS0_HELD;
          case REFUSED -> Metric.DROPPED_REFUSED;
        });
    tell(new MessageDropped(message, reason, clock.millis()));
  }

  /** One subscriber does not get a message. */
  public void deliveryDropped(Message message, String subscriberId, DeliveryDropReason reason) {
    counters.count(
        switch (reason) {
          case QUEUE_FULL -> Metric.DELIVERY_DROPPED_QUEUE_FULL;
          case NO_LOCAL -> Metric.DELIVERY_DROPPED_NO_LOCAL;
          case EXPIRED -> Metric.DELIVERY_DROPPED_EXPIRED;
          case QOS0_MESSAGE -> Metric.DELIVERY_DROPPED_QOS0;
          case TOO_LARGE -> Metric.DELIVERY_DROPPED_TOO_LARGE;
        });
    tell(new DeliveryDropped(message, subscriberId, reason, clock.millis()));
  }
}
