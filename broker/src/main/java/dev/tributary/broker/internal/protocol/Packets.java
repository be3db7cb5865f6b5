package dev.tributary.broker.internal.protocol;

import dev.tributary.broker.MqttLimits;
import io.netty.handler.codec.mqtt.MqttConnAckMessage;
import io.netty.handler.codec.mqtt.MqttConnAckVariableHeader;
import io.netty.handler.codec.mqtt.MqttConnectReturnCode;
import io.netty.handler.codec.mqtt.MqttFixedHeader;
import io.netty.handler.codec.mqtt.MqttMessage;
import io.netty.handler.codec.mqtt.MqttMessageIdAndPropertiesVariableHeader;
import io.netty.handler.codec.mqtt.MqttMessageType;
import io.netty.handler.codec.mqtt.MqttProperties;
import io.netty.handler.codec.mqtt.MqttProperties.IntegerProperty;
import io.netty.handler.codec.mqtt.MqttProperties.StringProperty;
import io.netty.handler.codec.mqtt.MqttPubReplyMessageVariableHeader;
import io.netty.handler.codec.mqtt.MqttQoS;
import io.netty.handler.codec.mqtt.MqttReasonCodeAndPropertiesVariableHeader;
import io.netty.handler.codec.mqtt.MqttSubAckMessage;
import io.netty.handler.codec.mqtt.MqttSubAckPayload;
import io.netty.handler.codec.mqtt.MqttUnsubAckMessage;
import io.netty.handler.codec.mqtt.MqttUnsubAckPayload;
import java.util.List;

/** The packets that a server sends. */
public final class Packets {

  private static final MqttFixedHeader CONNACK = header(MqttMessageType.CONNACK, 0);
  private static final MqttFixedHeader PUBACK = header(MqttMessageType.PUBACK, 0);
  private static final MqttFixedHeader PUBREC = header(MqttMessageType.PUBREC, 0);
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

  /** PUBACK (QoS 1) or PUBREC (QoS 2) that says no; MQTT 5 only. */
  public static MqttMessage refusedPublish(int qos, int packetId, int code, String detail) {
    return new MqttMessage(
        qos == 1 ? PUBACK : PUBREC,
        new MqttPubReplyMessageVariableHeader(packetId, (byte) code, because(detail)));
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
