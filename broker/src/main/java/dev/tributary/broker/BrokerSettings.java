package dev.tributary.broker;

import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** What a {@link Broker} is made of. Immutable; listener ids are unique. */
public record BrokerSettings(
    List<ListenerSettings> listeners,
    MqttLimits limits,
    MqttOptions options,
    QueueOptions queue,
    RetainerOptions retainer,
    ForceShutdown forceShutdown,
    StorageOptions storage) {

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

  /** Everything else as by default, kept in memory. */
  public static BrokerSettings of(List<ListenerSettings> listeners, MqttLimits limits) {
    return new BrokerSettings(
        listeners,
        limits,
        MqttOptions.defaults(),
        QueueOptions.defaults(),
        RetainerOptions.defaults(),
        ForceShutdown.defaults(),
        new StorageOptions.InMemory());
  }

  public BrokerSettings with(MqttOptions other) {
    return new BrokerSettings(listeners, limits, other, queue, retainer, forceShutdown, storage);
  }

  public BrokerSettings with(QueueOptions other) {
    return new BrokerSettings(listeners, limits, options, other, retainer, forceShutdown, storage);
  }

  public BrokerSettings with(RetainerOptions other) {
    return new BrokerSettings(listeners, limits, options, queue, other, forceShutdown, storage);
  }

  public BrokerSettings with(ForceShutdown other) {
    return new BrokerSettings(listeners, limits, options, queue, retainer, other, storage);
  }

  public BrokerSettings with(StorageOptions other) {
    return new BrokerSettings(listeners, limits, options, queue, retainer, forceShutdown, other);
  }
}
