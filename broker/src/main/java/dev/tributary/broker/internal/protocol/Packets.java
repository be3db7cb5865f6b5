package dev.tributary.broker.internal.protocol;

import dev.tributary.broker.Message;
import dev.tributary.broker.Message.PublishProperties;
import dev.tributary.broker.MqttLimits;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.mqtt.MqttConnAckMessage;
import io.netty.handler.codec.mqtt.MqttConnAckVariableHeader;
import io.netty.handler.codec.mqtt.MqttConnectReturnCode;
import io.netty.handler.codec.mqtt.MqttFixedHeader;
import io.netty.handler.codec.mqtt.MqttMessage;
import io.netty.handler.codec.mqtt.MqttMessageIdAndPropertiesVariableHeader;
import io.netty.handler.codec.mqtt.MqttMessageIdVariableHeader;
import io.netty.handler.codec.mqtt.MqttMessageType;
import io.netty.handler.codec.mqtt.MqttProperties;
import io.netty.handler.codec.mqtt.MqttProperties.BinaryProperty;
import io.netty.handler.codec.mqtt.MqttProperties.IntegerProperty;
import io.netty.handler.codec.mqtt.MqttProperties.StringProperty;
import io.netty.handler.codec.mqtt.MqttProperties.UserProperties;
import io.netty.handler.codec.mqtt.MqttPubReplyMessageVariableHeader;
import io.netty.handler.codec.mqtt.MqttPublishMessage;
import io.netty.handler.codec.mqtt.MqttPublishVariableHeader;
import io.netty.handler.codec.mqtt.MqttQoS;
import io.netty.handler.codec.mqtt.MqttReasonCodeAndPropertiesVariableHeader;
import io.netty.handler.codec.mqtt.MqttSubAckMessage;
import io.netty.handler.codec.mqtt.MqttSubAckPayload;
import io.netty.handler.codec.mqtt.MqttUnsubAckMessage;
import io.netty.handler.codec.mqtt.MqttUnsubAckPayload;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The packets that a server sends. */
public final class Packets {

  private static final MqttFixedHeader CONNACK = header(MqttMessageType.CONNACK, 0);
  private static final MqttFixedHeader PUBACK = header(MqttMessageType.PUBACK, 0);
  private static final MqttFixedHeader PUBREC = header(MqttMessageType.PUBREC, 0);
  private static final MqttFixedHeader PUBREL = header(MqttMessageType.PUBREL, 1);
  private static final MqttFixedHeader PUBCOMP = header(MqttMessageType.PUBCOMP, 0);
  private static final MqttFixedHeader SUBACK = header(MqttMessageType.SUBACK, 0);
  private static final MqttFixedHeader UNSUBACK = header(MqttMessageType.UNSUBACK, 0);
  private static final MqttFixedHeader DISCONNECT = header(MqttMessageType.DISCONNECT, 0);

  private static final int REASON_CHARS_MAX = 256;

  private Packets() {}

  public static MqttMessage connack(
      String clientId, ConnectTerms terms, boolean five, boolean present, MqttLimits limits) {
    MqttProperties properties = new MqttProperties();
    if (five) {
      if (terms.sessionExpiryShortened()) {
        number(
            properties, MqttProperties.SESSION_EXPIRY_INTERVAL, (int) terms.sessionExpirySeconds());
      }
      number(properties, MqttProperties.RECEIVE_MAXIMUM, limits.inflightMax());
      if (limits.qosMax() < 2) {
        number(properties, MqttProperties.MAXIMUM_QOS, limits.qosMax());
      }
      number(properties, MqttProperties.MAXIMUM_PACKET_SIZE, limits.packetBytesMax());
      if (terms.clientIdAssigned()) { // [MQTT-3.2.2-16]
        properties.add(new StringProperty(MqttProperties.ASSIGNED_CLIENT_IDENTIFIER, clientId));
      }
      number(properties, MqttProperties.TOPIC_ALIAS_MAXIMUM, limits.topicAliasMax());
      number(properties, MqttProperties.SHARED_SUBSCRIPTION_AVAILABLE, 0);
    }
    return new MqttConnAckMessage(
        CONNACK,
        new MqttConnAckVariableHeader(
            MqttConnectReturnCode.CONNECTION_ACCEPTED, present, properties));
  }

  public static MqttMessage refusal(Reason reason, String detail, boolean five) {
    int code = five ? reason.connackCode() : reason.returnCode();
    MqttProperties properties = five ? because(detail) : MqttProperties.NO_PROPERTIES;
    return new MqttConnAckMessage(
        CONNACK,
        new MqttConnAckVariableHeader(
            MqttConnectReturnCode.valueOf((byte) code), false, properties));
  }

  public static MqttMessage disconnect(Reason reason, String detail) {
    return new MqttMessage(
        DISCONNECT,
        new MqttReasonCodeAndPropertiesVariableHeader((byte) reason.code(), because(detail)));
  }

  public static MqttMessage puback(int packetId) {
    return new MqttMessage(PUBACK, MqttMessageIdVariableHeader.from(packetId));
  }

  public static MqttMessage pubrec(int packetId) {
    return new MqttMessage(PUBREC, MqttMessageIdVariableHeader.from(packetId));
  }

