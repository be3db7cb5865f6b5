package dev.tributary.broker;

/**
 * A client that has a session, connected or not, as far as every thread may know it.
 *
 * @param client as it is connected, or was connected last
 * @param sessionSinceMillis milliseconds since 1970
 * @param disconnectedAtMillis milliseconds since 1970, -1 while it is connected
 * @param durable whether the session is in the store
 */
public record ClientEntry(
    ClientInfo client,
    boolean connected,
    long sessionSinceMillis,
    long disconnectedAtMillis,
    boolean durable) {}
