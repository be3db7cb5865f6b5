package dev.tributary.broker.internal.protocol;

import dev.tributary.broker.ClientInfo;
import dev.tributary.broker.HandlerSlot;
import dev.tributary.broker.MqttLimits;
import dev.tributary.broker.internal.protocol.ConnectDecision.Accept;
import dev.tributary.broker.internal.protocol.ConnectDecision.Refuse;
import io.netty.handler.codec.mqtt.MqttConnectMessage;
import io.netty.handler.codec.mqtt.MqttConnectPayload;
import io.netty.handler.codec.mqtt.MqttConnectVariableHeader;
import io.netty.handler.codec.mqtt.MqttProperties;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** CONNECT: who may come in, and on which terms (MQTT 5, 3.1; MQTT 3.1.1, 3.1). */
public final class ConnectRules {

  private static final int MQTT_5 = 5;
  private static final long NO_EXPIRY = 0xFFFF_FFFFL;
  private static final int RECEIVE_MAXIMUM_ABSENT = 65_535;
  private static final long PACKET_BYTES_ANY = 268_435_460;

  private final MqttLimits limits;
  private final Supplier<String> freshClientIds;

  public ConnectRules(MqttLimits limits, Supplier<String> freshClientIds) {
    this.limits = limits;
    this.freshClientIds = freshClientIds;
  }

  /** Where a connection comes from, and when it came. */
  public record Origin(
      InetSocketAddress peer, InetSocketAddress local, String listener, long nowMillis) {}

  public ConnectDecision decide(MqttConnectMessage packet, Origin origin) {
    String given = packet.payload().clientIdentifier();
    String id = given == null ? "" : given;
    Refuse refusal = refusal(packet, id);
    if (refusal != null) {
      return refusal;
    }
    // Authentication stands here when it comes: whoever passes it is let in below.
    return accept(packet, id, origin);
  }

  private @Nullable Refuse refusal(MqttConnectMessage packet, String id) {
    MqttConnectVariableHeader header = packet.variableHeader();
    MqttConnectPayload payload = packet.payload();
    boolean five = header.version() == MQTT_5;
    if (id.getBytes(StandardCharsets.UTF_8).length > limits.clientIdBytesMax()) {
      return new Refuse(
          id,
          Reason.CLIENT_ID_INVALID,
          "client identifier longer than " + limits.clientIdBytesMax() + " bytes");
    }
    if (id.isEmpty() && !five && !header.isCleanSession()) {
      return new Refuse(
          id, Reason.CLIENT_ID_INVALID, "no client identifier, and clean session 0"); // 3.1.3-8
    }
    if (!five && header.hasPassword() && !header.hasUserName()) {
      return new Refuse(id, Reason.MALFORMED_PACKET, "password without user name"); // 3.1.2-22
    }
    if (five) {
      Refuse bad = refusedProperties(header.properties(), id);
      if (bad != null) {
        return bad;
      }
    }
    return header.isWillFlag() ? refusedWill(header, payload, id) : refusedNoWill(header, id);
  }

  private static @Nullable Refuse refusedProperties(MqttProperties properties, String id) {
    if (PropertyReader.number(properties, MqttProperties.RECEIVE_MAXIMUM, 1) == 0) {
      return new Refuse(id, Reason.PROTOCOL_ERROR, "Receive Maximum 0");
    }
    if (PropertyReader.number(properties, MqttProperties.MAXIMUM_PACKET_SIZE, 1) == 0) {
      return new Refuse(id, Reason.PROTOCOL_ERROR, "Maximum Packet Size 0");
    }
    if (properties.getProperty(MqttProperties.AUTHENTICATION_METHOD) != null) {
      return new Refuse(
          id, Reason.BAD_AUTHENTICATION_METHOD, "no enhanced authentication is offered");
    }
    if (properties.getProperty(MqttProperties.AUTHENTICATION_DATA) != null) {
      return new Refuse(id, Reason.PROTOCOL_ERROR, "Authentication Data without method");
    }
    return null;
  }

