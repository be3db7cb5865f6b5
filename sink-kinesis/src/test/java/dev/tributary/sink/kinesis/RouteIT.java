package dev.tributary.sink.kinesis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tributary.sink.Health;
import dev.tributary.sink.ResourceStatus;
import dev.tributary.testkit.FakeKinesis;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.Base64;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Through proxies, and to AWS's own names, of which the proxy of the test is the end. */
final class RouteIT {

  private static final String BASIC =
      "Basic " + Base64.getEncoder().encodeToString("me:pass".getBytes(StandardCharsets.UTF_8));

  @TempDir Path folder;
  private final FakeKinesis kinesis = new FakeKinesis("s", 1);

  @BeforeEach
  void start() {
    kinesis.start();
  }

  @AfterEach
  void stop() {
    kinesis.close();
  }

  @Test
  void plainRequestsAreForwarded() throws Exception {
    try (Relay proxy = Relay.proxy(kinesis.port(), null)) {
      Health health = check(proxy, "http://kinesis.invalid:4566", null, null);
      assertThat(health).isEqualTo(Health.CONNECTED);
      assertThat(proxy.asked.getFirst()).startsWith("POST http://kinesis.invalid:4566");
    }
  }

  @Test
  void theProxyMayAskWhoWeAre() throws Exception {
    try (Relay proxy = Relay.proxy(kinesis.port(), BASIC)) {
      assertThat(check(proxy, "http://kinesis.invalid:4566", "me", "pass"))
          .isEqualTo(Health.CONNECTED);
      Health refused = check(proxy, "http://kinesis.invalid:4566", "me", "wrong");
      assertThat(refused.status()).isEqualTo(ResourceStatus.DISCONNECTED);
      assertThat(refused.reason()).contains("proxy.password").doesNotContain("wrong");
    }
  }

  @Test
  void soForTunnels() throws Exception {
    try (Relay proxy = Relay.proxy(kinesis.port(), BASIC)) {
      Health refused = check(proxy, "https://kinesis.invalid", "me", "wrong");
      assertThat(refused.status()).isEqualTo(ResourceStatus.DISCONNECTED);
      assertThat(refused.reason()).contains("proxy.password").doesNotContain("wrong");
    }
  }

  /** "FIPS / dual-stack": the names of AWS's endpoints, over TLS through a tunnel. */
  @ParameterizedTest
  @CsvSource({
    "eu-west-1, false, false, kinesis.eu-west-1.amazonaws.com",
    "us-east-1, true, false, kinesis-fips.us-east-1.amazonaws.com",
    "eu-west-1, false, true, kinesis.eu-west-1.api.aws",
    "us-east-2, true, true, kinesis-fips.us-east-2.api.aws",
    "cn-north-1, false, false, kinesis.cn-north-1.amazonaws.com.cn"
  })
  void namesOfAws(String region, boolean fips, boolean dualStack, String host) throws Exception {
    TestCertificates aws = TestCertificates.make(folder, "aws", "EC", "dns:" + host);
    try (Relay end = Relay.tls(kinesis.port(), aws.server(aws), false);
        Relay proxy = Relay.proxy(end.port(), null)) {
      KinesisConnectorSettings settings =
          new KinesisConnectorSettings(
              new EndpointSettings(null, region, fips, dualStack),
              new CredentialSettings(CredentialSettings.keys("id", "secret", null), null, null),
              new ProxySettings("http://127.0.0.1:" + proxy.port(), null, null),
              TlsSettings.trusting(aws.certificate()),
              0,
              8);
      assertThat(check(settings)).isEqualTo(Health.CONNECTED);
      assertThat(proxy.asked).containsExactly("CONNECT " + host + ":443 HTTP/1.1");
      assertThat(end.heard()).contains("/" + region + "/kinesis/aws4_request");
    }
  }

  /** A proxy that is itself spoken to by TLS. */
  @Test
  void theWayToTheProxyMayBeSecure() throws Exception {
    TestCertificates names = certificate("dns:localhost,dns:kinesis.test");
    try (Relay end = Relay.tls(kinesis.port(), names.server(names), false);
        Relay proxy = Relay.proxy(end.port(), null);
        Relay front = Relay.tls(proxy.port(), names.server(names), false)) {
      KinesisConnectorSettings settings =
          settings("https://kinesis.test")
              .withProxy(new ProxySettings("https://localhost:" + front.port(), null, null))
              .withTls(TlsSettings.trusting(names.certificate()));
      assertThat(check(settings)).isEqualTo(Health.CONNECTED);
      assertThat(proxy.asked).containsExactly("CONNECT kinesis.test:443 HTTP/1.1");
    }
  }

  private TestCertificates certificate(String names)
      throws IOException, InterruptedException, GeneralSecurityException {
    return TestCertificates.make(folder, "both", "EC", names);
  }

  private static Health check(Relay proxy, String endpoint, String username, String password)
      throws InterruptedException {
    ProxySettings through =
        new ProxySettings("http://127.0.0.1:" + proxy.port(), username, password);
    return check(settings(endpoint).withProxy(through));
  }

  private static KinesisConnectorSettings settings(String endpoint) {
    return new KinesisConnectorSettings(endpoint, null, "id", "secret", null, 0, 8);
  }

  private static Health check(KinesisConnectorSettings settings) throws InterruptedException {
    try (KinesisConnector connector = new KinesisConnector(settings)) {
      return connector.check();
    }
  }
}
