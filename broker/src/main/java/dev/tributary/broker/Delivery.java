package dev.tributary.broker;

import java.util.List;

/**
 * A message on its way to one subscriber.
 *
 * @param qos as granted, 0 to 2
 * @param retain as the subscriber shall see it
 * @param subscriptionIdentifier 0 if none
 * @param furtherIdentifiers of other subscriptions of the client that this copy is for as well
 */
public record Delivery(
    Message message,
    int qos,
    boolean retain,
    int subscriptionIdentifier,
    List<Integer> furtherIdentifiers) {

  private static final long MILLIS = 1_000;

  /** For one subscription. */
  public Delivery(Message message, int qos, boolean retain, int subscriptionIdentifier) {
    this(message, qos, retain, subscriptionIdentifier, List.of());
  }

  /** Whether its publisher gave it an end. */
  public boolean expires() {
    return message.properties().messageExpiryIntervalSeconds() >= 0;
  }

  /** [MQTT-3.3.2-5]. */
  public boolean isExpired(long nowMillis) {
    long interval = message.properties().messageExpiryIntervalSeconds();
    return interval >= 0 && nowMillis - message.receivedAtMillis() >= interval * MILLIS;
  }

  /** [MQTT-3.3.2-6]: what is left of the interval, -1 if the publisher set none. */
  public long remainingExpirySeconds(long nowMillis) {
    long interval = message.properties().messageExpiryIntervalSeconds();
    return interval < 0
        ? -1
        : Math.max(0, interval - (nowMillis - message.receivedAtMillis()) / MILLIS);
  }
}
