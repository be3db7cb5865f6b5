package dev.tributary.management;

import dev.tributary.broker.ListenerSettings;
import dev.tributary.broker.ListenerType;
import dev.tributary.broker.RateLimit;
import dev.tributary.broker.TcpOptions;
import dev.tributary.broker.TlsOptions;
import dev.tributary.broker.WebSocketOptions;
import dev.tributary.config.Rate;
import dev.tributary.config.Settings;
import dev.tributary.management.internal.schema.SecretText;
import dev.tributary.management.internal.store.Definition;
import dev.tributary.management.internal.store.Kind;
import dev.tributary.management.internal.store.ListenerIds;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Turns listeners as they are written into listeners as the broker opens them. Immutable.
 *
 * @param home what relative paths start at
 * @param dataDirectory where certificates lie by default, in {@code certs}
 */
public record ListenerDefinitions(Path home, Path dataDirectory) {

  private static final Logger LOG = LoggerFactory.getLogger(ListenerDefinitions.class);

  /**
   * Every listener of the configuration, also those that are not enabled.
   *
   * @param root read with {@link ConfigurationSchema#root}
   * @throws IllegalArgumentException if settings of one do not go together; the message names it
   */
  public List<ListenerSettings> all(Settings root) {
    List<ListenerSettings> result = new ArrayList<>();
    for (ListenerType type : ListenerType.values()) {
      root.object("listeners")
          .objects(type.text())
          .forEach((name, listener) -> result.add(one(type, name, listener)));
    }
    return result;
  }

  /**
   * Every listener of the configuration as REST changed it. What REST has stored and what cannot be
   * opened any more is logged and left out; it is not forgotten.
   *
   * @throws IllegalArgumentException if settings of one in the file do not go together; the message
   *     names it
   */
  public List<ListenerSettings> all(DefinitionStore store) {
    List<ListenerSettings> result = new ArrayList<>();
    for (Definition listener : new TreeMap<>(store.all(Kind.LISTENER)).values()) {
      try {
        result.add(one(ListenerIds.type(listener.id()), listener.name(), listener.settings()));
      } catch (IllegalArgumentException e) {
        if (listener.fromFile()) {
          throw e;
        }
        LOG.error("listener {} is stored but not in order: {}", listener.id(), e.getMessage());
      }
    }
    return result;
  }

  /**
   * One listener.
   *
   * @param listener read with the schema of its type
   * @throws IllegalArgumentException if its settings do not go together, or the file of its
   *     password cannot be read; the message names listener and setting
   */
  public ListenerSettings one(ListenerType type, String name, Settings listener) {
    try {
      return new ListenerSettings(
          type,
          name,
          listener.flag("enable"),
          resolved(listener.address("bind")),
          listener.integer("max_connections"),
          rates(listener),
          listener.flag("proxy_protocol") ? listener.duration("proxy_protocol_timeout") : null,
          listener.flag("enable_authn"),
          tcp(listener.object("tcp_options")),
          type.isTls() ? tls(listener.object("ssl_options")) : null,
          type.isWebSocket() ? webSocket(listener.object("websocket")) : null);
    } catch (IllegalArgumentException e) {
      String where = listener.where().isEmpty() ? "" : listener.where() + ": ";
      throw new IllegalArgumentException(
          "%slisteners.%s.%s: %s".formatted(where, type.text(), name, e.getMessage()), e);
    }
  }

  private static ListenerSettings.Rates rates(Settings listener) {
    return new ListenerSettings.Rates(
        limit(listener, "max_conn_rate", "max_conn_burst"),
        limit(listener, "messages_rate", "messages_burst"),
        limit(listener, "bytes_rate", "bytes_burst"));
  }

  private static @Nullable RateLimit limit(Settings listener, String rateKey, String burstKey) {
    Rate rate = listener.rateOrNull(rateKey);
    if (rate == null) {
      return null;
    }
    long burst = listener.has(burstKey) ? listener.bytes(burstKey) : 0;
    return new RateLimit(rate.amount(), rate.period(), burst);
  }

  private static TcpOptions tcp(Settings options) {
    return new TcpOptions(
        options.integer("backlog"),
        options.flag("nodelay"),
        options.flag("reuseaddr"),
        options.text("keepalive").equals("system"),
        options.duration("send_timeout"),
        options.flag("send_timeout_close"),
        Math.toIntExact(options.bytes("high_watermark")));
  }

  private TlsOptions tls(Settings options) {
    Path certificates = dataDirectory.resolve("certs");
    String ca = options.textOrNull("cacertfile");
    return new TlsOptions(
        file(options, "certfile", certificates.resolve("cert.pem")),
        file(options, "keyfile", certificates.resolve("key.pem")),
        SecretText.revealed(options, "password", "ssl_options.password"),
        ca == null ? null : home.resolve(ca).normalize(),
        options.text("verify").equals("verify_peer"),
        options.flag("fail_if_no_peer_cert"),
        options.list("versions", String.class).stream().map(ListenerDefinitions::version).toList(),
        options.list("ciphers", String.class),
        options.duration("handshake_timeout"));
  }

  private Path file(Settings options, String key, Path otherwise) {
    String written = options.textOrNull(key);
    return written == null ? otherwise : home.resolve(written).normalize();
  }

  /** As JSSE writes it. */
  private static String version(String written) {
    return written.replace("tlsv", "TLSv");
  }

  private static WebSocketOptions webSocket(Settings options) {
    return new WebSocketOptions(
        options.text("mqtt_path"),
        options.integer("max_frame_size"),
        options.flag("fail_if_no_subprotocol"),
        parts(options.text("supported_subprotocols")),
        options.flag("compress"),
        options.flag("check_origin_enable"),
        parts(options.text("check_origins")),
        options.text("proxy_address_header"));
  }

  private static List<String> parts(String written) {
    return Arrays.stream(written.split(",", -1))
        .map(String::strip)
        .filter(part -> !part.isEmpty())
        .toList();
  }

  /** Settings hold names as they were written; a socket needs an address. */
  static InetSocketAddress resolved(InetSocketAddress written) {
    return new InetSocketAddress(written.getHostString(), written.getPort());
  }
}
