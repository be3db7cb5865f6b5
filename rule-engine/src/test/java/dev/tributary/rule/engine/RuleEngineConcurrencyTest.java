package dev.tributary.rule.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tributary.sink.Receipt;
import dev.tributary.testkit.TestClock;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

class RuleEngineConcurrencyTest {
  private static final int THREADS = 4;
  private static final int MESSAGES = 5_000;

  private final TestClock clock = new TestClock();
  private final RuleEngine engine =
      new RuleEngine(new ActionDirectory(), new FixedContext(clock), clock, line -> {});

  @Test
  void noMessageMissesARuleThatIsBeingChanged() throws Exception {
    put("watched", 0);
    try (ExecutorService loops = Executors.newFixedThreadPool(THREADS)) {
      List<Future<?>> running = new ArrayList<>();
      for (int i = 0; i < THREADS; i++) {
        running.add(loops.submit(this::publishAll));
      }
      int version = 0;
      while (!running.stream().allMatch(Future::isDone)) {
        put("watched", ++version);
        put("neighbour", version);
        engine.remove("neighbour");
      }
      for (Future<?> each : running) {
        each.get();
      }
    }
    RuleMetrics metrics = engine.metrics("watched");
    assertThat(metrics.passed()).isEqualTo((long) THREADS * MESSAGES);
    assertThat(metrics.actionsFailedOutOfService()).isEqualTo(metrics.passed());
    assertThat(metrics.actionsTotal()).isEqualTo(metrics.passed());
  }

  private void publishAll() {
    for (int i = 0; i < MESSAGES; i++) {
      engine.onMessage("t/1", Messages.of("t/1", "x"), Receipt.NONE);
    }
  }

  private void put(String id, int version) throws Exception {
    String sql = "SELECT " + version + " AS v FROM 't/#', 't/1'";
    engine.put(
        new RuleDefinition(
            id, sql, List.of(RuleAction.reference("kinesis:missing")), true, "", ""));
  }
}
