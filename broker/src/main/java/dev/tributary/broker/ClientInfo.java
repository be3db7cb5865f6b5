package dev.tributary.broker;

import java.net.InetSocketAddress;
import org.jspecify.annotations.Nullable;

/**
 * Who a connected client is. Immutable, one instance per connection.
 *
 * @param protocolVersion 3 (MQTT 3.1), 4 (3.1.1) or 5
 * @param peer the client's address
 * @param local the address of the listener that accepted it
 * @param listener name of that listener, such as {@code tcp:default}
 */
public record ClientInfo(
    String clientId,
    @Nullable String username,
    int protocolVersion,
    boolean cleanStart,
    int keepAliveSeconds,
    InetSocketAddress peer,
    InetSocketAddress local,
    String listener,
    long connectedAtMillis) {}
