package dev.tributary.broker.internal.routing;

import dev.tributary.broker.BrokerEvent.SubscriptionOptions;
import java.util.List;

/**
 * What a client asked for with one topic filter.
 *
 * @param qos granted, 0 to 2
 * @param retainHandling 0 send retained messages, 1 only if the subscription is new, 2 never
 * @param identifier MQTT 5 subscription identifier, 0 if none
 * @param furtherIdentifiers of those that {@link #joined} has joined to it
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

  /** For one copy of a message in place of several for the same client ([MQTT-3.3.4-2]). */
  static Subscription joined(List<Subscription> all) {
    Subscription first = all.getFirst();
    if (all.size() == 1) {
      return first;
    }
    return new Subscription(
        first.filter,
        all.stream().mapToInt(Subscription::qos).max().orElseThrow(),
        first.noLocal,
        all.stream().anyMatch(Subscription::retainAsPublished),
        first.retainHandling,
        first.identifier,
        all.stream().skip(1).map(Subscription::identifier).toList());
  }

  /** For events. */
  public SubscriptionOptions options() {
    return new SubscriptionOptions(qos, noLocal, retainAsPublished, retainHandling, identifier);
  }
}
