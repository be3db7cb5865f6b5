package dev.tributary.broker.internal.routing;

import dev.tributary.broker.BrokerEvent.SubscriptionOptions;
import java.util.ArrayList;
import java.util.List;

/**
 * What a client asked for with one topic filter.
 *
 * @param qos granted, 0 to 2
 * @param retainHandling 0 send retained messages, 1 only if the subscription is new, 2 never
 * @param identifier MQTT 5 subscription identifier, 0 if none
 * @param furtherIdentifiers of those that {@link #with} has joined to it
 */
public record Subscription(
    String filter,
    int qos,
    boolean noLocal,
    boolean retainAsPublished,
    int retainHandling,
    int identifier,
    List<Integer> furtherIdentifiers) {

  /** As a client asks for it. */
  public Subscription(
      String filter,
      int qos,
      boolean noLocal,
      boolean retainAsPublished,
      int retainHandling,
      int identifier) {
    this(filter, qos, noLocal, retainAsPublished, retainHandling, identifier, List.of());
  }

  /** One copy of a message for this and another subscription of the client ([MQTT-3.3.4-2]). */
  Subscription with(Subscription other) {
    List<Integer> further = new ArrayList<>(furtherIdentifiers);
    further.add(other.identifier);
    return new Subscription(
        filter,
        Math.max(qos, other.qos),
        noLocal,
        retainAsPublished || other.retainAsPublished,
        retainHandling,
        identifier,
        List.copyOf(further));
  }

  /** For events. */
  public SubscriptionOptions options() {
    return new SubscriptionOptions(qos, noLocal, retainAsPublished, retainHandling, identifier);
  }
}
