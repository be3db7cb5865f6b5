package dev.tributary.management;

import dev.tributary.config.Settings;
import dev.tributary.management.internal.pipeline.SinkServices;
import dev.tributary.sink.BatchOutcome;
import dev.tributary.sink.Connector;
import dev.tributary.sink.Delivery;
import dev.tributary.sink.Health;
import dev.tributary.sink.Outcome;
import dev.tributary.sink.SinkRecord;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Delivers into a list; endpoints that hold "down" are down, data that holds "bad" is refused. */
final class ListService implements SinkServices {
  final List<String> delivered = new CopyOnWriteArrayList<>();
  volatile boolean refusing = true;

  @Override
  public Connector connector(Settings connector) {
    String endpoint = connector.text("endpoint");
    return new Connector() {
      @Override
      public Health check() {
        return endpoint.contains("down")
            ? Health.disconnected("connection refused")
            : Health.CONNECTED;
      }

      @Override
      public void close() {}
    };
  }

  @Override
  public Delivery probe(Connector connector, Settings action) {
    return delivery(connector, action);
  }

  @Override
  public Delivery delivery(Connector connector, Settings action) {
    return new Delivery() {
      @Override
      public BatchOutcome send(List<SinkRecord> batch) {
        return new BatchOutcome.PerRecord(batch.stream().map(this::outcome).toList());
      }

      private Outcome outcome(SinkRecord record) {
        String data = new String(record.data(), StandardCharsets.UTF_8);
        if (refusing && data.contains("bad")) {
          return new Outcome.Failed("ValidationException", "the data is bad");
        }
        delivered.add(record.partitionKey() + " " + data);
        return new Outcome.Delivered("shard", "1");
      }

      @Override
      public Health check() throws InterruptedException {
        return connector.check();
      }

      @Override
      public Limits limits() {
        return new Limits(500, 5 << 20, 1 << 20, 256);
      }

      @Override
      public void close() {}
    };
  }
}
