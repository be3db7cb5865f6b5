package dev.tributary.broker.internal.metrics;

import dev.tributary.broker.BrokerEvent.Access;
import dev.tributary.broker.BrokerEvent.DeliveryDropReason;
import dev.tributary.broker.BrokerEvent.MessageDropReason;
import dev.tributary.broker.ClientInfo;
import dev.tributary.broker.Delivery;
import dev.tributary.broker.Message;
import dev.tributary.broker.internal.events.EventDoor;
import java.time.Instant;
import java.time.InstantSource;

/** The one door for counting, with the one for events beside it: a drop goes through both. */
public final class Observer {

  private final Counters counters;
  private final EventDoor events;
  private final InstantSource clock;

  public Observer(Counters counters, EventDoor events, InstantSource clock) {
    this.counters = counters;
    this.events = events;
    this.clock = clock;
  }

  public Counters counters() {
    return counters;
  }

  public EventDoor events() {
    return events;
  }

  public Instant now() {
    return clock.instant();
  }

  public long nowMillis() {
    return clock.millis();
  }

  public void count(Metric metric) {
    counters.count(metric);
  }

  /**
   * Whether a client may do it was asked, which so far is always answered with yes. Not for the
   * publishes of connected clients, whose number is known without.
   */
  public void authorized(ClientInfo client, Access access, String topic) {
    counters.count(Metric.AUTHORIZATION_ALLOW);
    events.authorized(client, access, topic);
  }

  /** A published message goes to nobody, or not to a party that was to hold it. */
  public void dropped(Message message, MessageDropReason reason) {
    switch (reason) {
      case NO_SUBSCRIBERS -> counters.count(Metric.DROPPED_NO_SUBSCRIBERS);
      case RECEIVE_MAXIMUM_EXCEEDED -> counters.count(Metric.DROPPED_RECEIVE_MAXIMUM);
      case QUOTA_EXCEEDED -> counters.count(Metric.DROPPED_QUOTA_EXCEEDED);
      case QOS0_HELD -> counters.count(Metric.DROPPED_QOS0_HELD);
      case REFUSED -> counters.count(Metric.DROPPED_REFUSED);
      case PACKET_IDENTIFIER_IN_USE -> counters.count(Metric.DROPPED_PACKET_ID_INUSE);
    }
    events.messageDropped(message, reason);
  }

  /** One subscriber does not get a message. */
  public void deliveryDropped(ClientInfo subscriber, Delivery delivery, DeliveryDropReason reason) {
    counters.count(
        switch (reason) {
          case QUEUE_FULL -> Metric.DELIVERY_DROPPED_QUEUE_FULL;
          case NO_LOCAL -> Metric.DELIVERY_DROPPED_NO_LOCAL;
          case EXPIRED -> Metric.DELIVERY_DROPPED_EXPIRED;
          case QOS0_MESSAGE -> Metric.DELIVERY_DROPPED_QOS0;
          case TOO_LARGE -> Metric.DELIVERY_DROPPED_TOO_LARGE;
        });
    events.deliveryDropped(subscriber, delivery, reason);
  }
}
