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

/** Delivers into a list; endpoints that hold "down" are down. */
final class ListService implements SinkServices {
  final List<String> delivered = new CopyOnWriteArrayList<>();

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
  public Delivery delivery(Connector connector, Settings action) {
    return new Delivery() {
      @Override
      public BatchOutcome send(List<SinkRecord> batch) {
        for (SinkRecord each : batch) {
          delivered.add(
              each.partitionKey() + " " + new String(each.data(), StandardCharsets.UTF_8));
        }
        return new BatchOutcome.PerRecord(
            batch.stream().<Outcome>map(_ -> new Outcome.Delivered("shard", "1")).toList());
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
