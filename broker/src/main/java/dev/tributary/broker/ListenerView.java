package dev.tributary.broker;

import java.net.InetSocketAddress;
import org.jspecify.annotations.Nullable;

/**
 * A listener, open or not.
 *
 * @param address where it listens; null while it does not
 */
public record ListenerView(
    ListenerSettings settings,
    boolean running,
    int connections,
    @Nullable InetSocketAddress address) {}
