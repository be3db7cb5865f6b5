package dev.tributary.broker.internal.protocol;

import io.netty.handler.codec.mqtt.MqttFixedHeader;
import io.netty.handler.codec.mqtt.MqttMessage;
import io.netty.handler.codec.mqtt.MqttMessageIdAndPropertiesVariableHeader;
import io.netty.handler.codec.mqtt.MqttMessageType;
import io.netty.handler.codec.mqtt.MqttProperties;
import io.netty.handler.codec.mqtt.MqttProperties.BinaryProperty;
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

  private static final MqttFixedHeader PUBACK = header(MqttMessageType.PUBACK, 0);
  private static final MqttFixedHeader PUBREC = header(MqttMessageType.PUBREC, 0);
  private static final MqttFixedHeader SUBACK = header(MqttMessageType.SUBACK, 0);
  private static final MqttFixedHeader UNSUBACK = header(MqttMessageType.UNSUBACK, 0);
  private static final MqttFixedHeader DISCONNECT = header(MqttMessageType.DISCONNECT, 0);
  private static final MqttFixedHeader AUTH = header(MqttMessageType.AUTH, 0);

  private static final int REASON_CHARS_MAX = 256;

  private Packets() {}

  public static MqttMessage disconnect(Reason reason, String detail) {
    return new MqttMessage(
        DISCONNECT,
        new MqttReasonCodeAndPropertiesVariableHeader((byte) reason.code(), because(detail)));
  }

  /** AUTH, which names its method each time ([MQTT-4.12.0-5]). */
  public static MqttMessage auth(int code, String method, byte[] data) {
    MqttProperties properties = new MqttProperties();
    properties.add(new StringProperty(MqttProperties.AUTHENTICATION_METHOD, method));
    if (data.length > 0) {
      properties.add(new BinaryProperty(MqttProperties.AUTHENTICATION_DATA, data));
    }
    return new MqttMessage(
        AUTH, new MqttReasonCodeAndPropertiesVariableHeader((byte) code, properties));
  }

  /** PUBACK (QoS 1) or PUBREC (QoS 2) that says no; MQTT 5 only. */
  public static MqttMessage refusedPublish(int qos, int packetId, int code, String detail) {
    return new MqttMessage(
        qos == 1 ? PUBACK : PUBREC,
        new MqttPubReplyMessageVariableHeader(packetId, (byte) code, because(detail)));
  }

  /**
   * SUBACK.
   *
   * @param detail why a filter was rejected; empty for MQTT 3 and for who wants no reasons
   */
  public static MqttMessage suback(int packetId, List<Integer> codes, String detail) {
    return new MqttSubAckMessage(
        SUBACK,
        new MqttMessageIdAndPropertiesVariableHeader(packetId, because(detail)),
        new MqttSubAckPayload(codes));
  }

  /** MQTT 3 has no codes. */
  public static MqttMessage unsuback(int packetId, List<Short> codes, boolean five) {
    return new MqttUnsubAckMessage(
        UNSUBACK,
        new MqttMessageIdAndPropertiesVariableHeader(packetId, MqttProperties.NO_PROPERTIES),
        five ? new MqttUnsubAckPayload(codes) : new MqttUnsubAckPayload(new short[0]));
  }

  static MqttProperties because(String detail) {
    if (detail.isEmpty()) {
      return MqttProperties.NO_PROPERTIES;
    }
    String text = detail.substring(0, Math.min(detail.length(), REASON_CHARS_MAX));
    MqttProperties properties = new MqttProperties();
    properties.add(new StringProperty(MqttProperties.REASON_STRING, text));
    return properties;
  }

  private static MqttFixedHeader header(MqttMessageType type, int qos) {
    return new MqttFixedHeader(type, false, MqttQoS.valueOf(qos), false, 0);
  }
}
