package dev.tributary.management.internal.schema;

import dev.tributary.broker.ListenerType;
import dev.tributary.config.ObjectSchema;
import dev.tributary.config.Types;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** {@code listeners.<type>.<name>}. */
public final class ListenerSchema {

  static final String NO_EFFECT = "Accepted from the original and without effect";

  private static final Duration SECOND = Duration.ofSeconds(1);
  private static final Duration HOUR = Duration.ofHours(1);
  private static final String ALLOW_ALL = "allow all";

  private ListenerSchema() {}

  /** Where a listener of this type listens by default: only this machine can connect. */
  public static String defaultBind(ListenerType type) {
    return switch (type) {
      case TCP -> "127.0.0.1:1883";
      case SSL -> "127.0.0.1:8883";
      case WS -> "127.0.0.1:8083";
      case WSS -> "127.0.0.1:8084";
    };
  }

  /** All fields of a listener of this type. */
  public static ObjectSchema of(ListenerType type) {
    ObjectSchema.Builder listener =
        ObjectSchema.describedAs(description(type))
            .withDefault("enable", Types.flag(), true, "Whether it listens.")
            .withDefault(
                "bind",
                Types.address(),
                defaultBind(type),
                "Address and port; a port alone, or `0.0.0.0:PORT`, opens it to other machines. The"
                    + " original listens on every address by default.")
            .withDefault(
                "max_connections",
                OrWord.countOrInfinity(Integer.MAX_VALUE),
                "infinity",
                "Connections at the same time; more are closed at once.");
    rates(listener);
    access(listener);
    withoutEffect(listener);
    listener.nested("tcp_options", tcpOptions());
    if (type.isTls()) {
      listener.nested("ssl_options", ListenerTlsSchema.sslOptions());
    }
    if (type.isWebSocket()) {
      listener.nested("websocket", WebSocketSchema.websocket());
    }
    return listener.build();
  }

  private static String description(ListenerType type) {
    return switch (type) {
      case TCP -> "One listener for MQTT over TCP.";
      case SSL -> "One listener for MQTT over TCP with TLS.";
      case WS -> "One listener for MQTT over WebSocket.";
      case WSS -> "One listener for MQTT over WebSocket with TLS.";
    };
  }

  private static void rates(ObjectSchema.Builder listener) {
    String burst =
        " that may come at once after a pause, beyond the steady rate. A time after the amount, as"
            + " the original writes it (`10000/60m`), is accepted and without effect: the reserve"
            + " fills up with what the rate leaves unused.";
    listener
        .withDefault(
            "max_conn_rate",
            Types.rate(),
            "infinity",
            "New connections; beyond it nobody is accepted for a while: they wait in the system's"
                + " queue (`tcp_options.backlog`).")
        .optional("max_conn_burst", new BurstType(false), "Connections" + burst)
        .withDefault(
            "messages_rate",
            Types.rate(),
            "infinity",
            "PUBLISH packets of each client; a faster client is read later, nothing is dropped.")
        .optional("messages_burst", new BurstType(false), "Messages" + burst)
        .withDefault(
            "bytes_rate",
            Types.bytesRate(),
            "infinity",
            "Bytes of each client; a faster client is read later.")
        .optional("bytes_burst", new BurstType(true), "Bytes" + burst);
  }

  private static void access(ObjectSchema.Builder listener) {
    listener
        .withDefault(
            "proxy_protocol",
            Types.flag(),
            false,
            "Whether a proxy stands before it that says with PROXY protocol (version 1 or 2) whom"
                + " it connects. A connection without that header is then closed.")
        .withDefault(
            "proxy_protocol_timeout",
            Types.duration(Duration.ofMillis(1), HOUR),
            "3s",
            "How long the PROXY header is waited for.")
        .withDefault(
            "enable_authn",
            new OrWord<>(Types.flag(), "quick_deny_anonymous", true),
            true,
            "Whether clients must prove who they are, where `authentication` is configured."
                + " `quick_deny_anonymous` is as `true`: clients without credentials are refused at"
                + " once anyway.")
        .withDefault(
            "access_rules",
            Types.listOf(Types.oneOf(ALLOW_ALL), 1),
            List.of(ALLOW_ALL),
            "Only this value; who may connect from where is a matter of firewalls and `banned`.")
        .withDefault(
            "mountpoint",
            Types.text(Pattern.compile(""), "an empty text"),
            "",
            "Only empty: topics are what clients say.");
  }

  private static void withoutEffect(ObjectSchema.Builder listener) {
    listener
        .withDefault(
            "acceptors",
            Types.integer(1, 65_535),
            16,
            NO_EFFECT + ": one thread accepts more than all cores can serve.")
        .withDefault("zone", Types.oneOf("default"), "default", "Only this value.")
        .withDefault("parse_unit", Types.oneOf("frame", "chunk"), "frame", NO_EFFECT + ".")
        .withDefault("tcp_backend", Types.oneOf("gen_tcp", "socket"), "gen_tcp", NO_EFFECT + ".");
  }

  private static ObjectSchema tcpOptions() {
    return ObjectSchema.describedAs("The sockets of its connections.")
        .withDefault(
            "backlog",
            Types.integer(1, 65_535),
            1_024,
            "Connections that may wait to be accepted; the system may allow fewer.")
        .withDefault(
            "send_timeout",
            Types.duration(SECOND, HOUR),
            "15s",
            "A client that reads nothing for this long while something waits for it is closed.")
        .withDefault(
            "send_timeout_close", Types.flag(), true, "Whether `send_timeout` closes clients.")
        .withDefault(
            "high_watermark",
            Types.bytes(1_024, 1 << 30),
            "1MB",
            "What may lie unread for one client; it gets no more until it has read half of it.")
        .withDefault("nodelay", Types.flag(), true, "Send small packets at once (TCP_NODELAY).")
        .withDefault(
            "reuseaddr", Types.flag(), true, "Listen again at once after a restart (SO_REUSEADDR).")
        .withDefault(
            "keepalive",
            Types.oneOf("none", "system"),
            "none",
            "`system`: the system probes silent connections at its own times (SO_KEEPALIVE)."
                + " The original's `idle,interval,probes` is not supported: MQTT has a keep-alive"
                + " of its own.")
        .withDefault("active_n", Types.integer(1, 65_535), 10, NO_EFFECT + ".")
        .withDefault("buffer", Types.bytes(1, 1 << 30), "4KB", NO_EFFECT + ".")
        .withDefault("nolinger", Types.flag(), false, NO_EFFECT + ".")
        .build();
  }

  /** All listeners of one type, by name. */
  static ByName byName(ListenerType type) {
    return ByName.resources(of(type));
  }

  /** What is there when nothing is said about a type. */
  static Map<String, Object> defaults(ListenerType type) {
    // TLS needs a certificate, which only the owner of the machine has.
    return Map.of("default", type.isTls() ? Map.of("enable", false) : Map.of());
  }
}
