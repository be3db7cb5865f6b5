package dev.tributary.management.internal.schema;

import static dev.tributary.management.internal.schema.ListenerSchema.NO_EFFECT;

import dev.tributary.config.ObjectSchema;
import dev.tributary.config.Types;
import java.time.Duration;
import java.util.List;

/** {@code retainer}. */
public final class RetainerSchema {

  private static final Duration MQTT_MAX = Duration.ofSeconds(0xFFFF_FFFFL);

  private RetainerSchema() {}

  /** As files and REST write it. */
  public static ObjectSchema retainer() {
    ObjectSchema.Builder retainer =
        ObjectSchema.describedAs("Retained messages.")
            .withDefault(
                "enable",
                Types.flag(),
                true,
                "Whether messages are retained. If not, they are routed and not kept.")
            .nested("backend", backend())
            .withDefault(
                "max_payload_size",
                Types.bytes(1, 268_435_455),
                "1MB",
                "A larger message is routed, not retained, and counted.")
            .withDefault(
                "max_publish_rate",
                Types.rate(),
                "infinity",
                "Messages that are retained; beyond it they are routed, not retained, and counted."
                    + " The original's default is `1000/s`; ours loses none.")
            .withDefault(
                "delivery_rate",
                Types.rate(),
                "1000/s",
                "Messages that new subscriptions bring to one client; further ones follow later.");
    lives(retainer);
    return retainer.build();
  }

  private static ObjectSchema backend() {
    return ObjectSchema.describedAs("Where they are kept.")
        .withDefault(
            "type", Types.oneOf("built_in_database"), "built_in_database", "Only this value.")
        .withDefault(
            "max_retained_messages",
            Types.integer(0, Integer.MAX_VALUE),
            100_000,
            "Topics with a retained message; on one more topic the message is routed, not retained,"
                + " and counted. 0 for any number, which is the original's default.")
        .withDefault(
            "storage_type",
            Types.oneOf("disc", "ram"),
            "disc",
            NO_EFFECT
                + ", also `ram`: `durable_sessions.enable` says for sessions and retained messages"
                + " whether they are on disk.")
        .withDefault("enable", Only.value(true), true, "Only this value.")
        .withDefault(
            "index_specs",
            Types.listOf(Types.listOf(Types.integer(1, 65_535), 100), 100),
            List.of(List.of(1, 2, 3), List.of(1, 3), List.of(2, 3), List.of(3)),
            NO_EFFECT + ": one index serves every filter.")
        .build();
  }

  private static void lives(ObjectSchema.Builder retainer) {
    retainer
        .withDefault(
            "msg_expiry_interval",
            Types.duration(Duration.ZERO, MQTT_MAX),
            "0s",
            "Life of messages without an interval of their own; 0s for ever.")
        .withDefault(
            "msg_expiry_interval_override",
            Types.durationOr("disabled", Duration.ZERO, MQTT_MAX),
            "disabled",
            "Life of every message, whatever interval it has of its own.")
        .withDefault(
            "allow_never_expire",
            Types.flag(),
            true,
            "Whether an override of 0s means for ever; if not, the message's own interval holds.")
        .withDefault(
            "msg_clear_interval",
            Types.duration(Duration.ZERO, Duration.ofDays(30)),
            "0s",
            "How often expired messages are looked for; 0s: they go when they are met.")
        .withDefault(
            "stop_publish_clear_msg",
            Types.flag(),
            false,
            "Whether the empty message that clears a topic is kept from subscribers.");
  }
}
