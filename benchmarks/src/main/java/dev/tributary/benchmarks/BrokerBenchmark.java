package dev.tributary.benchmarks;

import dev.tributary.benchmarks.internal.load.TrafficProgram;
import dev.tributary.benchmarks.internal.process.Child;
import dev.tributary.benchmarks.internal.process.Workspace;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * One run: all brokers are up from the beginning to the end, and each scenario goes through all.
 */
final class BrokerBenchmark {

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
      absent.put(contestant, e.words());
      progress.say("%s: not measured: %s".formatted(contestant.title(), e.words()));
    }
  }

  private Map<Contestant, Figures> compare(Scenario scenario, Child load) {
    Comparison comparison = new Comparison(scenario, scenario.plan(settings), load, progress);
    brokers.forEach((contestant, broker) -> {
      if (scenario.isFor(contestant)) {
        comparison.enter(contestant, broker);
      }
    });
    absent.forEach((contestant, why) -> {
      if (scenario.isFor(contestant)) {
        comparison.absent(contestant, why);
      }
    });
    return comparison.run(settings.units(), settings.rounds());
  }
}
