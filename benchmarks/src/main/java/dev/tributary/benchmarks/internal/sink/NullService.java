package dev.tributary.benchmarks.internal.sink;

import dev.tributary.sink.BatchOutcome;
import dev.tributary.sink.Connector;
import dev.tributary.sink.Delivery;
import dev.tributary.sink.Health;
import dev.tributary.sink.Outcome;
import dev.tributary.sink.SinkRecord;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** A service that takes everything at once, or nothing at all. Any thread. */
final class NullService implements Connector {

  private static final Delivery.Limits LIMITS = new Delivery.Limits(500, 10 << 20, 1 << 20, 256);
  private static final Outcome ACCEPTED = new Outcome.Delivered("shardId-000000000000", "1");

  private volatile boolean down;

  void goDown() {
    down = true;
  }

  @Override
  public Health check() {
    return down ? Health.disconnected("the service is down") : Health.CONNECTED;
  }

  @Override
  public void close() {}

  Delivery delivery() {
    return new NullDelivery();
  }

  private final class NullDelivery implements Delivery {

    @Override
    public BatchOutcome send(List<SinkRecord> batch) {
      return down
          ? new BatchOutcome.RetryAll("Down", "the service is down", Duration.ofSeconds(1))
          : new BatchOutcome.PerRecord(
              new ArrayList<>(Collections.nCopies(batch.size(), ACCEPTED)));
    }

    @Override
    public Health check() {
      return NullService.this.check();
    }

    @Override
    public Limits limits() {
      return LIMITS;
    }

    @Override
    public void close() {}
  }
}
