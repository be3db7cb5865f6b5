package dev.tributary.server.internal.bridge;

import dev.tributary.broker.BrokerEvent;
import dev.tributary.broker.BrokerEventType;
import dev.tributary.broker.BrokerEvents;

/**
 * Several who hear what happens in the broker; each gets what it wants. What one throws keeps the
 * event from the next, and is logged by the broker.
 */
public record AllEvents(BrokerEvents first, BrokerEvents second) implements BrokerEvents {

  @Override
  public boolean wants(BrokerEventType type) {
    return first.wants(type) || second.wants(type);
  }

  @Override
  public void on(BrokerEvent event) {
    if (first.wants(event.type())) {
      first.on(event);
    }
    if (second.wants(event.type())) {
      second.on(event);
    }
  }
}
