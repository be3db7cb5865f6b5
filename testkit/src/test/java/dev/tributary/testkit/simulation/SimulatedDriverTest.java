package dev.tributary.testkit.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tributary.sink.BatchOutcome;
import dev.tributary.sink.Health;
import dev.tributary.sink.LoopDriver;
import dev.tributary.sink.ResourceStatus;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** The scheduler does what {@link LoopDriver} promises, and every order in which that is done. */
final class SimulatedDriverTest {

  private static final Duration SECOND = Duration.ofSeconds(1);

  private final SimulatedClock clock = new SimulatedClock();

  private SimulatedDriver driver(long seed) {
    return new SimulatedDriver(clock, new SplittableRandom(seed));
  }

  private record Echo(List<String> heard, String name) implements LoopDriver.Exchange {

    @Override
    public BatchOutcome send() {
      heard.add("sent " + name);
      return new BatchOutcome.Hold(name, "");
    }

    @Override
    public void answered(BatchOutcome outcome) {
      heard.add(outcome instanceof BatchOutcome.Hold ? "answered " + name : "interrupted " + name);
    }
  }

  @Test
  void aLoopRunsWhenItsTimeHasComeOrItIsWoken() {
    SimulatedDriver driver = driver(1);
    List<Long> runs = new ArrayList<>();
    LoopDriver.Worker worker =
        driver.start(
            "a",
            _ -> {
              runs.add(clock.elapsedNanos());
              return runs.size() == 1 ? SECOND.toNanos() : LoopDriver.FOREVER;
            });
    driver.run(SECOND.multipliedBy(3));
    assertThat(runs).containsExactly(0L, SECOND.toNanos());
    worker.wake();
    driver.run(SECOND);
    assertThat(runs).hasSize(3);
    worker.stop();
    worker.wake();
    driver.run(SECOND);
    assertThat(runs).hasSize(3);
  }

  @Test
  void requestsOverlapAndAreAnsweredInAnyOrder() {
    Set<String> firstAnswers = new HashSet<>();
    for (long seed = 0; seed < 50; seed++) {
      SimulatedDriver driver = driver(seed);
      List<String> heard = new ArrayList<>();
      driver.exchange("r", new Echo(heard, "a"));
      driver.exchange("r", new Echo(heard, "b"));
      assertThat(driver.requestsInFlight()).isEqualTo(2);
      driver.run(SECOND.multipliedBy(2));
      assertThat(heard).containsExactlyInAnyOrder("sent a", "sent b", "answered a", "answered b");
      firstAnswers.add(
          heard.stream().filter(each -> each.startsWith("answered")).findFirst().orElse(""));
    }
    assertThat(firstAnswers).containsExactlyInAnyOrder("answered a", "answered b");
  }

  @Test
  void joiningInterruptsWhatTakesTooLong() throws InterruptedException {
    List<String> heard = new ArrayList<>();
    LoopDriver.Call call = driver(1).exchange("r", new Echo(heard, "a"));
    call.join(Duration.ZERO);
    assertThat(heard).containsExactly("interrupted a");
  }

  @Test
  void aCheckThatTakesTooLongIsConnecting() throws InterruptedException {
    SimulatedDriver driver = driver(1);
    Health health =
        driver.bounded(
            () -> {
              driver.block(SECOND.multipliedBy(10));
              return Health.CONNECTED;
            },
            SECOND);
    assertThat(health.status()).isEqualTo(ResourceStatus.CONNECTING);
    assertThat(clock.elapsedNanos()).isEqualTo(SECOND.toNanos());
  }
}
