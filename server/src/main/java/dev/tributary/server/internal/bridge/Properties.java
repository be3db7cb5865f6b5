package dev.tributary.server.internal.bridge;

import dev.tributary.broker.Message;
import dev.tributary.broker.PacketProperties;
import dev.tributary.broker.PacketProperties.BinaryProperty;
import dev.tributary.broker.PacketProperties.NumberProperty;
import dev.tributary.broker.PacketProperties.Property;
import dev.tributary.broker.PacketProperties.TextProperty;
import dev.tributary.rule.engine.PublishProperties;
import dev.tributary.rule.sql.Value;
import java.util.List;
import java.util.Map;

/** MQTT 5 properties, from the broker's words into those of the rules and back. */
final class Properties {

  private Properties() {}

  static PublishProperties ofMessage(Message.PublishProperties properties) {
    return properties.equals(Message.PublishProperties.NONE)
        ? PublishProperties.NONE
        : ofMessage(properties, properties.messageExpiryIntervalSeconds());
  }

  /**
   * With another expiry interval than the publisher's.
   *
   * @param expirySeconds -1 for none
   */
  static PublishProperties ofMessage(Message.PublishProperties properties, long expirySeconds) {
    return new PublishProperties(
        expirySeconds,
        properties.payloadFormatIndicator(),
        properties.topicAlias(),
        properties.contentType(),
        properties.responseTopic(),
        properties.correlationData(),
        properties.userProperties());
  }

  /** A topic alias belongs to a connection, of which the server's own messages have none. */
  static Message.PublishProperties ofRepublished(PublishProperties properties) {
    return properties.equals(PublishProperties.NONE)
        ? Message.PublishProperties.NONE
        : new Message.PublishProperties(
            properties.messageExpiryIntervalSeconds(),
            properties.payloadFormatIndicator(),
            0,
            properties.contentType(),
            properties.responseTopic(),
            properties.correlationData(),
            properties.userProperties());
  }

  /** Such as {@code conn_props}; user properties look as they do in {@code pub_props}. */
  static Value ofPacket(PacketProperties properties) {
    Value.Map users = userProperties(properties.userProperties());
    if (properties.named().isEmpty()) {
      return users;
    }
    Value.Map.Builder all = users.toBuilder();
    for (Property property : properties.named()) {
      all.put(
          property.name(),
          switch (property) {
            case NumberProperty number -> Value.of(number.value());
            case TextProperty text -> Value.of(text.value());
            case BinaryProperty binary -> Value.of(binary.value());
          });
    }
    return all.build();
  }

  private static Value.Map userProperties(List<Map.Entry<String, String>> pairs) {
    return pairs.isEmpty()
        ? PublishProperties.NONE.value()
        : new PublishProperties(-1, -1, null, null, null, pairs).value();
  }
}
