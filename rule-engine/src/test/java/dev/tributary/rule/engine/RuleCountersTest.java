package dev.tributary.rule.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

class RuleCountersTest {
  private static final int LOOKS = 200_000;

  private final RuleCounters counters = new RuleCounters();

  @Test
  void whoLooksMeanwhileFindsNoMoreOutcomesThanCallsAndNoMoreCallsThanMessages() {
    AtomicBoolean done = new AtomicBoolean();
    CompletableFuture<Void> messages =
        CompletableFuture.runAsync(() -> {
          while (!done.get()) {
            counters.passed();
            counters.actions(1);
            counters.success();
          }
        });
    try {
      for (int i = 0; i < LOOKS; i++) {
        RuleMetrics seen = counters.snapshot();
        boolean adds =
            seen.actionsSuccess() <= seen.actionsTotal() && seen.actionsTotal() <= seen.passed();
        assertThat(adds).as("%s", seen).isTrue();
      }
    } finally {
      done.set(true);
      messages.join();
    }
  }
}
