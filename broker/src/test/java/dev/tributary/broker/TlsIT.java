package dev.tributary.broker;

import static dev.tributary.testkit.mqtt.Wire.connect4;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.hivemq.client.mqtt.MqttClient;
import com.hivemq.client.mqtt.MqttClientSslConfig;
import com.hivemq.client.mqtt.mqtt5.Mqtt5BlockingClient;
import dev.tributary.testkit.mqtt.RawMqttClient;
import dev.tributary.testkit.mqtt.Wire;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.List;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import org.eclipse.paho.client.mqttv3.MqttConnectOptions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** TLS listeners against clients of others' making. */
class TlsIT {

  @TempDir static Path directory;

  private static TestCertificates certificates;

  private TestBroker server;

  @BeforeAll
  static void make() throws Exception {
    certificates = new TestCertificates(directory);
  }

  @AfterEach
  void stop() {
    if (server != null) {
      server.close();
    }
  }

  private void start(TlsOptions tls) throws Exception {
    start(tls, MqttOptions.defaults());
  }

  private void start(TlsOptions tls, MqttOptions options) throws Exception {
    server =
        new TestBroker(
            BrokerSettings.of(
                    List.of(TestListeners.tcp(), TestListeners.of(ListenerType.SSL, tls, null)),
                    MqttLimits.defaults())
                .with(options));
    server.start();
  }

  private int port() {
    return server.broker().address("ssl:default").getPort();
  }

  private Mqtt5BlockingClient hiveMq(MqttClientSslConfig tls) {
    return MqttClient.builder()
        .identifier("hive")
        .serverHost("localhost")
        .serverPort(port())
        .sslConfig(tls)
        .useMqttVersion5()
        .buildBlocking();
  }

  @Test
  void hiveMqPublishesOverTls() throws Exception {
    start(certificates.server("server"));
    Mqtt5BlockingClient client =
        hiveMq(MqttClientSslConfig.builder().trustManagerFactory(certificates.trust()).build());
    client.connect();
    client.publishWith().topic("a/b").payload(new byte[100_000]).send();
    server.await("messages.received", 1);
    client.disconnect();
  }

  @Test
  void pahoPublishesOverTls() throws Exception {
    start(certificates.server("server"));
    try (var client =
        new org.eclipse.paho.client.mqttv3.MqttClient("ssl://localhost:" + port(), "paho", null)) {
      MqttConnectOptions options = new MqttConnectOptions();
      options.setSocketFactory(certificates.clientContext().getSocketFactory());
      client.connect(options);
      client.publish("a/b", new byte[] {1}, 2, false);
      assertThat(server.topics()).containsExactly("a/b");
      client.disconnect();
    }
  }

  @Test
  void theCertificateNamesTheClient() throws Exception {
    MqttOptions base = MqttOptions.defaults();
    start(
        certificates.mutual(true),
        new MqttOptions(
            base.retainAvailable(),
            base.wildcardSubscription(),
            base.sharedSubscription(),
            base.exclusiveSubscription(),
            base.sharedStrategy(),
            base.serverKeepAliveSeconds(),
            base.upgradeQos(),
            base.ignoreLoopDeliver(),
            base.responseInformation(),
            base.messageExpiryMax(),
            base.retryInterval(),
            base.useUsernameAsClientId(),
            MqttOptions.PeerCertificateField.CN,
            MqttOptions.PeerCertificateField.DISABLED));
    Mqtt5BlockingClient client =
        hiveMq(
            MqttClientSslConfig.builder()
                .trustManagerFactory(certificates.trust())
                .keyManagerFactory(certificates.keys("client"))
                .build());
    client.connect();
    assertThat(server.await(BrokerEvent.ClientConnected.class, 1).getFirst().client().username())
        .isEqualTo("device-7");
    client.disconnect();
  }

  @Test
  void withoutCertificateNobodyComesInWhereOneIsDemanded() throws Exception {
    start(certificates.mutual(true));
    Mqtt5BlockingClient client =
        hiveMq(MqttClientSslConfig.builder().trustManagerFactory(certificates.trust()).build());
    assertThatThrownBy(client::connect).isInstanceOf(Exception.class);
    server.await("listener.tls_handshake_failed", 1);
    assertThat(server.metric("client.connected")).isZero();
  }

  @Test
  void aCertificateOfNobodyIsNotTaken() throws Exception {
    start(certificates.mutual(false));
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(
        new KeyManager[] {certificates.insisting("stranger")},
        certificates.trust().getTrustManagers(),
        null);
    try (Socket socket = context.getSocketFactory().createSocket("127.0.0.1", port())) {
      socket.setSoTimeout(60_000);
      assertThatThrownBy(
              () -> {
                socket.getOutputStream().write(connect4("stranger", true, 0));
                assertThat(socket.getInputStream().read()).isEqualTo(0x20);
              })
          .isInstanceOf(IOException.class);
    }
    server.await("listener.tls_handshake_failed", 1);
    Mqtt5BlockingClient none =
        hiveMq(MqttClientSslConfig.builder().trustManagerFactory(certificates.trust()).build());
    none.connect();
    none.disconnect();
  }

  @Test
  void whoSpeaksNoTlsIsClosedAndCounted() throws Exception {
    start(certificates.server("server"));
    try (RawMqttClient client = new RawMqttClient(server.broker().address("ssl:default"))) {
      client.send(connect4("plain", true, 0));
      server.await("listener.tls_handshake_failed", 1);
    }
  }

