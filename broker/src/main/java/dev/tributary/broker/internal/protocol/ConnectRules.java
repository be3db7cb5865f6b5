package dev.tributary.broker.internal.protocol;

import dev.tributary.broker.ClientInfo;
import dev.tributary.broker.HandlerSlot;
import dev.tributary.broker.MqttLimits;
import dev.tributary.broker.MqttOptions;
import dev.tributary.broker.internal.protocol.ConnectDecision.Accept;
import dev.tributary.broker.internal.protocol.ConnectDecision.Authenticate;
import dev.tributary.broker.internal.protocol.ConnectDecision.Refuse;
import io.netty.handler.codec.mqtt.MqttConnectMessage;
import io.netty.handler.codec.mqtt.MqttConnectPayload;
import io.netty.handler.codec.mqtt.MqttConnectVariableHeader;
import io.netty.handler.codec.mqtt.MqttProperties;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.security.cert.X509Certificate;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** CONNECT: who may come in, and on which terms (MQTT 5, 3.1; MQTT 3.1.1, 3.1). */
public final class ConnectRules {

  private static final int MQTT_5 = 5;
  private static final long NO_EXPIRY = 0xFFFF_FFFFL;
  private static final int RECEIVE_MAXIMUM_ABSENT = 65_535;

  private final MqttLimits limits;
  private final MqttOptions options;
  private final ClientNames names;
  private final Set<String> methods;
  private final Supplier<String> freshClientIds;

  /**
   * @param methods of enhanced authentication; if there are any, clients of listeners that
   *     authenticate must use one
   */
  public ConnectRules(
      MqttLimits limits,
      MqttOptions options,
      Set<String> methods,
      Supplier<String> freshClientIds) {
    this.limits = limits;
    this.options = options;
    this.names = new ClientNames(options);
    this.methods = Set.copyOf(methods);
    this.freshClientIds = freshClientIds;
  }

  /**
   * Where a connection comes from, and when it came.
   *
   * @param authenticates whether its listener asks who clients are
   * @param certificate of the client, if it showed one
   */
  public record Origin(
      InetSocketAddress peer,
      InetSocketAddress local,
      String listener,
      boolean authenticates,
      @Nullable X509Certificate certificate,
      long nowMillis) {}

  public ConnectDecision decide(MqttConnectMessage packet, Origin origin) {
    String id = clientId(packet, origin);
    Refuse refusal = refusal(packet, id);
    if (refusal != null) {
      return refusal;
    }
    Accept accept = accept(packet, id, origin);
    if (accept.terms().authenticationMethod() != null) {
      byte[] data =
          PropertyReader.bytes(
              packet.variableHeader().properties(), MqttProperties.AUTHENTICATION_DATA);
      return new Authenticate(accept.client(), accept.terms(), data == null ? new byte[0] : data);
    }
    return origin.authenticates() && !methods.isEmpty()
        ? new Refuse(id, Reason.NOT_AUTHORIZED, "authenticate by one of the methods " + methods)
        : accept;
  }

