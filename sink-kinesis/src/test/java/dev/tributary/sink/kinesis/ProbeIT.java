package dev.tributary.sink.kinesis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tributary.kinesis.local.LocalKinesis;
import dev.tributary.kinesis.local.LocalKinesisSettings;
import dev.tributary.sink.Delivery;
import dev.tributary.sink.Health;
import dev.tributary.sink.ResourceStatus;
import dev.tributary.testkit.FakeKinesis;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Probes: DryRun where it is known, and only there. */
final class ProbeIT {

  @TempDir Path folder;

  @Test
  void aDryRunWritesNothing() throws Exception {
    LocalKinesisSettings settings =
        LocalKinesisSettings.defaults()
            .withBind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
    try (LocalKinesis kinesis = new LocalKinesis(settings, InstantSource.system(), new Random(1))) {
      kinesis.start();
      kinesis.createStream("s", 1);
      try (Relay wire = Relay.plain(kinesis.port())) {
        assertThat(probe(to(wire.port()))).isEqualTo(Health.CONNECTED);
        assertThat(wire.heard()).contains("Kinesis_20131202.PutRecords").contains("DryRun");
      }
    }
  }

  /** There it would be a real put. */
  @Test
  void whereItIsNotKnownNothingIsPut() throws Exception {
    try (FakeKinesis kinesis = new FakeKinesis("s", 1)) {
      kinesis.start();
      assertThat(probe(to(kinesis.port()))).isEqualTo(Health.CONNECTED);
      assertThat(kinesis.operations()).containsExactly("DescribeStreamSummary");
    }
  }

  /** AWS has it everywhere; the fake plays AWS and refuses. */
  @Test
  void whoMayNotPutIsToldSo() throws Exception {
    String host = "kinesis.eu-west-1.amazonaws.com";
    TestCertificates aws = TestCertificates.make(folder, "aws", "EC", "dns:" + host);
    try (FakeKinesis kinesis = new FakeKinesis("s", 1).start();
        Relay end = Relay.tls(kinesis.port(), aws.server(aws), false);
        Relay proxy = Relay.proxy(end.port(), null)) {
      KinesisConnectorSettings settings =
          new KinesisConnectorSettings(null, "eu-west-1", "id", "secret", null, 0, 8)
              .withProxy(new ProxySettings("http://127.0.0.1:" + proxy.port(), null, null))
              .withTls(TlsSettings.trusting(aws.certificate()));
      kinesis
          .script()
          .next(
              dev.tributary.testkit.Fault.accessDenied(),
              dev.tributary.testkit.Fault.refuse(400, "DryRunOperationException", "would work"));
      Health denied = probe(settings);
      assertThat(denied.status()).isEqualTo(ResourceStatus.DISCONNECTED);
      assertThat(denied.reason()).contains("access to stream s").contains("grant");
      assertThat(probe(settings)).isEqualTo(Health.CONNECTED);
      assertThat(kinesis.stored()).isEmpty();
    }
  }

  private static KinesisConnectorSettings to(int port) {
    return new KinesisConnectorSettings(
        "http://127.0.0.1:" + port, null, "id", "secret", null, 0, 8);
  }

  private static Health probe(KinesisConnectorSettings settings) throws InterruptedException {
    try (KinesisConnector connector = new KinesisConnector(settings);
        Delivery delivery = connector.openForProbe(new KinesisActionSettings("s"))) {
      return delivery.check();
    }
  }
}
