package dev.tributary.broker;

import java.net.InetSocketAddress;
import org.jspecify.annotations.Nullable;

/**
 * Who a connected client is. Immutable but for its slot; one instance per connection.
 *
 * @param protocolVersion 3 (MQTT 3.1), 4 (3.1.1) or 5
 * @param sessionExpirySeconds how long the session outlives the connection, as granted at CONNECT
 * @param receiveMaximum QoS 1 and 2 messages that may be on their way to the client at once
 * @param connectProperties of the CONNECT packet
 * @param peer the client's address
 * @param local the address of the listener that accepted it
 * @param listener name of that listener, such as {@code tcp:default}
 * @param slot for the handler of its messages
 */
public record ClientInfo(
    String clientId,
    @Nullable String username,
    int protocolVersion,
    boolean cleanStart,
    int keepAliveSeconds,
    long sessionExpirySeconds,
    int receiveMaximum,
    PacketProperties connectProperties,
    InetSocketAddress peer,
    InetSocketAddress local,
    String listener,
    long connectedAtMillis,
    HandlerSlot slot) {

  /** The same client without what only its connection needs, for keeping it with a message. */
  ClientInfo withoutConnection() {
    return new ClientInfo(
        clientId,
        username,
        protocolVersion,
        cleanStart,
        keepAliveSeconds,
        sessionExpirySeconds,
        receiveMaximum,
        PacketProperties.NONE,
        peer,
        local,
        listener,
        connectedAtMillis,
        new HandlerSlot());
  }

  /** The same client under the name that it proved to have. */
  public ClientInfo withUsername(String proved) {
    return new ClientInfo(
        clientId,
        proved,
        protocolVersion,
        cleanStart,
        keepAliveSeconds,
        sessionExpirySeconds,
        receiveMaximum,
        connectProperties,
        peer,
        local,
        listener,
        connectedAtMillis,
        slot);
  }

  /** As CONNECT spells it: {@code MQIsdp} in MQTT 3.1, {@code MQTT} since. */
  public String protocolName() {
    return protocolVersion == 3 ? "MQIsdp" : "MQTT";
  }
}
