package dev.tributary.management.internal.schema;

import dev.tributary.broker.ListenerType;
import dev.tributary.config.ObjectSchema;
import dev.tributary.config.Types;
import java.time.Duration;
import java.util.regex.Pattern;

/** What the broker is made of besides {@code mqtt} and {@code retainer}. */
public final class BrokerSchema {

  private static final Duration SECOND = Duration.ofSeconds(1);
  private static final Duration DAY = Duration.ofDays(1);

  private BrokerSchema() {}

  public static ObjectSchema listeners() {
    return ObjectSchema.describedAs(
            "Where MQTT clients connect, by transport and name. The default listener of a"
                + " transport is there as long as none of that transport is written down.")
        .withDefault(
            "tcp",
            ListenerSchema.byName(ListenerType.TCP),
            ListenerSchema.defaults(ListenerType.TCP),
            "MQTT over plain TCP.")
        .withDefault(
            "ssl",
            ListenerSchema.byName(ListenerType.SSL),
            ListenerSchema.defaults(ListenerType.SSL),
            "MQTT over TLS; disabled by default, for it needs a certificate.")
        .withDefault(
            "ws",
            ListenerSchema.byName(ListenerType.WS),
            ListenerSchema.defaults(ListenerType.WS),
            "MQTT over WebSocket.")
        .withDefault(
            "wss",
            ListenerSchema.byName(ListenerType.WSS),
            ListenerSchema.defaults(ListenerType.WSS),
            "MQTT over WebSocket with TLS; disabled by default, for it needs a certificate.")
        .build();
  }

  /** One listener, as files and REST write it. */
  public static ObjectSchema listener(ListenerType type) {
    return ListenerSchema.of(type);
  }

  public static ObjectSchema forceShutdown() {
    return ObjectSchema.describedAs(
            "A client that costs too much is disconnected; its session stays.")
        .withDefault("enable", Types.flag(), true, "Whether that is done.")
        .withDefault(
            "max_mailbox_size",
            Types.integer(1, 1 << 30),
            65_536,
            "Messages on their way to its session. The original's default is 1000; ours are"
                + " cheaper.")
        .withDefault(
            "max_heap_size",
            Types.bytes(1_024, 1L << 40),
            "32MB",
            "Payload bytes that wait for it in memory.")
        .build();
  }

  public static ObjectSchema durableSessions() {
    return ObjectSchema.describedAs(
            "Where sessions with an expiry interval and retained messages are kept.")
        .withDefault(
            "enable",
            Types.flag(),
            true,
            "`true`: in `<data_dir>/mqtt`, and there again after a restart or crash. `false`: in"
                + " memory; a restart begins with nothing. The original's default is false.")
        .withDefault(
            "sync",
            Types.flag(),
            false,
            "Whether each group of writes is on the disk itself before it counts, so that it"
                + " survives the end of the machine and not only that of the process; slower.")
        .build();
  }

  public static ObjectSchema sysTopics() {
    return ObjectSchema.describedAs("What the broker publishes about itself on `$SYS/` topics.")
        .withDefault(
            "sys_msg_interval",
            Types.durationOr("disabled", SECOND, DAY),
            "1m",
            "Between two rounds of figures: `$SYS/brokers/<node>/stats/#` and `metrics/#`.")
        .withDefault(
            "sys_heartbeat_interval",
            Types.durationOr("disabled", SECOND, DAY),
            "30s",
            "Between two rounds of `uptime` and `datetime`.")
        .nested(
            "sys_event_messages",
            ObjectSchema.describedAs(
                    "Events of clients, on `$SYS/brokers/<node>/clients/<clientid>/…`.")
                .withDefault("client_connected", Types.flag(), true, "`…/connected`.")
                .withDefault("client_disconnected", Types.flag(), true, "`…/disconnected`.")
                .withDefault("client_subscribed", Types.flag(), false, "`…/subscribed`.")
                .withDefault("client_unsubscribed", Types.flag(), false, "`…/unsubscribed`.")
                .build())
        .build();
  }

  /** One element of {@code authentication}. */
  public static ObjectSchema authentication() {
    return ObjectSchema.describedAs("How clients prove who they are; none: everybody may connect.")
        .withDefault("enable", Types.flag(), true, "Whether it is used.")
        .required(
            "mechanism",
            Types.oneOf("scram"),
            "`scram`: MQTT 5 enhanced authentication with the method SCRAM-SHA-256.")
        .withDefault(
            "backend",
            Types.oneOf("built_in_database"),
            "built_in_database",
            "Where the credentials are: in memory, from `bootstrap_file`.")
        .withDefault("algorithm", Types.oneOf("sha256"), "sha256", "The hash.")
        .withDefault(
            "iteration_count",
            Types.integer(4_096, 1_000_000),
            4_096,
            "Rounds of the hash for passwords of the file (RFC 7677: at least 4096).")
        .required(
            "bootstrap_file",
            Types.text(Pattern.compile("[^\u0000]{1,4096}"), "the path of a CSV file"),
            "CSV file whose first line names the columns: `user_id,password`, or"
                + " `user_id,stored_key,server_key,salt` with values in Base64, and"
                + " `is_superuser` if wanted. A relative path starts at the installation folder.")
        .build();
  }
}
