package dev.tributary.benchmarks;

import dev.tributary.benchmarks.internal.process.BenchmarkFailure;
import dev.tributary.benchmarks.internal.process.Child;
import dev.tributary.benchmarks.internal.process.Started;
import dev.tributary.benchmarks.internal.process.Workspace;
import dev.tributary.benchmarks.internal.traffic.Plan;
import dev.tributary.benchmarks.internal.traffic.TrafficProgram;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One run: all brokers are up, each scenario goes through all of them, round by round in turn, so
 * that whatever else the machine does falls on each of them.
 */
final class BrokerBenchmark {

  private static final Duration CONNECTING = Duration.ofMinutes(2);

  /**
   * What came of a scenario.
   *
   * @param figures per broker that takes part
   */
  record Compared(Scenario scenario, Map<Contestant, Figures> figures) {}

  private final BrokerBenchmarkSettings settings;
  private final Workspace workspace;
  private final Progress progress;
  private final Map<Contestant, RunningBroker> brokers = new EnumMap<>(Contestant.class);
  private final Map<Contestant, String> absent = new EnumMap<>(Contestant.class);

  BrokerBenchmark(BrokerBenchmarkSettings settings, Workspace workspace, Progress progress) {
    this.settings = settings;
    this.workspace = workspace;
    this.progress = progress;
  }

  List<Compared> run() {
    try (Child load = Child.start(workspace, "load", TrafficProgram.class)) {
      settings.brokers().forEach(this::start);
      List<Compared> all = new ArrayList<>();
      for (Scenario scenario : settings.scenarios()) {
        all.add(new Compared(scenario, compare(scenario, load)));
      }
      return all;
    } finally {
      brokers.values().forEach(RunningBroker::close);
    }
  }

  private void start(Contestant contestant) {
    if (settings.scenarios().stream().noneMatch(scenario -> scenario.isFor(contestant))) {
      return;
    }
    try {
      brokers.put(contestant, contestant.start(workspace, settings.javaOptions()));
    } catch (NotMeasured e) {
      fail(absent, contestant, String.valueOf(e.getMessage()));
    }
  }

  private void fail(Map<Contestant, String> failures, Contestant contestant, String why) {
    failures.put(contestant, why);
    progress.say("%s: not measured: %s".formatted(contestant.title(), why));
  }

  private Map<Contestant, Figures> compare(Scenario scenario, Child load) {
    Plan plan = scenario.plan(settings);
    long messages = Math.max(1, settings.units() / Math.max(1, plan.deliveries()));
    Rounds rounds = new Rounds(messages, settings.rounds(), progress);
    Map<Contestant, String> failures = new EnumMap<>(absent);
    Map<Contestant, List<Round>> measured = new EnumMap<>(Contestant.class);
    Map<Contestant, Subject> subjects = new EnumMap<>(Contestant.class);
    brokers.forEach((contestant, broker) -> {
      if (scenario.isFor(contestant)) {
        subjects.put(contestant, new Traffic(broker, load, plan));
        measured.put(contestant, new ArrayList<>());
      }
    });
    for (int i = 0; i <= settings.rounds(); i++) {
      for (Contestant contestant : List.copyOf(subjects.keySet())) {
        Subject subject = subjects.get(contestant);
        String title = scenario.title() + ", " + contestant.title();
        try {
          if (subject != null && i == 0) {
            Map<String, Long> _ =
                load.ask("open %d %s".formatted(port(contestant), plan.words()), CONNECTING);
            rounds.warmUp(subject, title);
          } else if (subject != null) {
            measured
                .computeIfAbsent(contestant, _ -> new ArrayList<>())
                .add(rounds.round(subject, title, "round " + i));
          }
        } catch (BenchmarkFailure e) {
          fail(failures, contestant, e.words());
          subjects.remove(contestant);
        }
      }
    }
    brokers.keySet().forEach(contestant -> {
      Map<String, Long> _ = load.ask("close " + port(contestant), CONNECTING);
    });
    return figures(scenario, measured, failures);
  }

  private int port(Contestant contestant) {
    RunningBroker broker = brokers.get(contestant);
    return broker == null ? 0 : broker.port();
  }

  private Map<Contestant, Figures> figures(
      Scenario scenario,
      Map<Contestant, List<Round>> measured,
      Map<Contestant, String> failures) {
    Map<Contestant, Figures> figures = new EnumMap<>(Contestant.class);
    for (Contestant contestant : settings.brokers()) {
      if (scenario.isFor(contestant)) {
        Optional<String> failure = Optional.ofNullable(failures.get(contestant));
        figures.put(
            contestant,
            new Figures(
                contestant.option(),
                contestant.title(),
                contestant.isOurs() ? scenario.budgetMicros() : 0,
                false,
                failure.isPresent() ? List.of() : measured.getOrDefault(contestant, List.of()),
                failure));
      }
    }
    return figures;
  }

  /** A broker with the clients of a scenario. */
  private record Traffic(RunningBroker broker, Child load, Plan plan) implements Subject {

    @Override
    public Started measured() {
      return broker.started();
    }

    @Override
    public Map<String, Double> pass(long messages) {
      Duration before = load.started().cpu();
      Map<String, Long> _ =
          load.ask("run %d %d".formatted(broker.port(), messages), WholeWay.PATIENCE);
      double micros = load.started().cpu().minus(before).toNanos() / 1000.0;
      return Map.of("loadCpuMicros", micros / messages);
    }

    @Override
    public void close() {
      // The broker serves the next scenario too.
    }
  }
}
