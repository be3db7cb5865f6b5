package dev.tributary.acceptance;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tributary.testkit.Await;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Predicate;

/**
 * What REST says about the pipeline of {@link Configurations#pipeline} over time: looked at ten
 * times a second. Every look checks that the counters add up.
 */
final class ActionHistory implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofMinutes(2);

  /** One look. Reasons are empty where the answer has none. */
  record Look(
      String connectorStatus,
      String connectorReason,
      String actionStatus,
      String actionReason,
      ActionCounters counters) {

    boolean isConnected() {
      return connectorStatus.equals("connected") && actionStatus.equals("connected");
    }
  }

  private final RestClient rest;
  private final List<Look> looks = new CopyOnWriteArrayList<>();
  private final AtomicReference<Optional<Throwable>> failure =
      new AtomicReference<>(Optional.empty());
  private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor();

  private ActionHistory(RestClient rest) {
    this.rest = rest;
  }

  static ActionHistory watch(RestClient rest) {
    ActionHistory history = new ActionHistory(rest);
    var _ = history.clock.scheduleWithFixedDelay(history::look, 0, 100, TimeUnit.MILLISECONDS);
    return history;
  }

  /** Waits for a look from now on of which this is true. */
  Look await(String what, Predicate<Look> condition) {
    int from = looks.size();
    return Await.value(
        () -> "%s; the last look was %s".formatted(what, last()),
        PATIENCE,
        () -> {
          check();
          return looks.subList(from, looks.size()).stream().filter(condition).findFirst();
        });
  }

  List<Look> looks() {
    check();
    return new ArrayList<>(looks);
  }

  /** Fails if a look failed. */
  void check() {
    failure
        .get()
        .ifPresent(e -> {
          throw new AssertionError("a look at the action failed", e);
        });
  }

  @Override
  public void close() {
    clock.shutdownNow();
  }

  private void look() {
    try {
      JsonNode connector = rest.get("/connectors/" + Configurations.CONNECTOR).expect(200).body();
      JsonNode action = rest.get("/actions/" + Configurations.ACTION).expect(200).body();
      looks.add(
          new Look(
              connector.path("status").asText(),
              connector.path("status_reason").asText(),
              action.path("status").asText(),
              action.path("status_reason").asText(),
              rest.counters(Configurations.ACTION).assertBalanced()));
    } catch (RuntimeException | AssertionError e) {
      if (!clock.isShutdown()) {
        failure.compareAndSet(Optional.empty(), Optional.of(e));
      }
    }
  }

  private String last() {
    return looks.isEmpty() ? "none" : looks.getLast().toString();
  }
}