  @Test
  void aHandshakeThatNeverEndsIsEnded() throws Exception {
    TlsOptions usual = certificates.server("server");
    start(
        new TlsOptions(
            usual.certFile(),
            usual.keyFile(),
            null,
            null,
            false,
            false,
            usual.versions(),
            List.of(),
            Duration.ofMillis(50)));
    try (RawMqttClient client = new RawMqttClient(server.broker().address("ssl:default"))) {
      client.send(Wire.hex("16 0301")); // the start of a record, and nothing more
      client.expectEnd();
    }
    server.await("listener.tls_handshake_failed", 1);
  }

  @Test
  void aSilentConnectionEndsByTheIdleTimeoutBehindTlsToo() throws Exception {
    start(certificates.server("server"));
    try (RawMqttClient client = new RawMqttClient(server.broker().address("ssl:default"))) {
      TestBroker.await(
          () -> connections("ssl:default") == 1, () -> "connections " + connections("ssl:default"));
      server.advanceSeconds(16);
      server.awaitEvent(BrokerEvent.ConnectionRefused.class::isInstance);
      server.advanceSeconds(3);
      client.expectEnd();
    }
  }

  @Test
  void aMalformedPacketIsAnsweredBeforeTlsEnds() throws Exception {
    start(certificates.server("server"));
    try (SSLSocket socket = open()) {
      OutputStream out = socket.getOutputStream();
      out.write(Wire.connect5("raw"));
      byte[] connack = new byte[2];
      socket.getInputStream().readNBytes(connack, 0, 2);
      socket.getInputStream().skipNBytes(connack[1]);
      out.write(Wire.hex("82 06 0001 000161 04"));
      byte[] rest = socket.getInputStream().readAllBytes(); // throws if TLS is not closed properly
      assertThat(rest[0]).as("DISCONNECT").isEqualTo((byte) 0xE0);
      assertThat(rest[2]).isEqualTo((byte) 0x81);
    }
  }

  @Test
  void newConnectionsGetNewCertificatesAndOldOnesStay() throws Exception {
    TlsOptions options = certificates.server("server");
    start(options);
    try (SSLSocket before = open()) {
      assertThat(name(before)).isEqualTo("CN=localhost");
      Files.move(
          certificates.certFile("other"), options.certFile(), StandardCopyOption.REPLACE_EXISTING);
      assertThat(server.broker().listeners().reloadCertificates())
          .singleElement()
          .asString()
          .contains("ssl:default", "server-key.pem", "is not the key of the certificate");
      try (SSLSocket still = open()) {
        assertThat(name(still)).isEqualTo("CN=localhost");
      }
      Files.move(
          certificates.keyFile("other"), options.keyFile(), StandardCopyOption.REPLACE_EXISTING);
      assertThat(server.broker().listeners().reloadCertificates()).isEmpty();
      try (SSLSocket after = open()) {
        assertThat(name(after)).isEqualTo("CN=localhost, O=Other");
      }
      before.getOutputStream().write(connect4("before", true, 0));
      assertThat(before.getInputStream().read()).isEqualTo(0x20);
    }
  }

  @Test
  void theBrokerDoesNotStartWithFilesThatAreNoGood() throws Exception {
    TlsOptions good = certificates.server("server");
    assertRefused(certificates.server("expired"), "expired-cert.pem", "expired at");
    assertRefused(
        with(good.certFile(), certificates.keyFile("other")),
        "other-key.pem",
        "is not the key of the certificate");
    assertRefused(
        with(directory.resolve("nowhere.pem"), good.keyFile()), "nowhere.pem", "does not exist");
    assertRefused(
        with(certificates.file("text.pem", "hello"), good.keyFile()), "certfile", "text.pem");
    assertRefused(with(good.certFile(), good.certFile()), "keyfile", "holds no PEM private key");
  }

  private static TlsOptions with(Path cert, Path key) {
    return new TlsOptions(
        cert, key, null, null, false, false, List.of("TLSv1.3"), List.of(), Duration.ofSeconds(5));
  }

  private static void assertRefused(TlsOptions options, String... parts) {
    try (TestBroker broken =
        TestListeners.broker(TestListeners.of(ListenerType.SSL, options, null))) {
      assertThatThrownBy(broken::start)
          .isInstanceOf(ListenException.class)
          .message()
          .contains("ssl:default")
          .contains(parts);
    }
  }

  @Test
  void versionsAndCiphersAreThoseOfTheOptions() throws Exception {
    TlsOptions usual = certificates.server("server");
    start(
        new TlsOptions(
            usual.certFile(),
            usual.keyFile(),
            null,
            null,
            false,
            false,
            List.of("TLSv1.2"),
            List.of("TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384"),
            Duration.ofSeconds(5)));
    try (SSLSocket socket = open()) {
      assertThat(socket.getSession().getProtocol()).isEqualTo("TLSv1.2");
      assertThat(socket.getSession().getCipherSuite())
          .isEqualTo("TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384");
    }
    assertRefused(
        new TlsOptions(
            usual.certFile(),
            usual.keyFile(),
            null,
            null,
            false,
            false,
            List.of("TLSv1.2"),
            List.of("NO_SUCH_CIPHER"),
            Duration.ofSeconds(5)),
        "NO_SUCH_CIPHER");
  }

  private SSLSocket open() throws Exception {
    SSLSocket socket =
        (SSLSocket)
            certificates.clientContext().getSocketFactory().createSocket("127.0.0.1", port());
    socket.setSoTimeout(60_000);
    socket.startHandshake();
    return socket;
  }

  private static String name(SSLSocket socket) throws Exception {
    return ((X509Certificate) socket.getSession().getPeerCertificates()[0])
        .getSubjectX500Principal()
        .toString();
  }

  private int connections(String listener) {
    return server.broker().listeners().find(listener).orElseThrow().connections();
  }
}
