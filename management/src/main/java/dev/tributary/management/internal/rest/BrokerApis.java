package dev.tributary.management.internal.rest;

import dev.tributary.management.BrokerDoors;
import java.time.InstantSource;

/** The areas of the API that look into the broker. */
final class BrokerApis {

  private BrokerApis() {}

  static void addTo(Routes routes, BrokerDoors broker, String node, InstantSource clock) {
    var views = new ClientViews(node, broker.subscriptionsMax());
    new ClientRoutes(broker.clients(), views, node).addTo(routes);
    new ClientSubscriptionRoutes(broker.clients(), views).addTo(routes);
    new ClientMessageRoutes(broker.clients()).addTo(routes);
    new SubscriptionRoutes(broker.subscriptions(), broker.clients(), views, node).addTo(routes);
    new PublishRoutes(broker.publisher()).addTo(routes);
    new RetainedRoutes(broker.retained()).addTo(routes);
    new BannedRoutes(broker.banned(), clock).addTo(routes);
  }
}
