package dev.tributary.testkit.simulation;

import dev.tributary.sink.BufferMode;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Thousands of worlds: whatever Kinesis, the machine and the operators do, no acknowledged message
 * is lost, none overtakes another of its key, every record is counted once, and everything drains.
 *
 * <p>{@code -Dsim.seeds=N} runs so many, {@code -Dsim.first=N} begins there, {@code
 * -Dsim.modes=disk,memory_only} uses these buffers. A failure names its seed and how to see it
 * again.
 */
final class SimulationTest {

  /** About a minute and a half on two slow cores. */
  private static final long SEEDS = Long.getLong("sim.seeds", 2000);

  private static final long FIRST = Long.getLong("sim.first", 0);

  private static final int WORKERS = 2;

  @Test
  void seedsHoldTheInvariants() throws InterruptedException, ExecutionException {
    AtomicLong next = new AtomicLong(FIRST);
    ExecutorService workers = Executors.newFixedThreadPool(WORKERS);
    try {
      List<? extends Future<?>> running =
          IntStream.range(0, WORKERS).mapToObj(_ -> workers.submit(() -> runSeeds(next))).toList();
      for (Future<?> each : running) {
        each.get();
      }
    } finally {
      workers.shutdownNow();
    }
  }

  private static void runSeeds(AtomicLong next) {
    Simulation simulation = simulation();
    for (long seed = next.getAndIncrement(); seed < FIRST + SEEDS; seed = next.getAndIncrement()) {
      simulation.run(seed, Trace.off());
    }
  }

  private static Simulation simulation() {
    String modes = System.getProperty("sim.modes", "");
    return modes.isEmpty()
        ? new Simulation()
        : new Simulation(Arrays.stream(modes.split(",", -1)).map(SimulationTest::mode).toList());
  }

  private static BufferMode mode(String name) {
    return BufferMode.valueOf(name.trim().toUpperCase(Locale.ROOT));
  }

  /** Each has found something once; a change of a model may have made another world of it. */
  @ParameterizedTest(name = "{2} (seed {0}, {1})")
  @CsvSource({
    "540, memory_only, a record was twice in one request of an unordered lane",
    "242, disk, a rule did not hear of records that came back from the log",
    "211, disk, a message was acknowledged before it was on disk because the oldest were dropped",
    "232, disk, records that were read before a read failed were left out",
    "105, disk, a record that was given up was delivered after a pause",
    "91, disk, a log that was opened anew did not take a group that had failed before",
    "12, disk, a rule heard of a dead letter that was sent again",
    "291, memory_only, a record that was delivered was sent again",
    "16, disk, counters became negative",
    "0, disk, zeros that had filled a block were taken for the records written over them",
  })
  void seedsThatFoundSomething(long seed, String mode, String what) {
    new Simulation(List.of(mode(mode))).run(seed, Trace.off());
  }
}
