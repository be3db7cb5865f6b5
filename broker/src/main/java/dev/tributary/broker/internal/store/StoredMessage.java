package dev.tributary.broker.internal.store;

import dev.tributary.broker.Delivery;

/**
 * A message of a session's queue.
 *
 * @param position orders the queue; the priority is part of it where topics have priorities
 * @param insertedAtMillis milliseconds since 1970
 */
public record StoredMessage(long position, long insertedAtMillis, Delivery delivery, Flow flow) {}
