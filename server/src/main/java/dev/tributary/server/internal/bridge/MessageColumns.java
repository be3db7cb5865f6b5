package dev.tributary.server.internal.bridge;

import dev.tributary.broker.Delivery;
import dev.tributary.broker.Message;
import dev.tributary.rule.engine.Publisher;
import dev.tributary.rule.sql.Value;
import org.jspecify.annotations.Nullable;

/**
 * What events tell of a message, by the names of their columns. Made for one event and read on one
 * thread; the payload is decoded at most once, however many rules read it.
 */
final class MessageColumns {

  private static final String SUBSCRIPTION_IDENTIFIER = "Subscription-Identifier";

  private final Message message;
  private final int qos;
  private final boolean retain;
  private final boolean dup;
  private final int subscriptionIdentifier;
  private final long expirySeconds;
  private @Nullable Value payload;
  private @Nullable Value properties;

  private MessageColumns(
      Message message,
      int qos,
      boolean retain,
      boolean dup,
      int subscriptionIdentifier,
      long expirySeconds) {
    this.message = message;
    this.qos = qos;
    this.retain = retain;
    this.dup = dup;
    this.subscriptionIdentifier = subscriptionIdentifier;
    this.expirySeconds = expirySeconds;
  }

  /** As it was published; the original never shows the packet's DUP bit. */
  static MessageColumns published(Message message) {
    long expiry = message.properties().messageExpiryIntervalSeconds();
    return new MessageColumns(message, message.qos(), message.retain(), false, 0, expiry);
  }

  /** As it waits for one subscriber. */
  static MessageColumns waiting(Delivery delivery) {
    Message message = delivery.message();
    long expiry = message.properties().messageExpiryIntervalSeconds();
    return of(delivery, false, expiry);
  }

  /** As one subscriber gets it: with what is left of its time. */
  static MessageColumns sent(Delivery delivery, boolean dup, long nowMillis) {
    return of(delivery, dup, delivery.remainingExpirySeconds(nowMillis));
  }

  private static MessageColumns of(Delivery delivery, boolean dup, long expirySeconds) {
    return new MessageColumns(
        delivery.message(),
        delivery.qos(),
        delivery.retain(),
        dup,
        delivery.subscriptionIdentifier(),
        expirySeconds);
  }

  Value value(String name) {
    return switch (name) {
      case "id" -> Value.of(message.id().toString());
      case "payload" -> payload();
      case "topic" -> Value.of(message.topic());
      case "qos" -> Value.of(qos);
      case "flags" -> flags();
      case "pub_props" -> properties();
      case "publish_received_at" -> Value.of(message.receivedAtMillis());
      case "from_clientid" -> from().clientIdColumn();
      case "from_username" -> from().usernameColumn();
      default -> Value.UNDEFINED;
    };
  }

  /** Who published it. */
  Publisher from() {
    return Publishers.of(message.sender());
  }

  private Value payload() {
    Value known = payload;
    if (known == null) {
      known = Value.of(message.payload());
      payload = known;
    }
    return known;
  }

  private Value properties() {
    Value known = properties;
    if (known == null) {
      Value.Map own = Properties.ofMessage(message.properties(), expirySeconds).value();
      known =
          subscriptionIdentifier == 0
              ? own
              : own.toBuilder()
                  .put(SUBSCRIPTION_IDENTIFIER, Value.of(subscriptionIdentifier))
                  .build();
      properties = known;
    }
    return known;
  }

  private Value flags() {
    return Value.Map.builder().put("retain", Value.of(retain)).put("dup", Value.of(dup)).build();
  }
}
