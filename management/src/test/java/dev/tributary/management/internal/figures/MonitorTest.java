package dev.tributary.management.internal.figures;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tributary.management.internal.figures.NodeFigures.RuleTotals;
import dev.tributary.testkit.TestClock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class MonitorTest {

  private final TestClock clock = new TestClock();
  private final Map<String, Long> broker = new TreeMap<>();
  private long matched;
  private final NodeFigures figures =
      new NodeFigures(() -> broker, () -> new RuleTotals(matched, 0));
  private final Monitor monitor = new Monitor(figures, clock);

  private void pass(long received, long connections) {
    broker.put("messages.received", received);
    broker.put("connections.count", connections);
    broker.put("sessions.count", connections + 1);
    clock.advance(Monitor.INTERVAL);
    monitor.sample();
  }

  @Test
  void seriesTellGrowthAndGauges() {
    pass(100, 1);
    pass(150, 2);
    pass(150, 0);

    List<Map<String, Object>> series = monitor.series(null);

    assertThat(series).extracting(point -> point.get("received")).containsExactly(50L, 0L);
    assertThat(series).extracting(point -> point.get("live_connections")).containsExactly(2L, 0L);
    assertThat(series.getFirst().get("disconnected_durable_sessions")).isEqualTo(1L);
    assertThat(monitor.series(Duration.ofSeconds(5))).hasSize(1);
  }

  @Test
  void ratesAreThoseOfTheLastTwentySeconds() {
    pass(100, 1);
    pass(300, 1);
    pass(500, 1);

    assertThat(monitor.current()).containsEntry("received_msg_rate", 20L);
  }

  @Test
  void countersOfRulesThatWereResetDoNotGrowBackwards() {
    matched = 10;
    pass(0, 0);
    matched = 2;
    pass(0, 0);

    assertThat(monitor.series(null).getFirst().get("rules_matched")).isEqualTo(0L);
  }

  @Test
  void aDayIsRemembered() {
    for (int i = 0; i < 9_000; i++) {
      pass(i, 0);
    }

    assertThat(monitor.series(null)).hasSize(8_639);
  }

  @Test
  void theHighestValueStays() {
    pass(0, 7);
    pass(0, 3);

    assertThat(figures.gauges(true))
        .containsEntry("connections.count", 3L)
        .containsEntry("connections.max", 7L);
  }
}
