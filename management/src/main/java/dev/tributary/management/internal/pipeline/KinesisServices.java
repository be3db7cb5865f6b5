package dev.tributary.management.internal.pipeline;

import dev.tributary.config.Settings;
import dev.tributary.management.internal.schema.SecretText;
import dev.tributary.sink.Connector;
import dev.tributary.sink.Delivery;
import dev.tributary.sink.kinesis.KinesisActionSettings;
import dev.tributary.sink.kinesis.KinesisConnector;
import dev.tributary.sink.kinesis.KinesisConnectorSettings;

/** Amazon Kinesis Data Streams, or what speaks like it. */
public final class KinesisServices implements SinkServices {

  @Override
  public Connector connector(Settings connector) {
    return new KinesisConnector(
        new KinesisConnectorSettings(
            connector.text("endpoint"),
            connector.textOrNull("region"),
            connector.textOrNull("aws_access_key_id"),
            SecretText.revealed(connector, "aws_secret_access_key"),
            SecretText.revealed(connector, "session_token"),
            connector.integer("max_retries"),
            connector.integer("pool_size")));
  }

  @Override
  public Delivery delivery(Connector connector, Settings action) {
    if (!(connector instanceof KinesisConnector kinesis)) {
      throw new IllegalArgumentException("the connector is not a Kinesis connector");
    }
    return kinesis.open(new KinesisActionSettings(action.object("parameters").text("stream_name")));
  }
}
