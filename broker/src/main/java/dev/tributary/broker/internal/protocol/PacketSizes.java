package dev.tributary.broker.internal.protocol;

import io.netty.buffer.ByteBufUtil;
import io.netty.handler.codec.mqtt.MqttConnAckMessage;
import io.netty.handler.codec.mqtt.MqttConnAckVariableHeader;
import io.netty.handler.codec.mqtt.MqttMessage;
import io.netty.handler.codec.mqtt.MqttMessageIdAndPropertiesVariableHeader;
import io.netty.handler.codec.mqtt.MqttProperties;
import io.netty.handler.codec.mqtt.MqttProperties.MqttProperty;
import io.netty.handler.codec.mqtt.MqttPubReplyMessageVariableHeader;
import io.netty.handler.codec.mqtt.MqttReasonCodeAndPropertiesVariableHeader;
import io.netty.handler.codec.mqtt.MqttSubAckMessage;
import io.netty.handler.codec.mqtt.MqttUnsubAckMessage;
import org.jspecify.annotations.Nullable;

/**
 * How large the server's packets but PUBLISH are in MQTT 5, for clients that say what they take.
 */
public final class PacketSizes {

  private static final int ACKNOWLEDGEMENT_BYTES = 4;

  private PacketSizes() {}

  /**
   * A packet as such a client may get it: without its reason string where it is too large with it
   * ([MQTT-3.2.2-19], [MQTT-3.4.2-2], [MQTT-3.9.2-1], [MQTT-3.14.2-3] and the like); null where it
   * is too large all the same ([MQTT-3.1.2-24]).
   */
  public static @Nullable MqttMessage fitting(MqttMessage packet, long bytesMax) {
    if (bytes(packet) <= bytesMax) {
      return packet;
    }
    MqttMessage shorter = withoutReasonString(packet);
    return shorter == null || bytes(shorter) > bytesMax ? null : shorter;
  }

  private static long bytes(MqttMessage packet) {
    return switch (packet.variableHeader()) {
      case null -> 2;
      case MqttConnAckVariableHeader header -> connack(header.properties());
      case MqttPubReplyMessageVariableHeader header -> whole(3 + block(header.properties()));
      case MqttReasonCodeAndPropertiesVariableHeader header ->
          whole(1 + block(header.properties()));
      case MqttMessageIdAndPropertiesVariableHeader header ->
          whole(2L + block(header.properties()) + codes(packet));
      default -> ACKNOWLEDGEMENT_BYTES;
    };
  }

  /** A whole CONNACK with these properties. */
  static long connack(MqttProperties properties) {
    return whole(2 + block(properties));
  }

  static long property(MqttProperty<?> property) {
    return 1
        + switch (property.value()) {
          case String text -> 2 + ByteBufUtil.utf8Bytes(text);
          case byte[] data -> 2L + data.length;
          default -> number(property.propertyId());
        };
  }

  private static int number(int identifier) {
    return switch (identifier) {
      case MqttProperties.SESSION_EXPIRY_INTERVAL, MqttProperties.MAXIMUM_PACKET_SIZE -> 4;
      case MqttProperties.RECEIVE_MAXIMUM,
          MqttProperties.TOPIC_ALIAS_MAXIMUM,
          MqttProperties.SERVER_KEEP_ALIVE ->
          2;
      default -> 1;
    };
  }

  private static int codes(MqttMessage packet) {
    return switch (packet) {
      case MqttSubAckMessage suback -> suback.payload().reasonCodes().size();
      case MqttUnsubAckMessage unsuback -> unsuback.payload().unsubscribeReasonCodes().size();
      default -> 0;
    };
  }

  private static long block(MqttProperties properties) {
    long bytes = 0;
    for (MqttProperty<?> property : properties.listAll()) {
      bytes += property(property);
    }
    return bytes + variableBytes(bytes);
  }

  private static long whole(long remaining) {
    return 1 + variableBytes(remaining) + remaining;
  }

  private static int variableBytes(long number) {
    return number < 1 << 7 ? 1 : number < 1 << 14 ? 2 : number < 1 << 21 ? 3 : 4;
  }

  private static @Nullable MqttMessage withoutReasonString(MqttMessage packet) {
    return switch (packet.variableHeader()) {
      case MqttConnAckVariableHeader header when hasReason(header.properties()) ->
          new MqttConnAckMessage(
              packet.fixedHeader(),
              new MqttConnAckVariableHeader(
                  header.connectReturnCode(), false, MqttProperties.NO_PROPERTIES));
      case MqttPubReplyMessageVariableHeader header when hasReason(header.properties()) ->
          new MqttMessage(
              packet.fixedHeader(),
              new MqttPubReplyMessageVariableHeader(
                  header.messageId(), header.reasonCode(), MqttProperties.NO_PROPERTIES));
      case MqttReasonCodeAndPropertiesVariableHeader header when hasReason(header.properties()) ->
          new MqttMessage(
              packet.fixedHeader(),
              new MqttReasonCodeAndPropertiesVariableHeader(
                  header.reasonCode(), MqttProperties.NO_PROPERTIES));
      case MqttMessageIdAndPropertiesVariableHeader header
          when packet instanceof MqttSubAckMessage suback && hasReason(header.properties()) ->
          new MqttSubAckMessage(
              packet.fixedHeader(),
              new MqttMessageIdAndPropertiesVariableHeader(
                  header.messageId(), MqttProperties.NO_PROPERTIES),
              suback.payload());
      case null, default -> null;
    };
  }

  /** Where there is one, there is no other property. */
  private static boolean hasReason(MqttProperties properties) {
    return properties.getProperty(MqttProperties.REASON_STRING) != null;
  }
}
