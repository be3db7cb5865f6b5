package dev.tributary.management;

import dev.tributary.broker.Clients;
import dev.tributary.broker.Listeners;
import dev.tributary.broker.Retained;
import dev.tributary.broker.Subscriptions;

/**
 * The broker as REST sees it.
 *
 * @param listenerDefinitions how listeners are read
 * @param subscriptionsMax {@code mqtt.max_subscriptions}, {@link Integer#MAX_VALUE} for any number
 */
public record BrokerDoors(
    Clients clients,
    Subscriptions subscriptions,
    Retained retained,
    Listeners listeners,
    ListenerDefinitions listenerDefinitions,
    BannedClients banned,
    MessagePublisher publisher,
    int subscriptionsMax) {}