  private String clientId(MqttConnectMessage packet, Origin origin) {
    String given = packet.payload().clientIdentifier();
    X509Certificate certificate = origin.certificate();
    String username = names.username(packet.payload().userName(), certificate);
    return names.clientId(given == null ? "" : given, username, certificate);
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
      return new Refuse(
          id, Reason.MALFORMED_PACKET, "password without user name"); // 3.1.1: 3.1.2-22
    }
    if (five) {
      Refuse bad = refusedProperties(header.properties(), id);
      if (bad != null) {
        return bad;
      }
    }
    return header.isWillFlag() ? refusedWill(header, payload, id) : refusedNoWill(header, id);
  }

  private @Nullable Refuse refusedProperties(MqttProperties properties, String id) {
    if (PropertyReader.number(properties, MqttProperties.RECEIVE_MAXIMUM, 1) == 0) {
      return new Refuse(id, Reason.PROTOCOL_ERROR, "Receive Maximum 0");
    }
    if (PropertyReader.number(properties, MqttProperties.MAXIMUM_PACKET_SIZE, 1) == 0) {
      return new Refuse(id, Reason.PROTOCOL_ERROR, "Maximum Packet Size 0");
    }
    String method = PropertyReader.text(properties, MqttProperties.AUTHENTICATION_METHOD);
    if (method != null && !methods.contains(method)) { // [MQTT-4.12.0-1]
      String offered = methods.isEmpty() ? "none is offered" : "offered are " + methods;
      return new Refuse(
          id, Reason.BAD_AUTHENTICATION_METHOD, "unknown authentication method: " + offered);
    }
    if (method == null && properties.getProperty(MqttProperties.AUTHENTICATION_DATA) != null) {
      return new Refuse(id, Reason.PROTOCOL_ERROR, "Authentication Data without method");
    }
    return null;
  }

  private @Nullable Refuse refusedWill(
      MqttConnectVariableHeader header, MqttConnectPayload payload, String id) {
    if (header.willQos() > 2) {
      return new Refuse(id, Reason.MALFORMED_PACKET, "will QoS 3"); // [MQTT-3.1.2-12]
    }
    if (header.willQos() > limits.qosMax()) { // [MQTT-3.2.2-12]
      return new Refuse(id, Reason.QOS_NOT_SUPPORTED, "will QoS above " + limits.qosMax());
    }
    if (header.isWillRetain() && !options.retainAvailable()) { // [MQTT-3.2.2-13]
      return new Refuse(id, Reason.RETAIN_NOT_SUPPORTED, "will retain: no message is retained");
    }
    String topic = payload.willTopic();
    String problem =
        topic == null
            ? "will topic longer than 32767 bytes"
            : Topics.nameProblem(topic, limits.topicLevelsMax());
    if (problem != null) {
      return new Refuse(id, Reason.TOPIC_NAME_INVALID, "will: " + problem);
    }
    return Topics.isOfServer(topic)
        ? new Refuse(id, Reason.NOT_AUTHORIZED, "will: only the server publishes to $SYS")
        : null;
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
            packetBytesMax(packet),
            (int) PropertyReader.number(properties, MqttProperties.TOPIC_ALIAS_MAXIMUM, 0),
            five && is(properties, MqttProperties.REQUEST_PROBLEM_INFORMATION, 1),
            five && is(properties, MqttProperties.REQUEST_RESPONSE_INFORMATION, 0),
            id.isEmpty(),
            PropertyReader.text(properties, MqttProperties.AUTHENTICATION_METHOD),
            header.isWillFlag() ? will(header, packet.payload()) : null);
    return new Accept(client, terms);
  }

  /** The largest packet that who sends this CONNECT takes, whether it is let in or not. */
  public static long packetBytesMax(MqttConnectMessage packet) {
    MqttProperties properties = packet.variableHeader().properties();
    long given = PropertyReader.number(properties, MqttProperties.MAXIMUM_PACKET_SIZE, 0);
    return given == 0 ? ConnectTerms.PACKET_BYTES_ANY : given; // 0 is refused, in a packet
  }

  private static boolean is(MqttProperties properties, int id, int absent) {
    return PropertyReader.number(properties, id, absent) == 1;
  }

  private int keepAliveSeconds(MqttConnectVariableHeader header) {
    Integer ours = options.serverKeepAliveSeconds();
    return header.version() == MQTT_5 && ours != null // [MQTT-3.1.2-21], [MQTT-3.2.2-22]
        ? ours
        : header.keepAliveTimeSeconds();
  }

  /** Who sends a CONNECT, whether it is let in or not. */
  public ClientInfo client(MqttConnectMessage packet, String clientId, Origin origin) {
    MqttConnectVariableHeader header = packet.variableHeader();
    return new ClientInfo(
        clientId,
        names.username(packet.payload().userName(), origin.certificate()),
        header.version(),
        header.isCleanSession(),
        keepAliveSeconds(header),
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