  private @Nullable Refuse refusedWill(
      MqttConnectVariableHeader header, MqttConnectPayload payload, String id) {
    if (header.willQos() > 2) {
      return new Refuse(id, Reason.MALFORMED_PACKET, "will QoS 3"); // [MQTT-3.1.2-12]
    }
    if (header.willQos() > limits.qosMax()) {
      return new Refuse(id, Reason.QOS_NOT_SUPPORTED, "will QoS above " + limits.qosMax());
    }
    String topic = payload.willTopic();
    String problem =
        topic == null
            ? "will topic longer than 32767 bytes"
            : Topics.nameProblem(topic, limits.topicLevelsMax());
    return problem == null ? null : new Refuse(id, Reason.TOPIC_NAME_INVALID, "will: " + problem);
  }

  private static @Nullable Refuse refusedNoWill(MqttConnectVariableHeader header, String id) {
    boolean leftovers = header.willQos() != 0 || header.isWillRetain();
    return leftovers // [MQTT-3.1.2-11], [MQTT-3.1.2-13]
        ? new Refuse(id, Reason.MALFORMED_PACKET, "will QoS or retain without a will")
        : null;
  }

  private Accept accept(MqttConnectMessage packet, String id, Origin origin) {
    MqttConnectVariableHeader header = packet.variableHeader();
    MqttProperties properties = header.properties();
    boolean five = header.version() == MQTT_5;
    ClientInfo client = client(packet, id.isEmpty() ? freshClientIds.get() : id, origin);
    ConnectTerms terms =
        new ConnectTerms(
            client.sessionExpirySeconds(),
            client.sessionExpirySeconds() < askedExpiry(header),
            receiveMaximum(properties),
            PropertyReader.number(properties, MqttProperties.MAXIMUM_PACKET_SIZE, PACKET_BYTES_ANY),
            five
                && PropertyReader.number(properties, MqttProperties.REQUEST_PROBLEM_INFORMATION, 1)
                    == 1,
            id.isEmpty(),
            header.isWillFlag() ? will(header, packet.payload()) : null);
    return new Accept(client, terms);
  }

  /** Who sends a CONNECT, whether it is let in or not. */
  public ClientInfo client(MqttConnectMessage packet, String clientId, Origin origin) {
    MqttConnectVariableHeader header = packet.variableHeader();
    return new ClientInfo(
        clientId,
        packet.payload().userName(),
        header.version(),
        header.isCleanSession(),
        header.keepAliveTimeSeconds(),
        Math.min(askedExpiry(header), limits.sessionExpiryMax().toSeconds()),
        Math.min(receiveMaximum(header.properties()), limits.inflightMax()),
        PropertyReader.packet(header.properties()),
        origin.peer(),
        origin.local(),
        origin.listener(),
        origin.nowMillis(),
        new HandlerSlot());
  }

  private static int receiveMaximum(MqttProperties properties) {
    return (int)
        PropertyReader.number(properties, MqttProperties.RECEIVE_MAXIMUM, RECEIVE_MAXIMUM_ABSENT);
  }

  private static long askedExpiry(MqttConnectVariableHeader header) {
    if (header.version() == MQTT_5) {
      return PropertyReader.number(header.properties(), MqttProperties.SESSION_EXPIRY_INTERVAL, 0);
    }
    return header.isCleanSession() ? 0 : NO_EXPIRY;
  }

  private static Will will(MqttConnectVariableHeader header, MqttConnectPayload payload) {
    byte[] bytes = payload.willMessageInBytes();
    return new Will(
        payload.willTopic(),
        bytes == null ? new byte[0] : bytes,
        header.willQos(),
        header.isWillRetain(),
        PropertyReader.publish(payload.willProperties()),
        PropertyReader.number(payload.willProperties(), MqttProperties.WILL_DELAY_INTERVAL, 0));
  }
}
