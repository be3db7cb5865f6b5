package dev.tributary.broker.internal.store;

import dev.tributary.broker.internal.routing.Subscription;
import java.util.List;

/**
 * A session as it is found at the start.
 *
 * @param number its key in the store
 * @param awaitingRelease packet identifiers of QoS 2 publishes whose PUBREL has not come
 * @param open QoS 2 publishes that the end of the process has interrupted
 * @param inflight messages that have a packet identifier, in order of their positions
 * @param over messages that the client has, {@link Flow#OVER}
 * @param waiting how many messages have none
 * @param firstWaiting position of the first of those, {@link Long#MAX_VALUE} if there is none
 * @param nextSequence greater than the {@link StoredMessage#sequence} of every message
 */
public record StoredSession(
    long number,
    SessionRecord contents,
    List<Subscription> subscriptions,
    List<Integer> awaitingRelease,
    List<OpenPublish> open,
    List<StoredMessage> inflight,
    List<StoredMessage> over,
    int waiting,
    long firstWaiting,
    long nextSequence) {}
