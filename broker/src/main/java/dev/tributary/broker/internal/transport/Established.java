package dev.tributary.broker.internal.transport;

import dev.tributary.broker.internal.protocol.OutboundAliases;
import dev.tributary.broker.internal.session.Session;
import org.jspecify.annotations.Nullable;

/**
 * CONNACK is sent.
 *
 * @param aliases null for a client that takes none
 */
record Established(Session session, @Nullable OutboundAliases aliases) {}
