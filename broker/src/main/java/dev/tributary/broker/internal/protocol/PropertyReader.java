package dev.tributary.broker.internal.protocol;

import dev.tributary.broker.Message.PublishProperties;
import io.netty.handler.codec.mqtt.MqttProperties;
import io.netty.handler.codec.mqtt.MqttProperties.MqttProperty;
import io.netty.handler.codec.mqtt.MqttProperties.StringPair;
import io.netty.handler.codec.mqtt.MqttProperties.UserProperties;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** MQTT 5 properties as the codec read them, in Java's types. */
final class PropertyReader {

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
        text(properties, MqttProperties.CONTENT_TYPE),
        text(properties, MqttProperties.RESPONSE_TOPIC),
        bytes(properties, MqttProperties.CORRELATION_DATA),
        user(properties));
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
