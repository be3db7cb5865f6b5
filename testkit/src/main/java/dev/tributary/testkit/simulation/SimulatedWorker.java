package dev.tributary.testkit.simulation;

import dev.tributary.sink.LoopDriver;
import java.time.Duration;

/** A loop on the simulated scheduler. */
final class SimulatedWorker extends SimulatedTask implements LoopDriver.Worker {

  private final SimulatedDriver driver;
  private final LoopDriver.Loop loop;

  SimulatedWorker(String name, Kind kind, SimulatedDriver driver, LoopDriver.Loop loop) {
    super(name, kind, driver.clock());
    this.driver = driver;
    this.loop = loop;
  }

  @Override
  void step() throws InterruptedException {
    dueIn(loop.runOnce(driver.clock().nanos()));
  }

  @Override
  public void wake() {
    wakeUp();
  }

  @Override
  public void stop() {
    driver.remove(this);
  }

  /** A blocked step may be under this call on the stack: then there is nobody else to wait for. */
  @Override
  public void join(Duration grace) {
    if (isRunning()) {
      throw new AssertionError(name + " is joined from within one of its own steps");
    }
  }
}
