package dev.tributary.broker.internal.store;

import dev.tributary.broker.ClientInfo;
import dev.tributary.broker.internal.protocol.Will;
import org.jspecify.annotations.Nullable;

/**
 * What is stored of a session beside its subscriptions and messages.
 *
 * @param client as it connected last; its connect properties and slot are not stored
 * @param expirySeconds in force, 0xFFFFFFFF for ever
 * @param sinceMillis when the session began, milliseconds since 1970
 * @param disconnectedAtMillis milliseconds since 1970, -1 if it was connected
 * @param will still to be published, null if none; its delay counts from the disconnection
 */
public record SessionRecord(
    ClientInfo client,
    long expirySeconds,
    long sinceMillis,
    long disconnectedAtMillis,
    @Nullable Will will) {}
