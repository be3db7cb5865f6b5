package dev.tributary.testkit.simulation;

import dev.tributary.sink.BatchOutcome;
import dev.tributary.sink.LoopDriver;
import java.time.Duration;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A request on the simulated scheduler: it reaches the service some time after it was begun, and
 * its answer comes back some time after that.
 */
final class SimulatedCall extends SimulatedTask implements LoopDriver.Call, Passage {

  private final SimulatedDriver driver;
  private final LoopDriver.Exchange exchange;
  private @Nullable BatchOutcome answer;
  private @Nullable Consumer<BatchOutcome> listener;
  private long answerNanos;
  private boolean ended;

  SimulatedCall(String name, SimulatedDriver driver, LoopDriver.Exchange exchange) {
    super(name, Kind.EXCHANGE, driver.clock());
    this.driver = driver;
    this.exchange = exchange;
    this.answerNanos = driver.latencyNanos();
  }

  @Override
  void step() {
    BatchOutcome outcome = answer;
    if (outcome == null) {
      answer = send();
      dueIn(answerNanos);
    } else {
      end(outcome);
    }
  }

  /** As in production: whatever happens, the records must not stay in flight. */
  private BatchOutcome send() {
    driver.passage(this);
    try {
      return exchange.send();
    } catch (InterruptedException _) {
      return interrupted();
    } catch (RuntimeException e) {
      return new BatchOutcome.RetryAll("Unexpected", e.toString(), Duration.ZERO);
    } finally {
      driver.passage(null);
    }
  }

  private static BatchOutcome interrupted() {
    return new BatchOutcome.RetryAll(
        "Interrupted", "the action was stopped during a request", Duration.ZERO);
  }

  /** Nobody is there to hear the answer. */
  void arriveAfterDeath() {
    if (answer == null && !isRunning()) {
      answer = send();
    }
  }

  private void end(BatchOutcome outcome) {
    driver.remove(this);
    ended = true;
    exchange.answered(outcome);
    if (listener != null) {
      listener.accept(outcome);
    }
  }

  @Override
  public void answerAfter(Duration delay) {
    answerNanos = delay.toNanos();
  }

  @Override
  public void whenAnswered(Consumer<BatchOutcome> told) {
    listener = told;
  }

  @Override
  public void join(Duration grace) {
    if (!driver.awaitRest(this, () -> ended, grace)) {
      end(interrupted());
    }
  }
}
