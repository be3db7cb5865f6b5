package dev.tributary.broker;

/**
 * A message that waits for a client, or was sent to it and is not acknowledged.
 *
 * @param position grows with every message of the session; where a next page begins
 * @param insertedAtMillis when it came to the session, milliseconds since 1970
 * @param priority 0 if its topic has none
 */
public record QueuedMessage(
    long position, long insertedAtMillis, int priority, Delivery delivery) {}
