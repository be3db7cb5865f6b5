package dev.tributary.management.internal.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.typesafe.config.ConfigFactory;
import dev.tributary.config.Settings;
import dev.tributary.config.SettingsReader;
import dev.tributary.management.internal.store.Kind;
import dev.tributary.sink.Connector;
import dev.tributary.sink.Delivery;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Definitions become clients, or say what is wrong; nothing is connected here. */
class KinesisServicesTest {

  private final KinesisServices services = new KinesisServices();

  private static Settings read(Kind kind, String hocon) throws Exception {
    return SettingsReader.read(
        kind.schema("kinesis:x"), ConfigFactory.parseString(hocon).resolve().root(), "");
  }

  private void makes(String connector) throws Exception {
    services.connector(read(Kind.CONNECTOR, connector)).close();
  }

  private void refuses(String connector, String... message) throws Exception {
    Settings settings = read(Kind.CONNECTOR, connector);
    assertThatThrownBy(() -> services.connector(settings))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContainingAll(message);
  }

  @Test
  void allWaysOfSigningInAreUnderstood(@TempDir Path directory) throws Exception {
    Path secret = Files.writeString(directory.resolve("secret"), "s3cret\n");

    makes("endpoint = \"http://localhost:1\"");
    makes("region = eu-west-1, fips = true, dual_stack = true");
    makes(
        "region = eu-west-1, aws_access_key_id = k, session_token = t, aws_secret_access_key = \"file://%s\""
            .formatted(secret));
    makes(
        """
        region = eu-west-1, profile = p, external_id = "x:1", role_session_name = me
        role_arn = "arn:aws:iam::123456789012:role/w", sts_endpoint = "http://localhost:2"
        """);
    makes(
        "region = eu-west-1, proxy { url = \"http://p:1\", username = u, password = \"file://%s\" }"
            .formatted(secret));
    makes("region = eu-west-1, ssl { verify = verify_none, server_name_indication = disable }");
  }

  @Test
  void filesThatCannotBeReadAreNamed() throws Exception {
    refuses(
        "region = eu-west-1, ssl { cacertfile = /no/such.pem }",
        "ssl.cacertfile = /no/such.pem",
        "expected a readable PEM file");
    refuses(
        "region = eu-west-1, proxy { url = \"http://p:1\", username = u, password = \"file:///no/such\" }",
        "proxy.password = file:///no/such");
  }

  @Test
  void textThatIsNoPemIsNotRepeated(@TempDir Path directory) throws Exception {
    Path file = Files.writeString(directory.resolve("ca.pem"), "not-a-certificate");

    Settings settings =
        read(Kind.CONNECTOR, "region = eu-west-1, ssl { cacertfile = \"%s\" }".formatted(file));

    assertThatThrownBy(() -> services.connector(settings))
        .hasMessageContaining("ssl.cacertfile")
        .hasMessageNotContaining("not-a-certificate");
  }

  @Test
  void whatIsTurnedOffIsNotRead() throws Exception {
    makes("region = eu-west-1, ssl { enable = false, cacertfile = /no/such.pem }");
  }

  @Test
  void streamsAreNamedByNameOrArn() throws Exception {
    try (Connector connector =
        services.connector(read(Kind.CONNECTOR, "endpoint = \"http://localhost:1\""))) {
      for (String stream :
          new String[] {
            "stream_name = s",
            "stream_arn = \"arn:aws:kinesis:eu-west-1:123456789012:stream/s\", aggregation = kpl"
          }) {
        Settings action =
            read(
                Kind.ACTION,
                "connector = c, parameters { partition_key = k, %s }".formatted(stream));
        try (Delivery delivery = services.delivery(connector, action)) {
          assertThat(delivery.limits().recordsPerRequest()).isPositive();
        }
      }
    }
  }
}
