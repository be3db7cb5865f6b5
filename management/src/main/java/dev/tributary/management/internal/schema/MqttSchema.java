package dev.tributary.management.internal.schema;

import static dev.tributary.management.internal.schema.ListenerSchema.NO_EFFECT;

import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigValue;
import dev.tributary.broker.QueueOptions;
import dev.tributary.config.ObjectSchema;
import dev.tributary.config.Problems;
import dev.tributary.config.Setting;
import dev.tributary.config.SettingType;
import dev.tributary.config.Types;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** {@code mqtt}. */
public final class MqttSchema {

  private static final Duration SECOND = Duration.ofSeconds(1);
  private static final Duration DAY = Duration.ofDays(1);
  private static final Duration MQTT_MAX = Duration.ofSeconds(0xFFFF_FFFFL);
  private static final int QUEUE_MAX = 10_000_000;

  private MqttSchema() {}

  /** Bounds, behaviour and what is offered. */
  public static ObjectSchema mqtt() {
    ObjectSchema.Builder mqtt =
        ObjectSchema.describedAs("The MQTT protocol, for every client of every listener.");
    packets(mqtt);
    flow(mqtt);
    sessions(mqtt);
    queues(mqtt);
    offers(mqtt);
    identities(mqtt);
    fixed(mqtt);
    return mqtt.build();
  }

  private static void packets(ObjectSchema.Builder mqtt) {
    mqtt.withDefault(
            "max_packet_size",
            Types.bytes(16, 268_435_455),
            "1MB",
            "Largest packet, header included (MQTT limit: 256 MB). A larger one closes the"
                + " connection with 0x95.")
        .withDefault(
            "max_clientid_len",
            Types.integer(23, 65_535),
            65_535,
            "Bytes of a client identifier. A longer one is refused with 0x85.")
        .withDefault(
            "max_topic_levels",
            Types.integer(1, 65_535),
            128,
            "Levels of a topic or filter. A deeper topic closes the connection with 0x90; a deeper"
                + " filter gets 0x8F.")
        .withDefault(
            "max_topic_alias",
            Types.integer(0, 65_535),
            256,
            "Topic aliases per connection; 0 turns them off. The original's default is 65535; each"
                + " is memory that a client pins.")
        .withDefault(
            "max_qos_allowed",
            Types.integer(0, 2),
            2,
            "Highest quality of service; announced to MQTT 5 clients.");
  }

  private static void flow(ObjectSchema.Builder mqtt) {
    mqtt.withDefault(
            "max_inflight",
            Types.integer(1, 65_535),
            32,
            "Unacknowledged QoS 1 and 2 messages per client and direction; announced as receive"
                + " maximum.")
        .withDefault(
            "max_awaiting_rel",
            OrWord.countOrInfinity(65_535),
            100,
            "Incoming QoS 2 messages of one client that have not been released. One more closes"
                + " the connection with 0x93. `infinity`: all 65535 packet identifiers.")
        .withDefault(
            "await_rel_timeout",
            Types.duration(SECOND, DAY),
            "300s",
            "How long a PUBREL is waited for.")
        .withDefault(
            "retry_interval",
            Types.durationOrInfinity(SECOND, DAY),
            "infinity",
            "After which time unacknowledged messages are sent again on MQTT 3 connections."
                + " `infinity`: only after a reconnect, as MQTT 5 demands [MQTT-4.4.0-1].")
        .withDefault(
            "max_qos0_hold",
            Types.duration(Duration.ofMillis(1), DAY),
            "10s",
            "How long a connection may be held back by full buffers before its QoS 0 messages are"
                + " dropped, and counted, in place of waiting. Not in the original.")
        .withDefault(
            "idle_timeout",
            Types.duration(SECOND, DAY),
            "15s",
            "How long a connection may stay silent before its CONNECT.")
        .withDefault(
            "server_keepalive",
            new OrWord<>(Types.integer(1, 65_535), "disabled", 0L),
            "disabled",
            "Seconds; told to MQTT 5 clients and used in place of their own keep-alive"
                + " [MQTT-3.1.2-21].")
        .withDefault(
            "keepalive_multiplier",
            Types.decimal(1.0, 65_535),
            1.5,
            "A client that is silent for its keep-alive times this is disconnected [MQTT-3.1.2-22].");
  }

  private static void sessions(ObjectSchema.Builder mqtt) {
    mqtt.withDefault(
            "session_expiry_interval",
            Types.duration(Duration.ZERO, MQTT_MAX),
            "2h",
            "Longest life of a session without connection, and that of MQTT 3.1.1 sessions with"
                + " clean session 0.")
        .withDefault(
            "max_sessions",
            OrWord.countOrInfinity(Integer.MAX_VALUE),
            1_000_000,
            "Sessions with and without connection; one more is refused with 0x97. Not in the"
                + " original.")
        .withDefault(
            "max_subscriptions",
            OrWord.countOrInfinity(Integer.MAX_VALUE),
            10_000,
            "Subscriptions of one session; one more is refused with 0x97. The original's default is"
                + " `infinity`.");
  }

