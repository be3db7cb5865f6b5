package dev.tributary.broker.internal.protocol;

import static dev.tributary.broker.internal.protocol.ProtocolViolation.forbidden;
import static dev.tributary.broker.internal.protocol.ProtocolViolation.malformed;
import static io.netty.handler.codec.mqtt.MqttProperties.AUTHENTICATION_DATA;
import static io.netty.handler.codec.mqtt.MqttProperties.AUTHENTICATION_METHOD;
import static io.netty.handler.codec.mqtt.MqttProperties.CONTENT_TYPE;
import static io.netty.handler.codec.mqtt.MqttProperties.CORRELATION_DATA;
import static io.netty.handler.codec.mqtt.MqttProperties.MAXIMUM_PACKET_SIZE;
import static io.netty.handler.codec.mqtt.MqttProperties.PAYLOAD_FORMAT_INDICATOR;
import static io.netty.handler.codec.mqtt.MqttProperties.PUBLICATION_EXPIRY_INTERVAL;
import static io.netty.handler.codec.mqtt.MqttProperties.REASON_STRING;
import static io.netty.handler.codec.mqtt.MqttProperties.RECEIVE_MAXIMUM;
import static io.netty.handler.codec.mqtt.MqttProperties.REQUEST_PROBLEM_INFORMATION;
import static io.netty.handler.codec.mqtt.MqttProperties.REQUEST_RESPONSE_INFORMATION;
import static io.netty.handler.codec.mqtt.MqttProperties.RESPONSE_TOPIC;
import static io.netty.handler.codec.mqtt.MqttProperties.SERVER_REFERENCE;
import static io.netty.handler.codec.mqtt.MqttProperties.SESSION_EXPIRY_INTERVAL;
import static io.netty.handler.codec.mqtt.MqttProperties.SUBSCRIPTION_IDENTIFIER;
import static io.netty.handler.codec.mqtt.MqttProperties.TOPIC_ALIAS;
import static io.netty.handler.codec.mqtt.MqttProperties.TOPIC_ALIAS_MAXIMUM;
import static io.netty.handler.codec.mqtt.MqttProperties.USER_PROPERTY;
import static io.netty.handler.codec.mqtt.MqttProperties.WILL_DELAY_INTERVAL;

import io.netty.buffer.ByteBuf;

/** Which properties a client may send in which packet (MQTT 5, 2.2.2.2), and how long they are. */
enum WireProperties {
  CONNECT(
      SESSION_EXPIRY_INTERVAL,
      RECEIVE_MAXIMUM,
      MAXIMUM_PACKET_SIZE,
      TOPIC_ALIAS_MAXIMUM,
      REQUEST_RESPONSE_INFORMATION,
      REQUEST_PROBLEM_INFORMATION,
      AUTHENTICATION_METHOD,
      AUTHENTICATION_DATA),
  WILL(
      WILL_DELAY_INTERVAL,
      PAYLOAD_FORMAT_INDICATOR,
      PUBLICATION_EXPIRY_INTERVAL,
      CONTENT_TYPE,
      RESPONSE_TOPIC,
      CORRELATION_DATA),
  PUBLISH(
      PAYLOAD_FORMAT_INDICATOR,
      PUBLICATION_EXPIRY_INTERVAL,
      TOPIC_ALIAS,
      RESPONSE_TOPIC,
      CORRELATION_DATA,
      SUBSCRIPTION_IDENTIFIER,
      CONTENT_TYPE),
  ACKNOWLEDGEMENT(REASON_STRING),
  SUBSCRIBE(SUBSCRIPTION_IDENTIFIER),
  UNSUBSCRIBE(),
  /** Only servers have a use for a Server Reference, and nothing forbids it to clients. */
  DISCONNECT(SESSION_EXPIRY_INTERVAL, REASON_STRING, SERVER_REFERENCE),
  AUTH(AUTHENTICATION_METHOD, AUTHENTICATION_DATA, REASON_STRING);

  /** One bit for each; the identifiers are below 64. */
  private final long allowed;

  WireProperties(int... identifiers) {
    long bits = 1L << USER_PROPERTY;
    for (int identifier : identifiers) {
      bits |= 1L << identifier;
    }
    allowed = bits;
  }

  /** Reads the length of the properties and all of them. */
  void check(ByteBuf packet) throws ProtocolViolation {
    int length = WireTypes.variable(packet);
    if (length > packet.readableBytes()) {
      throw malformed("properties reach beyond the end of their packet");
    }
    int end = packet.readerIndex() + length;
    long seen = 0;
    while (packet.readerIndex() < end) {
      int identifier = WireTypes.variable(packet);
      if (identifier >= Long.SIZE || ((allowed >> identifier) & 1) == 0) {
        throw malformed("property " + identifier + " does not belong to " + name()); // 2.2.2.2
      }
      if (identifier != USER_PROPERTY && ((seen >> identifier) & 1) != 0) {
        throw forbidden("property " + identifier + " stands twice in " + name());
      }
      seen |= 1L << identifier;
      value(packet, identifier);
    }
    if (packet.readerIndex() != end) {
      throw malformed("the last property reaches beyond the length of the properties");
    }
  }

  private static void value(ByteBuf packet, int identifier) throws ProtocolViolation {
    switch (identifier) {
      case PAYLOAD_FORMAT_INDICATOR, REQUEST_PROBLEM_INFORMATION, REQUEST_RESPONSE_INFORMATION -> {
        if (WireTypes.octet(packet) > 1) {
          throw forbidden("property " + identifier + " must be 0 or 1");
        }
      }
      case RECEIVE_MAXIMUM, TOPIC_ALIAS_MAXIMUM, TOPIC_ALIAS -> WireTypes.skip(packet, 2);
      case PUBLICATION_EXPIRY_INTERVAL,
          SESSION_EXPIRY_INTERVAL,
          WILL_DELAY_INTERVAL,
          MAXIMUM_PACKET_SIZE ->
          WireTypes.skip(packet, 4);
      case SUBSCRIPTION_IDENTIFIER -> WireTypes.variable(packet);
      case CORRELATION_DATA, AUTHENTICATION_DATA -> WireTypes.binary(packet);
      case RESPONSE_TOPIC -> responseTopic(packet);
      case USER_PROPERTY -> {
        WireTypes.text(packet);
        WireTypes.text(packet);
      }
      default -> WireTypes.text(packet);
    }
  }

  private static void responseTopic(ByteBuf packet) throws ProtocolViolation {
    int start = packet.readerIndex();
    boolean wildcard = WireTypes.name(packet);
    if (wildcard || packet.readerIndex() == start + 2) { // [MQTT-3.3.2-14], [MQTT-4.7.3-1]
      throw forbidden("a Response Topic that is empty or has a wildcard");
    }
  }
}
