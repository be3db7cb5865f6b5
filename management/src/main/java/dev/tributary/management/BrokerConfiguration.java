package dev.tributary.management;

import dev.tributary.broker.BrokerSettings;
import dev.tributary.broker.ForceShutdown;
import dev.tributary.broker.ListenerSettings;
import dev.tributary.broker.MqttLimits;
import dev.tributary.broker.MqttOptions;
import dev.tributary.broker.MqttOptions.PeerCertificateField;
import dev.tributary.broker.MqttOptions.SharedStrategy;
import dev.tributary.broker.QueueOptions;
import dev.tributary.broker.RateLimit;
import dev.tributary.broker.RetainerOptions;
import dev.tributary.broker.StorageOptions;
import dev.tributary.config.Rate;
import dev.tributary.config.Settings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Turns settings of the broker into what the broker is made of. */
public final class BrokerConfiguration {

  private static final String FOLDER = "mqtt";

  private BrokerConfiguration() {}

  /**
   * The whole broker.
   *
   * @param root read with {@link ConfigurationSchema#root}
   * @param listeners those of the file and those that REST made
   * @param retainer {@code retainer} of the file, or as REST changed it
   * @throws IllegalArgumentException if settings do not go together; the message names them
   */
  public static BrokerSettings broker(
      Settings root, List<ListenerSettings> listeners, Settings retainer, Path dataDirectory) {
    Settings mqtt = root.object("mqtt");
    return new BrokerSettings(
        listeners,
        limits(mqtt),
        options(mqtt),
        queue(mqtt),
        retainer(retainer),
        forceShutdown(root.object("force_shutdown")),
        storage(root.object("durable_sessions"), dataDirectory));
  }

  static MqttLimits limits(Settings mqtt) {
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

  static MqttOptions options(Settings mqtt) {
    int keepAlive = mqtt.integer("server_keepalive");
    return new MqttOptions(
        mqtt.flag("retain_available"),
        mqtt.flag("wildcard_subscription"),
        mqtt.flag("shared_subscription"),
        mqtt.flag("exclusive_subscription"),
        SharedStrategy.valueOf(upper(mqtt, "shared_subscription_strategy")),
        keepAlive == 0 ? null : keepAlive,
        mqtt.flag("upgrade_qos"),
        mqtt.flag("ignore_loop_deliver"),
        mqtt.text("response_information"),
        mqtt.durationOrNull("message_expiry_interval"),
        mqtt.durationOrNull("retry_interval"),
        mqtt.flag("use_username_as_clientid"),
        PeerCertificateField.valueOf(upper(mqtt, "peer_cert_as_username")),
        PeerCertificateField.valueOf(upper(mqtt, "peer_cert_as_clientid")));
  }

  private static String upper(Settings settings, String key) {
    return settings.text(key).toUpperCase(Locale.ROOT);
  }

  static QueueOptions queue(Settings mqtt) {
    Map<String, Integer> priorities = new HashMap<>();
    mqtt.map("mqueue_priorities", Long.class)
        .forEach((topic, priority) -> priorities.put(topic, Math.toIntExact(priority)));
    return new QueueOptions(
        priorities,
        mqtt.text("mqueue_default_priority").equals("lowest"),
        mqtt.flag("mqueue_store_qos0"));
  }

  /**
   * Retained messages.
   *
   * @param retainer as the file or REST gives it
   */
  public static RetainerOptions retainer(Settings retainer) {
    return new RetainerOptions(
        retainer.flag("enable"),
        retainer.object("backend").integer("max_retained_messages"),
        Math.toIntExact(retainer.bytes("max_payload_size")),
        limit(retainer.rateOrNull("max_publish_rate")),
        limit(retainer.rateOrNull("delivery_rate")),
        unlessZero(retainer.duration("msg_expiry_interval")),
        retainer.durationOrNull("msg_expiry_interval_override"),
        unlessZero(retainer.duration("msg_clear_interval")),
        retainer.flag("stop_publish_clear_msg"),
        retainer.flag("allow_never_expire"));
  }

  private static @Nullable RateLimit limit(@Nullable Rate rate) {
    return rate == null ? null : new RateLimit(rate.amount(), rate.period(), 0);
  }

  private static @Nullable Duration unlessZero(Duration duration) {
    return duration.isZero() ? null : duration;
  }

  private static ForceShutdown forceShutdown(Settings settings) {
    return new ForceShutdown(
        settings.flag("enable"),
        settings.integer("max_mailbox_size"),
        settings.bytes("max_heap_size"));
  }

  private static StorageOptions storage(Settings sessions, Path dataDirectory) {
    return sessions.flag("enable")
        ? new StorageOptions.OnDisk(dataDirectory.resolve(FOLDER), sessions.flag("sync"))
        : new StorageOptions.InMemory();
  }
}
