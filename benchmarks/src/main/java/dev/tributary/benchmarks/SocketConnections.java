package dev.tributary.benchmarks;

import dev.tributary.benchmarks.internal.load.Plan;
import dev.tributary.benchmarks.internal.load.TrafficProgram;
import dev.tributary.benchmarks.internal.process.Child;
import dev.tributary.benchmarks.internal.process.Started;
import dev.tributary.benchmarks.internal.process.Workspace;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;

/** Idle connections with sockets, each time with a fresh broker. */
final class SocketConnections {

  private static final Duration CONNECTING = Duration.ofMinutes(5);

  /** Classes are loaded, the compilers have been here, and the tables have a size. */
  private static final int WARM_UP = 2_000;

  private final Workspace workspace;
  private final int count;
  private final int idleSeconds;
  private final Consumer<String> say;

  SocketConnections(Workspace workspace, int count, int idleSeconds, Consumer<String> say) {
    this.workspace = workspace;
    this.count = count;
    this.idleSeconds = idleSeconds;
    this.say = say;
  }

  void head() {
    say.accept("");
    say.accept(
        "%-34s %11s %8s %10s %14s %10s"
            .formatted(
                "%d connections, sockets".formatted(count),
                "connects/s",
                "µs CPU",
                "heap B",
                "resident B",
                "idle ms/s"));
  }

  /**
   * @param subscribing whether each has a subscription of its own
   * @throws NotMeasured if the broker is not here
   */
  void measure(Contestant contestant, boolean subscribing) throws NotMeasured {
    try (RunningBroker broker = contestant.start(workspace, "");
        Child load = Child.start(workspace, "load", TrafficProgram.class)) {
      Started server = broker.started();
      Map<String, Long> _ = open(load, broker, WARM_UP, subscribing);
      Map<String, Long> _ = load.ask("close " + broker.port(), CONNECTING);
      Look before = look(contestant, server);
      Duration cpu = server.cpu();
      Map<String, Long> answer = open(load, broker, count, subscribing);
      double micros = server.cpu().minus(cpu).toNanos() / 1000.0 / count;
      double seconds = Child.number(answer, "wallNanos") / 1e9;
      Look after = look(contestant, server);
      double idle = idle(server);
      say.accept(
          "  %-32s %11.0f %8.1f %10s %14.0f %10.1f"
              .formatted(
                  contestant.title() + (subscribing ? ", one subscription" : ""),
                  count / seconds,
                  micros,
                  contestant.isJvm()
                      ? "%.0f".formatted((after.heap() - before.heap()) / (double) count)
                      : "-",
                  (after.resident() - before.resident()) / (double) count,
                  idle));
    }
  }

  private static Map<String, Long> open(
      Child load, RunningBroker broker, int count, boolean subscribing) {
    Plan.Way way = subscribing ? Plan.Way.PAIRS : Plan.Way.NOWHERE;
    Plan plan = new Plan(way, 4, 0, count, 0, 1, 4, false);
    return load.ask("open %d %s".formatted(broker.port(), plan.words()), CONNECTING);
  }

  private record Look(long heap, long resident) {}

  /** The resident memory of a JVM is read after its collections, when the heap has shrunk. */
  private Look look(Contestant contestant, Started server) {
    long heap = contestant.isJvm() ? Heap.live(workspace, server) : 0;
    return new Look(heap, server.resident().orElse(0));
  }

  private double idle(Started server) {
    Duration before = server.cpu();
    LockSupport.parkNanos(TimeUnit.SECONDS.toNanos(idleSeconds));
    return server.cpu().minus(before).toNanos() / 1e6 / idleSeconds;
  }
}
