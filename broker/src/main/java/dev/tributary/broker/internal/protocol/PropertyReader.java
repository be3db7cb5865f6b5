package dev.tributary.broker.internal.protocol;

import dev.tributary.broker.Message.PublishProperties;
import dev.tributary.broker.PacketProperties;
import dev.tributary.broker.PacketProperties.BinaryProperty;
import dev.tributary.broker.PacketProperties.NumberProperty;
import dev.tributary.broker.PacketProperties.Property;
import dev.tributary.broker.PacketProperties.TextProperty;
import io.netty.handler.codec.mqtt.MqttProperties;
import io.netty.handler.codec.mqtt.MqttProperties.MqttProperty;
import io.netty.handler.codec.mqtt.MqttProperties.StringPair;
import io.netty.handler.codec.mqtt.MqttProperties.UserProperties;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** MQTT 5 properties as the codec read them, in Java's types. */
public final class PropertyReader {

  private PropertyReader() {}

  /** Unsigned, or {@code absent}. */
  static long number(MqttProperties properties, int id, long absent) {
    MqttProperty<?> property = properties.getProperty(id);
    return property != null && property.value() instanceof Integer value
        ? Integer.toUnsignedLong(value)
        : absent;
  }

  static @Nullable String text(MqttProperties properties, int id) {
    MqttProperty<?> property = properties.getProperty(id);
    return property != null && property.value() instanceof String value ? value : null;
  }

  static byte @Nullable [] bytes(MqttProperties properties, int id) {
    MqttProperty<?> property = properties.getProperty(id);
    return property != null && property.value() instanceof byte[] value ? value : null;
  }

  static PublishProperties publish(MqttProperties properties) {
    if (properties.isEmpty()) {
      return PublishProperties.NONE;
    }
    return new PublishProperties(
        number(properties, MqttProperties.PUBLICATION_EXPIRY_INTERVAL, -1),
        (int) number(properties, MqttProperties.PAYLOAD_FORMAT_INDICATOR, -1),
        (int) number(properties, MqttProperties.TOPIC_ALIAS, 0),
        text(properties, MqttProperties.CONTENT_TYPE),
        text(properties, MqttProperties.RESPONSE_TOPIC),
        bytes(properties, MqttProperties.CORRELATION_DATA),
        user(properties));
  }

  /** Everything that a packet other than PUBLISH brought. */
  public static PacketProperties packet(MqttProperties properties) {
    if (properties.isEmpty()) {
      return PacketProperties.NONE;
    }
    List<Property> named = new ArrayList<>();
    for (MqttProperty<?> property : properties.listAll()) {
      String name = name(property.propertyId());
      switch (property.value()) {
        case Integer value -> named.add(new NumberProperty(name, Integer.toUnsignedLong(value)));
        case String value -> named.add(new TextProperty(name, value));
        case byte[] value -> named.add(new BinaryProperty(name, value));
        default -> {
          // User properties, the only others that a client's packets have.
        }
      }
    }
    return new PacketProperties(List.copyOf(named), user(properties));
  }

  /** Of what {@link WireProperties} lets a client send (MQTT 5, 2.2.2.2). */
  private static String name(int identifier) {
    return switch (identifier) {
      case MqttProperties.SUBSCRIPTION_IDENTIFIER -> "Subscription-Identifier";
      case MqttProperties.SESSION_EXPIRY_INTERVAL -> "Session-Expiry-Interval";
      case MqttProperties.AUTHENTICATION_METHOD -> "Authentication-Method";
      case MqttProperties.AUTHENTICATION_DATA -> "Authentication-Data";
      case MqttProperties.REQUEST_PROBLEM_INFORMATION -> "Request-Problem-Information";
      case MqttProperties.REQUEST_RESPONSE_INFORMATION -> "Request-Response-Information";
      case MqttProperties.REASON_STRING -> "Reason-String";
      case MqttProperties.RECEIVE_MAXIMUM -> "Receive-Maximum";
      case MqttProperties.TOPIC_ALIAS_MAXIMUM -> "Topic-Alias-Maximum";
      case MqttProperties.MAXIMUM_PACKET_SIZE -> "Maximum-Packet-Size";
      case MqttProperties.USER_PROPERTY -> "User-Property";
      default -> "Property-" + identifier;
    };
  }

  private static List<Map.Entry<String, String>> user(MqttProperties properties) {
    if (!(properties.getProperty(MqttProperties.USER_PROPERTY) instanceof UserProperties all)) {
      return List.of();
    }
    List<Map.Entry<String, String>> pairs = new ArrayList<>(all.value().size());
    for (StringPair pair : all.value()) {
      pairs.add(Map.entry(pair.key, pair.value));
    }
    return List.copyOf(pairs);
  }
}
