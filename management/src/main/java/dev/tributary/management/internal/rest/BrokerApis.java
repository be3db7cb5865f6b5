package dev.tributary.management.internal.rest;

import dev.tributary.management.BrokerDoors;
import dev.tributary.management.DefinitionStore;
import dev.tributary.management.internal.listeners.ListenerChanges;
import java.time.InstantSource;

/** The areas of the API that look into the broker. */
final class BrokerApis {

  private BrokerApis() {}

  static void addTo(
      Routes routes, BrokerDoors broker, DefinitionStore store, String node, InstantSource clock) {
    var views = new ClientViews(node, broker.subscriptionsMax());
    new ClientRoutes(broker.clients(), views, node).addTo(routes);
    new ClientSubscriptionRoutes(broker.clients(), views).addTo(routes);
    new ClientMessageRoutes(broker.clients()).addTo(routes);
    new SubscriptionRoutes(broker.subscriptions(), broker.clients(), views, node).addTo(routes);
    new PublishRoutes(broker.publisher()).addTo(routes);
    new RetainedRoutes(broker.retained()).addTo(routes);
    new RetainerRoutes(store, broker.retained()).addTo(routes);
    new ListenerRoutes(
            new ListenerChanges(store, broker.listeners(), broker.listenerDefinitions()),
            broker.listeners(),
            node)
        .addTo(routes);
    new BannedRoutes(broker.banned(), clock).addTo(routes);
  }
}
