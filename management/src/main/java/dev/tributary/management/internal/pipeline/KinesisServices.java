package dev.tributary.management.internal.pipeline;

import dev.tributary.config.Settings;
import dev.tributary.management.internal.schema.PemText;
import dev.tributary.management.internal.schema.SecretText;
import dev.tributary.sink.Connector;
import dev.tributary.sink.Delivery;
import dev.tributary.sink.kinesis.Aggregation;
import dev.tributary.sink.kinesis.AssumedRole;
import dev.tributary.sink.kinesis.CredentialSettings;
import dev.tributary.sink.kinesis.EndpointSettings;
import dev.tributary.sink.kinesis.KinesisActionSettings;
import dev.tributary.sink.kinesis.KinesisConnector;
import dev.tributary.sink.kinesis.KinesisConnectorSettings;
import dev.tributary.sink.kinesis.ProxySettings;
import dev.tributary.sink.kinesis.TlsSettings;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Amazon Kinesis Data Streams, or what speaks like it. */
public final class KinesisServices implements SinkServices {

  /** Reads the files that secrets and certificates are in. */
  @Override
  public Connector connector(Settings connector) {
    return new KinesisConnector(
        new KinesisConnectorSettings(
            new EndpointSettings(
                connector.textOrNull("endpoint"),
                connector.textOrNull("region"),
                isOn(connector, "fips"),
                isOn(connector, "dual_stack")),
            credentials(connector),
            connector.has("proxy") ? proxy(connector.object("proxy")) : null,
            connector.has("ssl") ? tls(connector.object("ssl")) : TlsSettings.DEFAULT,
            connector.integer("max_retries"),
            connector.integer("pool_size")));
  }

  private static boolean isOn(Settings settings, String key) {
    return settings.has(key) && settings.flag(key);
  }

  private static CredentialSettings credentials(Settings connector) {
    return new CredentialSettings(
        CredentialSettings.keys(
            connector.textOrNull("aws_access_key_id"),
            SecretText.revealed(connector, "aws_secret_access_key"),
            SecretText.revealed(connector, "session_token")),
        connector.textOrNull("profile"),
        role(connector));
  }

  private static @Nullable AssumedRole role(Settings connector) {
    return connector.has("role_arn")
        ? new AssumedRole(
            connector.text("role_arn"),
            connector.textOrNull("external_id"),
            Objects.requireNonNullElse(
                connector.textOrNull("role_session_name"), AssumedRole.DEFAULT_SESSION_NAME),
            connector.textOrNull("sts_endpoint"))
        : null;
  }

  private static ProxySettings proxy(Settings proxy) {
    return new ProxySettings(
        proxy.text("url"),
        proxy.textOrNull("username"),
        SecretText.revealed(proxy, "password", "proxy.password"));
  }

  private static TlsSettings tls(Settings ssl) {
    return ssl.flag("enable")
        ? new TlsSettings(
            ssl.text("verify").equals("verify_peer"),
            PemText.revealed(ssl, "cacertfile"),
            PemText.revealed(ssl, "certfile"),
            PemText.revealed(ssl, "keyfile"),
            SecretText.revealed(ssl, "password", "ssl.password"),
            ssl.textOrNull("server_name_indication"))
        : TlsSettings.DEFAULT;
  }

  @Override
  public Delivery delivery(Connector connector, Settings action) {
    return kinesis(connector).open(stream(action));
  }

  @Override
  public Delivery probe(Connector connector, Settings action) {
    return kinesis(connector).openForProbe(stream(action));
  }

  private static KinesisConnector kinesis(Connector connector) {
    if (!(connector instanceof KinesisConnector kinesis)) {
      throw new IllegalArgumentException("the connector is not a Kinesis connector");
    }
    return kinesis;
  }

  private static KinesisActionSettings stream(Settings action) {
    Settings parameters = action.object("parameters");
    String stream =
        parameters.has("stream_arn")
            ? parameters.text("stream_arn")
            : Objects.requireNonNullElse(parameters.textOrNull("stream_name"), "");
    return new KinesisActionSettings(
        stream,
        RuntimeSettings.named(Aggregation.class, parameters.text("aggregation")),
        Math.toIntExact(parameters.bytes("aggregation_max_bytes")),
        parameters.integer("aggregation_max_count"));
  }
}
