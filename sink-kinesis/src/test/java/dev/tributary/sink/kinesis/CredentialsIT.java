package dev.tributary.sink.kinesis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tributary.sink.Health;
import dev.tributary.sink.ResourceStatus;
import dev.tributary.testkit.FakeKinesis;
import dev.tributary.testkit.ReservedPort;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** As whom requests are signed: read from what the real AWS SDK sends. */
final class CredentialsIT {

  private static final String ROLE = "arn:aws:iam::123456789012:role/writer";
  private static final String FILE = "aws.sharedCredentialsFile";

  @TempDir Path folder;
  private final FakeKinesis kinesis = new FakeKinesis("s", 1);
  private Relay wire;

  @BeforeEach
  void start() throws IOException {
    kinesis.start();
    wire = Relay.plain(kinesis.port());
  }

  @AfterEach
  void stop() throws IOException {
    System.clearProperty(FILE);
    wire.close();
    kinesis.close();
  }

  @Test
  void staticKeysWithASessionToken() throws InterruptedException {
    assertThat(check(keys("AKIAME", "tok"), null)).isEqualTo(Health.CONNECTED);
    assertThat(wire.heard()).contains("Credential=AKIAME/").containsIgnoringCase("token: tok\r\n");
  }

  @Test
  void aProfile() throws Exception {
    profiles();
    assertThat(check(new CredentialSettings(null, "works", null), null))
        .isEqualTo(Health.CONNECTED);
    assertThat(wire.heard()).contains("Credential=AKIAPROFILE/");
  }

  @Test
  void aMissingProfileSaysWhatToDo() throws Exception {
    profiles();
    Health health = check(new CredentialSettings(null, "missing", null), null);
    assertThat(health.status()).isEqualTo(ResourceStatus.DISCONNECTED);
    assertThat(health.reason()).contains("profile 'missing' gives no credentials");
    assertThat(health.reason()).doesNotContain("shh");
    assertThat(kinesis.operations()).isEmpty();
  }

  @Test
  void aRoleWithExternalId() throws Exception {
    try (FakeSts sts = new FakeSts("from-them", Duration.ofHours(1))) {
      assertThat(check(role("from-them", "node-7", sts), null)).isEqualTo(Health.CONNECTED);
      assertThat(sts.requests.getFirst())
          .contains("Action=AssumeRole")
          .contains("RoleArn=" + ROLE)
          .contains("RoleSessionName=node-7")
          .contains("Credential=AKIAME/");
      assertThat(wire.heard())
          .contains("Credential=ASIAROLE1/")
          .containsIgnoringCase("token: token-of-role\r\n");
    }
  }

  @Test
  void aRoleIsAssumedOnce() throws Exception {
    try (FakeSts sts = new FakeSts(null, Duration.ofHours(1));
        KinesisConnector connector = connector(role(null, "tributary", sts), null)) {
      for (int i = 0; i < 5; i++) {
        assertThat(connector.check()).isEqualTo(Health.CONNECTED);
      }
      assertThat(sts.requests).hasSize(1);
    }
  }

  /** "Refreshed before expiry." */
  @Test
  void aRoleIsAssumedAgainBeforeItExpires() throws Exception {
    try (FakeSts sts = new FakeSts(null, Duration.ofSeconds(50));
        KinesisConnector connector = connector(role(null, "tributary", sts), null)) {
      assertThat(connector.check()).isEqualTo(Health.CONNECTED);
      assertThat(connector.check()).isEqualTo(Health.CONNECTED);
      assertThat(wire.heard()).contains("Credential=ASIAROLE1/").contains("Credential=ASIAROLE2/");
    }
  }

  @Test
  void aRefusedRoleSaysWhatToDo() throws Exception {
    try (FakeSts sts = new FakeSts("from-them", Duration.ofHours(1))) {
      Health health = check(role("something-else", "tributary", sts), null);
      assertThat(health.status()).isEqualTo(ResourceStatus.DISCONNECTED);
      assertThat(health.reason())
          .contains("role " + ROLE + " may not be assumed")
          .contains("external_id")
          .doesNotContain("something-else");
      assertThat(kinesis.operations()).isEmpty();
    }
  }

  @Test
  void anStsThatIsNotThere() throws Exception {
    try (ReservedPort nobody = ReservedPort.reserve()) {
      String endpoint = "http://127.0.0.1:" + nobody.number();
      Health health = check(role(null, "tributary", endpoint), null);
      assertThat(health.status()).isEqualTo(ResourceStatus.DISCONNECTED);
      assertThat(health.reason()).contains("connection to " + endpoint + " refused");
    }
  }

  /** Kinesis and STS take the same way. */
  @Test
  void aRoleThroughTheProxy() throws Exception {
    try (FakeSts sts = new FakeSts(null, Duration.ofHours(1));
        Relay proxy = Relay.proxy(sts.port(), null)) {
      // This proxy leads to STS only, so Kinesis is not reached; STS was.
      ProxySettings through = new ProxySettings("http://127.0.0.1:" + proxy.port(), null, null);
      check(role(null, "tributary", sts), through);
      assertThat(sts.requests).isNotEmpty();
      assertThat(proxy.asked.getFirst()).startsWith("POST " + sts.endpoint());
    }
  }

  private static CredentialSettings keys(String id, String token) {
    return new CredentialSettings(CredentialSettings.keys(id, "shh", token), null, null);
  }

  private static CredentialSettings role(String externalId, String session, FakeSts sts) {
    return role(externalId, session, sts.endpoint());
  }

  private static CredentialSettings role(String externalId, String session, String endpoint) {
    return new CredentialSettings(
        CredentialSettings.keys("AKIAME", "shh", null),
        null,
        new AssumedRole(ROLE, externalId, session, endpoint));
  }

  private void profiles() throws IOException {
    Path file = folder.resolve("credentials");
    Files.writeString(
        file,
        """
        [default]
        aws_access_key_id = AKIADEFAULT
        aws_secret_access_key = shh
        [works]
        aws_access_key_id = AKIAPROFILE
        aws_secret_access_key = shh
        """);
    System.setProperty(FILE, file.toString());
  }

  private KinesisConnector connector(CredentialSettings credentials, ProxySettings proxy) {
    return new KinesisConnector(
        new KinesisConnectorSettings(
            EndpointSettings.of("http://127.0.0.1:" + wire.port()),
            credentials,
            proxy,
            TlsSettings.DEFAULT,
            0,
            8));
  }

  private Health check(CredentialSettings credentials, ProxySettings proxy)
      throws InterruptedException {
    try (KinesisConnector connector = connector(credentials, proxy)) {
      return connector.check();
    }
  }
}
