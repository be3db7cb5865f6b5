package dev.tributary.broker;

import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** What a {@link Broker} is made of. Immutable; listener ids are unique. */
public record BrokerSettings(List<ListenerSettings> listeners, MqttLimits limits) {

  public BrokerSettings {
    listeners = List.copyOf(listeners);
    Set<String> ids = new HashSet<>();
    for (ListenerSettings listener : listeners) {
      if (!ids.add(listener.id())) {
        throw new IllegalArgumentException(
            "listener " + listener.id() + " is given twice: each name may stand once per type");
      }
    }
  }
}
