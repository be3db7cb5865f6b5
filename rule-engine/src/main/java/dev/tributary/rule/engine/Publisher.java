package dev.tributary.rule.engine;

import java.net.InetSocketAddress;
import org.jspecify.annotations.Nullable;

/**
 * Who published a message, as rules see it. One instance can serve all messages of a connection.
 *
 * @param peer where the client is connected from; null for messages that no connection brought
 */
public record Publisher(
    String clientId, @Nullable String username, @Nullable InetSocketAddress peer) {}
