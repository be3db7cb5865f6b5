package dev.tributary.broker.internal.routing;

import dev.tributary.broker.BrokerEvent.SubscriptionOptions;

/**
 * What a client asked for with one topic filter.
 *
 * @param qos granted, 0 to 2
 * @param retainHandling 0 send retained messages, 1 only if the subscription is new, 2 never
 * @param identifier MQTT 5 subscription identifier, 0 if none
 */
public record Subscription(
    String filter,
    int qos,
    boolean noLocal,
    boolean retainAsPublished,
    int retainHandling,
    int identifier) {

  /** For events. */
  public SubscriptionOptions options() {
    return new SubscriptionOptions(qos, noLocal, retainAsPublished, retainHandling, identifier);
  }
}
