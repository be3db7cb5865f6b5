package dev.tributary.server.internal.node;

import dev.tributary.broker.BrokerSettings;
import dev.tributary.broker.ListenerSettings;
import dev.tributary.broker.MqttLimits;
import dev.tributary.config.Settings;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;

/** Turns {@code listeners}, {@code mqtt} and {@code retainer} into what the broker is made of. */
final class BrokerConfiguration {

  private BrokerConfiguration() {}

  static BrokerSettings broker(Settings root) {
    List<ListenerSettings> listeners = new ArrayList<>();
    root.object("listeners")
        .objects("tcp")
        .forEach((name, listener) -> {
          if (listener.flag("enable")) {
            listeners.add(tcp(name, listener));
          }
        });
    return BrokerSettings.of(listeners, limits(root.object("mqtt")));
  }

  private static ListenerSettings tcp(String name, Settings listener) {
    return ListenerSettings.tcp(name, resolved(listener.address("bind")))
        .withConnectionsMax(listener.integer("max_connections"));
  }

  private static MqttLimits limits(Settings mqtt) {
    return new MqttLimits(
        Math.toIntExact(mqtt.bytes("max_packet_size")),
        mqtt.integer("max_clientid_len"),
        mqtt.integer("max_topic_levels"),
        mqtt.integer("max_qos_allowed"),
        mqtt.integer("max_inflight"),
        mqtt.integer("max_mqueue_len"),
        mqtt.integer("max_awaiting_rel"),
        mqtt.duration("await_rel_timeout"),
        mqtt.duration("idle_timeout"),
        mqtt.decimal("keepalive_multiplier"),
        mqtt.integer("max_topic_alias"),
        mqtt.integer("max_subscriptions"),
        mqtt.duration("session_expiry_interval"),
        mqtt.duration("max_qos0_hold"),
        mqtt.integer("max_sessions"));
  }

  /** Settings hold names as they were written; a socket needs an address. */
  static InetSocketAddress resolved(InetSocketAddress written) {
    return new InetSocketAddress(written.getHostString(), written.getPort());
  }
}