  /** PUBACK (QoS 1) or PUBREC (QoS 2) that says no; MQTT 5 only. */
  public static MqttMessage refusedPublish(int qos, int packetId, int code, String detail) {
    return new MqttMessage(
        qos == 1 ? PUBACK : PUBREC,
        new MqttPubReplyMessageVariableHeader(packetId, (byte) code, because(detail)));
  }

  public static MqttMessage pubrel(int packetId, int code) {
    return reply(PUBREL, packetId, code);
  }

  public static MqttMessage pubcomp(int packetId, int code) {
    return reply(PUBCOMP, packetId, code);
  }

  public static MqttMessage suback(int packetId, List<Integer> codes) {
    return new MqttSubAckMessage(
        SUBACK,
        new MqttMessageIdAndPropertiesVariableHeader(packetId, MqttProperties.NO_PROPERTIES),
        new MqttSubAckPayload(codes));
  }

  /** MQTT 3 has no codes. */
  public static MqttMessage unsuback(int packetId, List<Short> codes, boolean five) {
    return new MqttUnsubAckMessage(
        UNSUBACK,
        new MqttMessageIdAndPropertiesVariableHeader(packetId, MqttProperties.NO_PROPERTIES),
        five ? new MqttUnsubAckPayload(codes) : new MqttUnsubAckPayload(new short[0]));
  }

  /**
   * A PUBLISH to a client.
   *
   * @param packetId ignored for QoS 0
   * @param subscriptionIdentifier 0 if none
   * @param expirySeconds what is left, -1 if the message does not expire
   */
  public static MqttPublishMessage publish(
      Message message,
      int qos,
      boolean retain,
      boolean dup,
      int packetId,
      int subscriptionIdentifier,
      long expirySeconds,
      boolean five) {
    MqttProperties properties =
        five
            ? properties(message.properties(), subscriptionIdentifier, expirySeconds)
            : MqttProperties.NO_PROPERTIES;
    return new MqttPublishMessage(
        new MqttFixedHeader(MqttMessageType.PUBLISH, dup, MqttQoS.valueOf(qos), retain, 0),
        new MqttPublishVariableHeader(message.topic(), packetId, properties),
        Unpooled.wrappedBuffer(message.payload()));
  }

  /** An upper bound of the encoded size of such a PUBLISH. */
  public static long publishBytes(Message message) {
    PublishProperties properties = message.properties();
    long bytes = 40L + ByteBufUtil.utf8Bytes(message.topic()) + message.payload().length;
    bytes += length(properties.contentType()) + length(properties.responseTopic());
    byte[] correlation = properties.correlationData();
    bytes += correlation == null ? 0 : 3 + correlation.length;
    for (Map.Entry<String, String> pair : properties.userProperties()) {
      bytes += 5 + ByteBufUtil.utf8Bytes(pair.getKey()) + ByteBufUtil.utf8Bytes(pair.getValue());
    }
    return bytes;
  }

  private static long length(@Nullable String text) {
    return text == null ? 0 : 3 + ByteBufUtil.utf8Bytes(text);
  }

  private static MqttProperties properties(
      PublishProperties from, int subscriptionIdentifier, long expirySeconds) {
    if (from.equals(PublishProperties.NONE) && subscriptionIdentifier == 0) {
      return MqttProperties.NO_PROPERTIES;
    }
    MqttProperties to = new MqttProperties();
    if (from.payloadFormatIndicator() >= 0) {
      number(to, MqttProperties.PAYLOAD_FORMAT_INDICATOR, from.payloadFormatIndicator());
    }
    if (expirySeconds >= 0) {
      number(to, MqttProperties.PUBLICATION_EXPIRY_INTERVAL, (int) expirySeconds);
    }
    if (from.contentType() != null) {
      to.add(new StringProperty(MqttProperties.CONTENT_TYPE, from.contentType()));
    }
    if (from.responseTopic() != null) {
      to.add(new StringProperty(MqttProperties.RESPONSE_TOPIC, from.responseTopic()));
    }
    if (from.correlationData() != null) {
      to.add(new BinaryProperty(MqttProperties.CORRELATION_DATA, from.correlationData()));
    }
    if (subscriptionIdentifier > 0) {
      number(to, MqttProperties.SUBSCRIPTION_IDENTIFIER, subscriptionIdentifier);
    }
    if (!from.userProperties().isEmpty()) {
      UserProperties pairs = new UserProperties();
      from.userProperties().forEach(pair -> pairs.add(pair.getKey(), pair.getValue()));
      to.add(pairs);
    }
    return to;
  }

  private static MqttMessage reply(MqttFixedHeader header, int packetId, int code) {
    return code == 0
        ? new MqttMessage(header, MqttMessageIdVariableHeader.from(packetId))
        : new MqttMessage(
            header,
            new MqttPubReplyMessageVariableHeader(
                packetId, (byte) code, MqttProperties.NO_PROPERTIES));
  }

  private static MqttProperties because(String detail) {
    if (detail.isEmpty()) {
      return MqttProperties.NO_PROPERTIES;
    }
    String text = detail.substring(0, Math.min(detail.length(), REASON_CHARS_MAX));
    MqttProperties properties = new MqttProperties();
    properties.add(new StringProperty(MqttProperties.REASON_STRING, text));
    return properties;
  }

  private static void number(MqttProperties properties, int id, int value) {
    properties.add(new IntegerProperty(id, value));
  }

  private static MqttFixedHeader header(MqttMessageType type, int qos) {
    return new MqttFixedHeader(type, false, MqttQoS.valueOf(qos), false, 0);
  }
}