  private static void queues(ObjectSchema.Builder mqtt) {
    mqtt.withDefault(
            "max_mqueue_len",
            OrWord.countOrInfinity(QUEUE_MAX),
            1_000,
            "Messages that wait for one session; the oldest of the lowest priority is dropped."
                + " `infinity`: 10,000,000, and `force_shutdown.max_heap_size` besides.")
        .withDefault(
            "mqueue_priorities",
            new QueuePriorities(),
            "disabled",
            "Topics whose messages go first, such as `{\"alarm/fire\" = 10}`: from 1 to 255, the"
                + " highest first. A topic that holds a dot needs quotation marks.")
        .withDefault(
            "mqueue_default_priority",
            Types.oneOf("lowest", "highest"),
            "lowest",
            "Whether other topics come last or first.")
        .withDefault(
            "mqueue_store_qos0",
            Types.flag(),
            true,
            "Whether QoS 0 messages wait too for a client that is away.")
        .withDefault(
            "message_expiry_interval",
            Types.durationOrInfinity(SECOND, MQTT_MAX),
            "infinity",
            "Longest life of a message in a queue, also of one without an interval of its own.");
  }

  private static void offers(ObjectSchema.Builder mqtt) {
    mqtt.withDefault(
            "retain_available",
            Types.flag(),
            true,
            "Whether messages may be retained; announced. If not, a retained PUBLISH closes with"
                + " 0x9A.")
        .withDefault(
            "wildcard_subscription",
            Types.flag(),
            true,
            "Whether filters may hold wildcards; announced. If not, SUBACK 0xA2.")
        .withDefault(
            "shared_subscription",
            Types.flag(),
            true,
            "Whether `$share/group/filter` may be subscribed; announced. If not, SUBACK 0x9E.")
        .withDefault(
            "exclusive_subscription",
            Types.flag(),
            false,
            "Whether `$exclusive/topic` may be subscribed, by one client at a time; others get"
                + " SUBACK 0x97.")
        .withDefault(
            "shared_subscription_strategy",
            Types.oneOf(
                "round_robin",
                "round_robin_per_group",
                "random",
                "sticky",
                "local",
                "hash_clientid",
                "hash_topic"),
            "round_robin",
            "Who of a group gets a message; see docs/broker.md.")
        .withDefault(
            "shared_subscription_initial_sticky_pick",
            Types.oneOf("random"),
            "random",
            "Only this value: whom `sticky` takes first.")
        .withDefault(
            "upgrade_qos",
            Types.flag(),
            false,
            "Deliver with the subscription's QoS where it is higher than the message's. Against"
                + " [MQTT-3.8.4-8].")
        .withDefault(
            "ignore_loop_deliver",
            Types.flag(),
            false,
            "MQTT 3 clients do not get what they publish themselves, as with No Local.")
        .withDefault(
            "response_information",
            Types.text(0, 1_024),
            "",
            "Answered to MQTT 5 clients that ask for it; empty for none.");
  }

  private static void identities(ObjectSchema.Builder mqtt) {
    SettingType<String> field = Types.oneOf("disabled", "cn", "dn", "crt", "pem", "md5");
    mqtt.withDefault(
            "use_username_as_clientid",
            Types.flag(),
            false,
            "The client identifier is the user name, if there is one.")
        .withDefault(
            "peer_cert_as_username",
            field,
            "disabled",
            "The user name is a part of the client's certificate, on listeners with TLS that ask"
                + " for one: common name, whole subject, the certificate in DER or PEM, or its MD5.")
        .withDefault(
            "peer_cert_as_clientid", field, "disabled", "The same for the client identifier.");
  }

  private static void fixed(ObjectSchema.Builder mqtt) {
    mqtt.withDefault(
            "strict_mode",
            Only.value(true),
            true,
            "Only this value: packets are held against the whole specification always. The"
                + " original's default is false.")
        .withDefault(
            "keepalive_check_interval",
            Types.duration(SECOND, DAY),
            "30s",
            NO_EFFECT + ": keep-alive is watched to the second.")
        .withDefault("client_attrs_init", Only.value(List.of()), List.of(), "Only this value.")
        .withDefault("clientid_override", Types.oneOf("disabled"), "disabled", "Only this value.")
        .withDefault("namespace_as_mountpoint", Only.value(false), false, "Only this value.")
        .withDefault(
            "subscription_message_filter", Types.oneOf("disable"), "disable", "Only this value.");
  }

  /** {@code disabled}, or priorities by topic. */
  private record QueuePriorities() implements SettingType<Map<String, Long>> {

    private static final Pattern TOPIC = Pattern.compile("[^+#\u0000]{1,65535}");
    private static final int TOPICS_MAX = 1_000;
    private static final String NONE = "disabled";

    @Override
    public String expected() {
      return "disabled or an object of topics and priorities from 1 to "
          + QueueOptions.PRIORITY_MAX;
    }

    @Override
    public @Nullable Setting<Map<String, Long>> read(
        ConfigValue value, String path, Problems problems) {
      if (NONE.equals(value.unwrapped())) {
        return new Setting<>(Map.of(), NONE);
      }
      if (!(value instanceof ConfigObject topics) || topics.size() > TOPICS_MAX) {
        problems.wrong(value, path, expected() + ", at most " + TOPICS_MAX);
        return null;
      }
      return Types.mapOf(
              TOPIC, "topics without wildcards", Types.integer(1, QueueOptions.PRIORITY_MAX))
          .read(value, path, problems);
    }
  }
}
