package dev.tributary.broker.internal.protocol;

import dev.tributary.broker.MqttLimits;
import dev.tributary.broker.MqttOptions;
import io.netty.handler.codec.mqtt.MqttConnAckMessage;
import io.netty.handler.codec.mqtt.MqttConnAckVariableHeader;
import io.netty.handler.codec.mqtt.MqttConnectReturnCode;
import io.netty.handler.codec.mqtt.MqttFixedHeader;
import io.netty.handler.codec.mqtt.MqttMessage;
import io.netty.handler.codec.mqtt.MqttMessageType;
import io.netty.handler.codec.mqtt.MqttProperties;
import io.netty.handler.codec.mqtt.MqttProperties.BinaryProperty;
import io.netty.handler.codec.mqtt.MqttProperties.IntegerProperty;
import io.netty.handler.codec.mqtt.MqttProperties.StringProperty;
import io.netty.handler.codec.mqtt.MqttQoS;
import org.jspecify.annotations.Nullable;

/** CONNACK (MQTT 5, 3.2): tells what holds here where it is not what a client assumes anyway. */
public final class Connack {

  private static final MqttFixedHeader HEADER =
      new MqttFixedHeader(MqttMessageType.CONNACK, false, MqttQoS.AT_MOST_ONCE, false, 0);
  private static final int RECEIVE_MAXIMUM_ASSUMED = 65_535;
  private static final int LENGTHS_GROW_MAX = 3;

  private Connack() {}

  /**
   * The client is in.
   *
   * @param present it finds an earlier session
   * @param proof what the server says last in an enhanced authentication, or null
   */
  public static MqttMessage accepted(
      String clientId,
      ConnectTerms terms,
      boolean five,
      boolean present,
      byte @Nullable [] proof,
      MqttLimits limits,
      MqttOptions options) {
    MqttProperties properties =
        five ? properties(clientId, terms, proof, limits, options) : MqttProperties.NO_PROPERTIES;
    return packet(MqttConnectReturnCode.CONNECTION_ACCEPTED, present, properties);
  }

  /** The client is not let in; for MQTT 3 only with a reason that has a return code there. */
  public static MqttMessage refused(Reason reason, String detail, boolean five) {
    int code = five ? reason.connackCode() : reason.returnCode();
    MqttProperties properties = five ? Packets.because(detail) : MqttProperties.NO_PROPERTIES;
    return packet(MqttConnectReturnCode.valueOf((byte) code), false, properties); // 3.2.2-6
  }

  private static MqttMessage packet(
      MqttConnectReturnCode code, boolean present, MqttProperties properties) {
    return new MqttConnAckMessage(HEADER, new MqttConnAckVariableHeader(code, present, properties));
  }

  private static MqttProperties properties(
      String clientId,
      ConnectTerms terms,
      byte @Nullable [] proof,
      MqttLimits limits,
      MqttOptions options) {
    MqttProperties to = new MqttProperties();
    limits(to, terms, limits);
    features(to, options);
    if (terms.clientIdAssigned()) { // [MQTT-3.1.3-7], [MQTT-3.2.2-16]
      text(to, MqttProperties.ASSIGNED_CLIENT_IDENTIFIER, clientId);
    }
    if (options.serverKeepAliveSeconds() != null) { // [MQTT-3.2.2-21]
      number(to, MqttProperties.SERVER_KEEP_ALIVE, options.serverKeepAliveSeconds());
    }
    if (terms.authenticationMethod() != null) { // [MQTT-4.12.0-5], [MQTT-4.12.0-6]
      text(to, MqttProperties.AUTHENTICATION_METHOD, terms.authenticationMethod());
      if (proof != null) {
        to.add(new BinaryProperty(MqttProperties.AUTHENTICATION_DATA, proof));
      }
    }
    response(to, terms, options.responseInformation());
    return to;
  }

  private static void limits(MqttProperties to, ConnectTerms terms, MqttLimits limits) {
    if (terms.sessionExpiryShortened()) {
      number(to, MqttProperties.SESSION_EXPIRY_INTERVAL, (int) terms.sessionExpirySeconds());
    }
    if (limits.inflightMax() < RECEIVE_MAXIMUM_ASSUMED) {
      number(to, MqttProperties.RECEIVE_MAXIMUM, limits.inflightMax());
    }
    if (limits.qosMax() < 2) { // [MQTT-3.2.2-9]
      number(to, MqttProperties.MAXIMUM_QOS, limits.qosMax());
    }
    number(to, MqttProperties.MAXIMUM_PACKET_SIZE, limits.packetBytesMax());
    if (limits.topicAliasMax() > 0) {
      number(to, MqttProperties.TOPIC_ALIAS_MAXIMUM, limits.topicAliasMax());
    }
  }

  private static void features(MqttProperties to, MqttOptions options) {
    if (!options.retainAvailable()) {
      number(to, MqttProperties.RETAIN_AVAILABLE, 0);
    }
    if (!options.wildcardSubscription()) {
      number(to, MqttProperties.WILDCARD_SUBSCRIPTION_AVAILABLE, 0);
    }
    if (!options.sharedSubscription()) {
      number(to, MqttProperties.SHARED_SUBSCRIPTION_AVAILABLE, 0);
    }
  }

  /** The one property here that nobody depends on: it goes where the packet would get too large. */
  private static void response(MqttProperties to, ConnectTerms terms, String information) {
    if (!terms.responseInformation() || information.isEmpty()) { // [MQTT-3.1.2-28]
      return;
    }
    StringProperty property = new StringProperty(MqttProperties.RESPONSE_INFORMATION, information);
    long bytes = PacketSizes.connack(to) + PacketSizes.property(property);
    if (bytes + LENGTHS_GROW_MAX <= terms.packetBytesMax()) {
      to.add(property);
    }
  }

  private static void number(MqttProperties to, int id, int value) {
    to.add(new IntegerProperty(id, value));
  }

  private static void text(MqttProperties to, int id, String value) {
    to.add(new StringProperty(id, value));
  }
}
