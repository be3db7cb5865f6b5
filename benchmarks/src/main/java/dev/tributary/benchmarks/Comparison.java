package dev.tributary.benchmarks;

import dev.tributary.benchmarks.internal.load.Plan;
import dev.tributary.benchmarks.internal.process.BenchmarkFailure;
import dev.tributary.benchmarks.internal.process.Child;
import dev.tributary.benchmarks.internal.process.Started;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One scenario in several brokers, round by round in turn, so that whatever else the machine does
 * falls on each of them. A broker that fails is out, and the others go on.
 */
final class Comparison {

  private static final Duration CONNECTING = Duration.ofMinutes(2);

  /** A round takes no longer, give or take what a broker gets faster or slower. */
  private static final int ROUND_SECONDS = 5;

  /** How many times fewer messages there are before it is known how fast a broker is. */
  private static final int FEW = 20;

  private final Scenario scenario;
  private final Plan plan;
  private final Child load;
  private final Progress progress;
  private final Map<Contestant, Entrant> entrants = new EnumMap<>(Contestant.class);
  private final Map<Contestant, String> failures = new EnumMap<>(Contestant.class);

  Comparison(Scenario scenario, Plan plan, Child load, Progress progress) {
    this.scenario = scenario;
    this.plan = plan;
    this.load = load;
    this.progress = progress;
  }

  void enter(Contestant contestant, RunningBroker broker) {
    String title = scenario.title() + ", " + contestant.title();
    entrants.put(contestant, new Entrant(title, new Traffic(broker, load, plan), progress));
  }

  void absent(Contestant contestant, String why) {
    failures.put(contestant, why);
  }

  Map<Contestant, Figures> run(long units, int count) {
    long messages = Math.max(1, units / Math.max(1, plan.deliveries()));
    each(entrant -> entrant.begin(messages));
    for (int i = 1; i <= count; i++) {
      String what = "round " + i;
      each(entrant -> entrant.round(what));
    }
    entrants.values().forEach(entrant -> entrant.traffic.close());
    return figures();
  }

  private interface Turn {
    void of(Entrant entrant);
  }

  private void each(Turn turn) {
    entrants.forEach((contestant, entrant) -> {
      if (failures.containsKey(contestant)) {
        return;
      }
      try {
        turn.of(entrant);
      } catch (BenchmarkFailure e) {
        failures.put(contestant, e.words());
        progress.say("%s: not measured: %s".formatted(entrant.title, e.words()));
      }
    });
  }

  private Map<Contestant, Figures> figures() {
    Map<Contestant, Figures> figures = new EnumMap<>(Contestant.class);
    entrants.forEach((contestant, entrant) ->
        figures.put(contestant, figures(contestant, entrant.measured, Optional.empty())));
    failures.forEach((contestant, why) ->
        figures.put(contestant, figures(contestant, List.of(), Optional.of(why))));
    return figures;
  }

  private Figures figures(Contestant contestant, List<Round> measured, Optional<String> failure) {
    return new Figures(
        contestant.option(),
        contestant.title(),
        contestant.isOurs() ? scenario.budgetMicros() : 0,
        false,
        measured,
        failure);
  }

  /** A broker, its clients, and what came of its rounds. */
  private static final class Entrant {

    private final String title;
    private final Traffic traffic;
    private final Progress progress;
    private final List<Round> measured = new ArrayList<>();
    private Rounds rounds;

    Entrant(String title, Traffic traffic, Progress progress) {
      this.title = title;
      this.traffic = traffic;
      this.progress = progress;
      this.rounds = new Rounds(1, 1, progress);
    }

    /** Finds out how many messages it can do in the time that a round may take. */
    void begin(long messages) {
      traffic.open();
      long few = Math.max(1, messages / FEW);
      Round first = new Rounds(few, 1, progress).round(traffic, title, "first");
      long most = Math.clamp((long) (first.perSecond() * ROUND_SECONDS), few, messages);
      rounds = new Rounds(most, 1, progress);
      rounds.warmUp(traffic, title);
    }

    void round(String what) {
      measured.add(rounds.round(traffic, title, what));
    }
  }

  /** A broker with the clients of a scenario. */
  private record Traffic(RunningBroker broker, Child load, Plan plan) implements Subject {

    void open() {
      Map<String, Long> _ =
          load.ask("open %d %s".formatted(broker.port(), plan.words()), CONNECTING);
    }

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

    /** The clients go; the broker serves the next scenario too. */
    @Override
    public void close() {
      Map<String, Long> _ = load.ask("close " + broker.port(), CONNECTING);
    }
  }
}
