package dev.tributary.sink.kinesis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tributary.sink.Health;
import dev.tributary.sink.ResourceStatus;
import dev.tributary.testkit.FakeKinesis;
import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The real AWS SDK over real TLS: whom it trusts, which name it wants, what it shows. */
final class SecureConnectionIT {

  @TempDir static Path folder;
  private static TestCertificates server;
  private static TestCertificates elsewhere;
  private static TestCertificates client;
  private static TestCertificates ecClient;

  private final FakeKinesis kinesis = new FakeKinesis("s", 1);
  private Relay relay;

  @BeforeAll
  static void certificates() throws IOException, InterruptedException, GeneralSecurityException {
    server = TestCertificates.make(folder, "server", "RSA", "dns:localhost,ip:127.0.0.1");
    elsewhere = TestCertificates.make(folder, "elsewhere", "EC", "dns:kinesis.test");
    client = TestCertificates.make(folder, "client", "RSA", "dns:client");
    ecClient = TestCertificates.make(folder, "ec-client", "EC", "dns:client");
  }

  @BeforeEach
  void start() {
    kinesis.start();
  }

  @AfterEach
  void stop() throws IOException {
    relay.close();
    kinesis.close();
  }

  @Test
  void strangersAreNotTrusted() throws Exception {
    relay = Relay.tls(kinesis.port(), server.server(client), false);
    Health health = check(TlsSettings.DEFAULT);
    assertThat(health.status()).isEqualTo(ResourceStatus.DISCONNECTED);
    assertThat(health.reason()).contains("no secure connection").contains("ssl.cacertfile");
    assertThat(kinesis.operations()).isEmpty();
  }

  @Test
  void ownAuthorityIsTrusted() throws Exception {
    relay = Relay.tls(kinesis.port(), server.server(client), false);
    assertThat(check(TlsSettings.trusting(server.certificate()))).isEqualTo(Health.CONNECTED);
    assertThat(kinesis.operations()).containsExactly("DescribeStreamSummary");
  }

  @Test
  void onlyTheOwnAuthorityIs() throws Exception {
    relay = Relay.tls(kinesis.port(), server.server(client), false);
    Health health = check(TlsSettings.trusting(elsewhere.certificate()));
    assertThat(health.status()).isEqualTo(ResourceStatus.DISCONNECTED);
  }

  @Test
  void theNameMustBeRight() throws Exception {
    relay = Relay.tls(kinesis.port(), elsewhere.server(client), false);
    TlsSettings trusting = TlsSettings.trusting(elsewhere.certificate());
    Health health = check(trusting);
    assertThat(health.status()).isEqualTo(ResourceStatus.DISCONNECTED);
    assertThat(health.reason()).contains("ssl.server_name_indication");
    assertThat(check(trusting.withServerName("kinesis.test"))).isEqualTo(Health.CONNECTED);
    assertThat(relay.names.getLast()).isEqualTo("kinesis.test");
  }

  @Test
  void theNameCanBeLeftUnchecked() throws Exception {
    relay = Relay.tls(kinesis.port(), elsewhere.server(client), false);
    TlsSettings unnamed =
        TlsSettings.trusting(elsewhere.certificate()).withServerName(TlsSettings.NO_SERVER_NAME);
    assertThat(check(unnamed)).isEqualTo(Health.CONNECTED);
    assertThat(relay.names).containsExactly("");
  }

  @Test
  void verificationCanBeSwitchedOff() throws Exception {
    relay = Relay.tls(kinesis.port(), elsewhere.server(client), false);
    assertThat(check(TlsSettings.DEFAULT.withVerify(false))).isEqualTo(Health.CONNECTED);
  }

  @Test
  void aServerThatWantsACertificate() throws Exception {
    relay = Relay.tls(kinesis.port(), server.server(client), true);
    TlsSettings trusting = TlsSettings.trusting(server.certificate());
    assertThat(check(trusting).status()).isNotEqualTo(ResourceStatus.CONNECTED);
    assertThat(kinesis.operations()).isEmpty();
    String certificate = client.certificate();
    assertThat(check(trusting.withCertificate(certificate, client.pkcs8(), null)))
        .isEqualTo(Health.CONNECTED);
    assertThat(check(trusting.withCertificate(certificate, pkcs1(), null)))
        .isEqualTo(Health.CONNECTED);
  }

  @Test
  void aKeyOnAnEllipticCurve() throws Exception {
    relay = Relay.tls(kinesis.port(), server.server(ecClient), true);
    TlsSettings settings =
        TlsSettings.trusting(server.certificate())
            .withCertificate(ecClient.certificate(), ecClient.pkcs8(), null);
    assertThat(check(settings)).isEqualTo(Health.CONNECTED);
  }

  private Health check(TlsSettings tls) throws InterruptedException {
    KinesisConnectorSettings settings =
        new KinesisConnectorSettings(
                "https://localhost:" + relay.port(), null, "id", "secret", null, 0, 8)
            .withTls(tls);
    try (KinesisConnector connector = new KinesisConnector(settings)) {
      return connector.check();
    }
  }

  /** PKCS#8 wraps PKCS#1 in an octet string behind 22 bytes of version and algorithm and 4 more. */
  private static String pkcs1() throws GeneralSecurityException {
    byte[] pkcs8 = client.key().getEncoded();
    return TestCertificates.pem("RSA PRIVATE KEY", Arrays.copyOfRange(pkcs8, 26, pkcs8.length));
  }
}
