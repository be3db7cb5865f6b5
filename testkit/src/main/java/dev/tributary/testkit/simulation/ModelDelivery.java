package dev.tributary.testkit.simulation;

import dev.tributary.sink.BatchOutcome;
import dev.tributary.sink.Delivery;
import dev.tributary.sink.Health;
import dev.tributary.sink.SinkRecord;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What one action sends through: brings its requests to the {@link ModelKinesis} and back. */
final class ModelDelivery implements Delivery {

  private final ModelKinesis kinesis;
  private final SimulatedDriver driver;
  private final Limits limits;
  private final RequestBounds bounds;
  private List<ModelShard> shardMap;
  private boolean closed;

  ModelDelivery(ModelKinesis kinesis, SimulatedDriver driver, Limits limits, RequestBounds bounds) {
    this.kinesis = kinesis;
    this.driver = driver;
    this.limits = limits;
    this.bounds = bounds;
    this.shardMap = kinesis.shardMap();
  }

  @Override
  public BatchOutcome send(List<SinkRecord> batch) {
    bounds.sending(batch, limits, closed);
    ModelKinesis.Answer answer = kinesis.put(batch, limits);
    Passage passage = driver.passage();
    if (passage == null) {
      throw new AssertionError("a request was sent otherwise than by LoopDriver.exchange");
    }
    if (answer.late()) {
      passage.answerAfter(kinesis.lateness());
    }
    passage.whenAnswered(told -> {
      bounds.answered(batch);
      kinesis.answered(answer, told);
    });
    return answer.outcome();
  }

  @Override
  public Health check() throws InterruptedException {
    driver.block(kinesis.checkTime());
    shardMap = kinesis.shardMap();
    return kinesis.health();
  }

  @Override
  public Limits limits() {
    return limits;
  }

  /** As the last check has seen it: the shard may have been split or merged since. */
  @Override
  public @Nullable String shardOf(SinkRecord record) {
    return ModelKinesis.shardOf(record, shardMap).id;
  }

  @Override
  public void close() {
    bounds.closing();
    closed = true;
  }
}
