package dev.tributary.management.internal.schema;

import dev.tributary.config.ObjectSchema;
import dev.tributary.config.Types;
import java.time.Duration;
import java.util.Map;

/** {@code listeners}, {@code mqtt} and {@code retainer}. */
public final class BrokerSchema {

  private static final Duration SECOND = Duration.ofSeconds(1);
  private static final Duration DAY = Duration.ofDays(1);

  private BrokerSchema() {}

  public static ObjectSchema listeners() {
    return ObjectSchema.describedAs("Where MQTT clients connect, by transport and name.")
        .withDefault(
            "tcp",
            ByName.resources(tcpListener()),
            Map.of("default", Map.of()),
            "MQTT over plain TCP.")
        .build();
  }

  private static ObjectSchema tcpListener() {
    return ObjectSchema.describedAs("One TCP listener.")
        .withDefault("enable", Types.flag(), true, "Whether it listens.")
        .withDefault(
            "bind",
            Types.address(),
            "127.0.0.1:1883",
            "Address and port; `0.0.0.0:1883` opens it to other machines.")
        .withDefault(
            "max_connections",
            new CountOrInfinity(),
            "infinity",
            "Connections at the same time; more are closed at once.")
        .build();
  }

  public static ObjectSchema mqtt() {
    return ObjectSchema.describedAs("Bounds of the MQTT protocol, for every client.")
        .withDefault(
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
            "Levels of a topic or filter. A deeper topic closes the connection with 0x90.")
        .withDefault(
            "max_qos_allowed",
            Types.integer(0, 2),
            2,
            "Highest quality of service; announced to MQTT 5 clients.")
        .withDefault(
            "max_inflight",
            Types.integer(1, 65_535),
            32,
            "Unacknowledged QoS 1 and 2 messages per client and direction; announced as receive"
                + " maximum.")
        .withDefault(
            "max_mqueue_len",
            Types.integer(1, 10_000_000),
            1_000,
            "Messages that wait for one session; the oldest is dropped.")
        .withDefault(
            "max_awaiting_rel",
            Types.integer(1, 65_535),
            100,
            "Incoming QoS 2 messages of one client that have not been released. One more closes"
                + " the connection with 0x93.")
        .withDefault(
            "await_rel_timeout",
            Types.duration(SECOND, DAY),
            "300s",
            "How long a PUBREL is waited for.")
        .withDefault(
            "max_qos0_hold",
            Types.duration(Duration.ofMillis(1), DAY),
            "10s",
            "How long a connection may be held back by full buffers before its QoS 0 messages are"
                + " dropped, and counted, in place of waiting.")
        .withDefault(
            "idle_timeout",
            Types.duration(SECOND, DAY),
            "15s",
            "How long a connection may stay silent before its CONNECT.")
        .withDefault(
            "keepalive_multiplier",
            Types.decimal(1.0, 65_535),
            1.5,
            "A client that is silent for its keep-alive times this is disconnected [MQTT-3.1.2-22].")
        .withDefault(
            "max_topic_alias",
            Types.integer(0, 65_535),
            256,
            "Topic aliases per connection; 0 turns them off.")
        .withDefault(
            "max_subscriptions",
            new CountOrInfinity(),
            10_000,
            "Subscriptions of one session; one more is refused with 0x97.")
        .withDefault(
            "session_expiry_interval",
            Types.duration(Duration.ZERO, Duration.ofSeconds(0xFFFF_FFFFL)),
            "2h",
            "Longest life of a session without connection, and that of MQTT 3.1.1 sessions with"
                + " clean session 0.")
        .withDefault(
            "max_sessions",
            new CountOrInfinity(),
            1_000_000,
            "Sessions with and without connection; one more is refused with 0x97.")
        .build();
  }

  public static ObjectSchema retainer() {
    return ObjectSchema.describedAs("Retained messages.")
        .withDefault(
            "max_retained_messages",
            Types.integer(1, Integer.MAX_VALUE),
            100_000,
            "Topics with a retained message; on one more topic the message is delivered but not"
                + " retained.")
        .build();
  }
}
