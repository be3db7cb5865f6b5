package dev.tributary.management;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.tributary.broker.BrokerSettings;
import dev.tributary.broker.ForceShutdown;
import dev.tributary.broker.ListenerSettings;
import dev.tributary.broker.ListenerType;
import dev.tributary.broker.MqttLimits;
import dev.tributary.broker.MqttOptions;
import dev.tributary.broker.MqttOptions.PeerCertificateField;
import dev.tributary.broker.MqttOptions.SharedStrategy;
import dev.tributary.broker.QueueOptions;
import dev.tributary.broker.RateLimit;
import dev.tributary.broker.RetainerOptions;
import dev.tributary.broker.StorageOptions;
import dev.tributary.broker.TcpOptions;
import dev.tributary.broker.TlsOptions;
import dev.tributary.broker.WebSocketOptions;
import dev.tributary.config.Problem;
import dev.tributary.config.Settings;
import dev.tributary.config.SettingsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class BrokerConfigurationTest {

  private static final Path HOME = Path.of("/opt/tributary");
  private static final Path DATA = Path.of("/var/lib/tributary");

  private static BrokerSettings broker(String hocon) throws Exception {
    Settings root = RunningManagement.settings(hocon);
    return BrokerConfiguration.broker(
        root, new ListenerDefinitions(HOME, DATA).all(root), root.object("retainer"), DATA);
  }

  private static ListenerSettings listener(String hocon, String id) throws Exception {
    return broker(hocon).listeners().stream()
        .filter(listener -> listener.id().equals(id))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void anEmptyFileIsTheBrokersDefaults() throws Exception {
    BrokerSettings settings = broker("");

    assertThat(settings.limits()).isEqualTo(MqttLimits.defaults());
    assertThat(settings.options()).isEqualTo(MqttOptions.defaults());
    assertThat(settings.queue()).isEqualTo(QueueOptions.defaults());
    assertThat(settings.forceShutdown()).isEqualTo(ForceShutdown.defaults());
    assertThat(settings.storage())
        .isEqualTo(new StorageOptions.OnDisk(DATA.resolve("mqtt"), false));
    RetainerOptions defaults = RetainerOptions.defaults();
    assertThat(settings.retainer())
        .isEqualTo(
            new RetainerOptions(
                true,
                defaults.messagesMax(),
                defaults.payloadBytesMax(),
                null,
                new RateLimit(1_000, Duration.ofSeconds(1), 0),
                null,
                null,
                null,
                false,
                true));
  }

  @ParameterizedTest
  @EnumSource(ListenerType.class)
  void everyTransportHasADefaultListenerOnLoopback(ListenerType type) throws Exception {
    ListenerSettings listener = listener("", type.text() + ":default");

    assertThat(listener.enable()).isEqualTo(!type.isTls());
    assertThat(listener.bind().getAddress().isLoopbackAddress()).isTrue();
    assertThat(listener.bind().getPort())
        .isEqualTo(
            switch (type) {
              case TCP -> 1883;
              case SSL -> 8883;
              case WS -> 8083;
              case WSS -> 8084;
            });
    assertThat(listener.connectionsMax()).isEqualTo(Integer.MAX_VALUE);
    assertThat(listener.rates()).isEqualTo(ListenerSettings.Rates.UNLIMITED);
    assertThat(listener.proxyProtocolTimeout()).isNull();
    assertThat(listener.authenticate()).isTrue();
    assertThat(listener.tcp()).isEqualTo(TcpOptions.defaults());
  }

  @Test
  void certificatesLieInTheDataDirectoryUnlessSaidOtherwise() throws Exception {
    TlsOptions tls = listener("", "ssl:default").tls();

    assertThat(tls.certFile()).isEqualTo(DATA.resolve("certs/cert.pem"));
    assertThat(tls.keyFile()).isEqualTo(DATA.resolve("certs/key.pem"));
    assertThat(tls.caCertFile()).isNull();
    assertThat(tls.versions()).containsExactly("TLSv1.3", "TLSv1.2");
  }

  @Test
  void everySettingOfAListenerIsRead(@TempDir Path folder) throws Exception {
    Path password = Files.writeString(folder.resolve("password"), "s3cret\n");
    ListenerSettings listener =
        listener(
            """
            listeners.wss.phones {
              bind = "[::1]:9001", enable = false, max_connections = 7
              max_conn_rate = "10/s", max_conn_burst = 5
              messages_rate = "100/10s", messages_burst = "1000/60m"
              bytes_rate = "1MB/s", bytes_burst = "2MB"
              proxy_protocol = true, proxy_protocol_timeout = 4s, enable_authn = false
              tcp_options {
                backlog = 9, nodelay = false, reuseaddr = false, keepalive = system
                send_timeout = 3s, send_timeout_close = false, high_watermark = 64KB
              }
              ssl_options {
                certfile = "etc/c.pem", keyfile = "/etc/k.pem", cacertfile = "ca.pem"
                password = "file://%s"
                verify = verify_peer, fail_if_no_peer_cert = true
                versions = ["tlsv1.2"], ciphers = ["ECDHE-RSA-AES128-GCM-SHA256"], handshake_timeout = 5s
              }
              websocket {
                mqtt_path = "/ws", max_frame_size = 4096, fail_if_no_subprotocol = false
                supported_subprotocols = "mqtt", compress = true, check_origin_enable = true
                check_origins = "https://a.example, https://b.example", proxy_address_header = "X-Real-IP"
              }
            }
            """
                .formatted(password),
            "wss:phones");

    assertThat(listener)
        .isEqualTo(
            new ListenerSettings(
                ListenerType.WSS,
                "phones",
                false,
                new java.net.InetSocketAddress(java.net.InetAddress.ofLiteral("::1"), 9001),
                7,
                new ListenerSettings.Rates(
                    new RateLimit(10, Duration.ofSeconds(1), 5),
                    new RateLimit(100, Duration.ofSeconds(10), 1_000),
                    new RateLimit(1 << 20, Duration.ofSeconds(1), 2 << 20)),
                Duration.ofSeconds(4),
                false,
                new TcpOptions(9, false, false, true, Duration.ofSeconds(3), false, 65_536),
                new TlsOptions(
                    HOME.resolve("etc/c.pem"),
                    Path.of("/etc/k.pem"),
                    "s3cret",
                    HOME.resolve("ca.pem"),
                    true,
                    true,
                    List.of("TLSv1.2"),
                    List.of("ECDHE-RSA-AES128-GCM-SHA256"),
                    Duration.ofSeconds(5)),
                new WebSocketOptions(
                    "/ws",
                    4_096,
                    false,
                    List.of("mqtt"),
                    true,
                    true,
                    List.of("https://a.example", "https://b.example"),
                    "X-Real-IP")));
  }

  @Test
  void settingsThatDoNotGoTogetherNameTheListener() {
    assertThatThrownBy(() -> broker("listeners.ssl.a.ssl_options.verify = verify_peer"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("listeners.ssl.a")
        .hasMessageContaining("cacertfile");
    assertThatThrownBy(() -> broker("listeners.ssl.a.ssl_options.fail_if_no_peer_cert = true"))
        .hasMessageContaining("fail_if_no_peer_cert");
    assertThatThrownBy(() -> broker("listeners.ssl.a.ssl_options.password = \"file:///none\""))
        .hasMessageContaining("listeners.ssl.a: ssl_options.password = file:///none");
  }

  @Test
  void everySettingOfTheProtocolIsRead() throws Exception {
    BrokerSettings settings =
        broker(
            """
            mqtt {
              max_packet_size = 2MB, max_clientid_len = 100, max_topic_levels = 9, max_qos_allowed = 1
              max_inflight = 3, max_mqueue_len = infinity, max_awaiting_rel = infinity
              await_rel_timeout = 4s, idle_timeout = 5s, keepalive_multiplier = 2.5, max_topic_alias = 6
              max_subscriptions = infinity, session_expiry_interval = 7s, max_qos0_hold = 8s, max_sessions = 9
              retain_available = false, wildcard_subscription = false, shared_subscription = false
              exclusive_subscription = true, shared_subscription_strategy = hash_topic, server_keepalive = 30
              upgrade_qos = true, ignore_loop_deliver = true, response_information = "r"
              message_expiry_interval = 1h, retry_interval = 30s, use_username_as_clientid = true
              peer_cert_as_username = cn, peer_cert_as_clientid = md5
              mqueue_priorities { "alarm/fire" = 10, "a.b" = 1 }
              mqueue_default_priority = highest, mqueue_store_qos0 = false
            }
            force_shutdown { enable = false, max_mailbox_size = 11, max_heap_size = 12MB }
            durable_sessions { enable = false }
            """);

    assertThat(settings.limits())
        .isEqualTo(
            new MqttLimits(
                2 << 20,
                100,
                9,
                1,
                3,
                10_000_000,
                65_535,
                Duration.ofSeconds(4),
                Duration.ofSeconds(5),
                2.5,
                6,
                Integer.MAX_VALUE,
                Duration.ofSeconds(7),
                Duration.ofSeconds(8),
                9));
    assertThat(settings.options())
        .isEqualTo(
            new MqttOptions(
                false,
                false,
                false,
                true,
                SharedStrategy.HASH_TOPIC,
                30,
                true,
                true,
                "r",
                Duration.ofHours(1),
                Duration.ofSeconds(30),
                true,
                PeerCertificateField.CN,
                PeerCertificateField.MD5));
    assertThat(settings.queue())
        .isEqualTo(new QueueOptions(Map.of("alarm/fire", 10, "a.b", 1), false, false));
    assertThat(settings.forceShutdown()).isEqualTo(new ForceShutdown(false, 11, 12 << 20));
    assertThat(settings.storage()).isEqualTo(new StorageOptions.InMemory());
  }

  @Test
  void everySettingOfTheRetainerIsRead() throws Exception {
    assertThat(
            broker(
                    """
                    retainer {
                      enable = false, max_payload_size = 1KB, max_publish_rate = "5/s", delivery_rate = infinity
                      msg_expiry_interval = 1m, msg_expiry_interval_override = 2m, msg_clear_interval = 3m
                      stop_publish_clear_msg = true, allow_never_expire = false
                      backend { max_retained_messages = 0, storage_type = ram }
                    }
                    """)
                .retainer())
        .isEqualTo(
            new RetainerOptions(
                false,
                0,
                1_024,
                new RateLimit(5, Duration.ofSeconds(1), 0),
                null,
                Duration.ofMinutes(1),
                Duration.ofMinutes(2),
                Duration.ofMinutes(3),
                true,
                false));
  }

  @ParameterizedTest
  @EnumSource(SharedStrategy.class)
  void everyStrategyHasItsName(SharedStrategy strategy) throws Exception {
    String name = strategy.name().toLowerCase(java.util.Locale.ROOT);

    assertThat(broker("mqtt.shared_subscription_strategy = " + name).options().sharedStrategy())
        .isEqualTo(strategy);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "mqtt.strict_mode = false",
        "mqtt.max_mqueue_len = 0",
        "mqtt.server_keepalive = 0",
        "mqtt.server_keepalive = 65536",
        "mqtt.mqueue_priorities { a = 256 }",
        "mqtt.mqueue_priorities { \"a/+\" = 1 }",
        "mqtt.mqueue_priorities = enabled",
        "mqtt.retry_interval = disabled",
        "mqtt.clientid_override = c",
        "mqtt.max_packet_sice = 1MB",
        "retainer.max_publish_rate = 5",
        "retainer.max_publish_rate = \"1KB/s\"",
        "retainer.max_retained_messages = 5",
        "listeners.tcp.a.ssl_options.verify = verify_none",
        "listeners.tcp.a.websocket.compress = true",
        "listeners.tcp.a.mountpoint = \"m/\"",
        "listeners.tcp.a.access_rules = [\"deny all\"]",
        "listeners.tcp.a.messages_burst = many",
        "listeners.tcp.a.messages_burst = \"1KB/s\"",
        "listeners.tcp.a.enable_authn = quick",
        "listeners.ssl.a.ssl_options.versions = [\"sslv3\"]",
        "listeners.ws.a.websocket.mqtt_path = mqtt",
        "listeners.ws.a.websocket.allow_origin_absence = false",
        "listeners.quic.a.bind = 1",
        "force_shutdown.max_heap_size = 0",
        "durable_sessions.enable = disk"
      })
  void aMistakeNamesTheFieldAndWhatWouldBeRight(String hocon) {
    SettingsException thrown =
        catchThrowableOfType(SettingsException.class, () -> RunningManagement.settings(hocon));

    assertThat(thrown.problems())
        .singleElement()
        .extracting(Problem::text)
        .satisfies(text -> {
          assertThat(text).containsAnyOf("expected", "did you mean");
          assertThat(text).contains(hocon.substring(0, hocon.indexOf('.')));
        });
  }
}
