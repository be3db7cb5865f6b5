package dev.tributary.testkit.simulation;

import dev.tributary.sink.Connector;
import dev.tributary.sink.Health;

/** A connection to a {@link ModelKinesis}. */
final class ModelConnector implements Connector {

  private final ModelKinesis kinesis;
  private final SimulatedDriver driver;

  ModelConnector(ModelKinesis kinesis, SimulatedDriver driver) {
    this.kinesis = kinesis;
    this.driver = driver;
  }

  @Override
  public Health check() throws InterruptedException {
    driver.block(kinesis.checkTime());
    return kinesis.health();
  }

  @Override
  public void close() {}
}
