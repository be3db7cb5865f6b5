package dev.tributary.sink.kinesis;

import dev.tributary.sink.BatchOutcome;
import dev.tributary.sink.Connector;
import dev.tributary.sink.Delivery;
import dev.tributary.sink.Health;
import dev.tributary.sink.SinkRecord;
import java.time.Duration;
import java.util.List;

/** A connection to Kinesis that several actions share. */
public final class KinesisConnector implements Connector {

  private final KinesisConnectorSettings settings;

  public KinesisConnector(KinesisConnectorSettings settings) {
    this.settings = settings;
  }

  @Override
  public Health check() throws InterruptedException {
    return Health.connecting(settings.endpoint());
  }

  public Delivery open(KinesisActionSettings action) {
    return new Delivery() {
      @Override
      public BatchOutcome send(List<SinkRecord> batch) {
        return new BatchOutcome.RetryAll("NotYet", action.streamName(), Duration.ofSeconds(1));
      }

      @Override
      public Health check() {
        return Health.connecting(action.streamName());
      }

      @Override
      public Limits limits() {
        return new Limits(500, 10 << 20, 1 << 20, 256);
      }

      @Override
      public void close() {}
    };
  }

  @Override
  public void close() {}
}
