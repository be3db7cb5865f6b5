package dev.tributary.benchmarks;

import dev.tributary.benchmarks.internal.memory.MemoryProgram;
import dev.tributary.benchmarks.internal.process.Child;
import dev.tributary.benchmarks.internal.process.Workspace;
import java.time.Duration;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Idle connections without sockets. The clients live in the same heap: what they need is half of
 * what connections need that have the same on both ends, and is taken off.
 */
final class MemoryConnections {

  private static final Duration PATIENCE = Duration.ofMinutes(30);
  private static final int BUDGET_BYTES = 3 * 1024;
  private static final int KEEP_ALIVE = 60;
  private static final int HEAP_PER_CONNECTION = 10 * 1024;
  private static final int HEAP_BESIDES_MIB = 1024;

  private final Workspace workspace;
  private final int count;
  private final int seconds;
  private final Consumer<String> say;

  MemoryConnections(Workspace workspace, int count, int seconds, Consumer<String> say) {
    this.workspace = workspace;
    this.count = count;
    this.seconds = seconds;
    this.say = say;
  }

  void run() {
    say.accept("");
    say.accept(
        "%-34s %11s %8s %10s %14s %10s %10s"
            .formatted(
                "%d connections, in memory".formatted(count),
                "connects/s",
                "µs CPU",
                "heap B",
                "beyond channel",
                "idle ms/s",
                "pings ms/s"));
    double end = measure("channel alone", "channels", false, -1);
    double _ = measure("channel + Netty's MQTT codec", "codec", false, end);
    double own = measure("Tributary", "broker", false, end);
    double _ = measure("Tributary, one subscription", "broker", true, end);
    say.accept(
        "Tributary: %.0f of %d bytes, %.2fx of the budget"
            .formatted(own, BUDGET_BYTES, own / BUDGET_BYTES));
  }

  /**
   * @param end bytes of one end of a connection; negative if that is being measured
   * @return bytes of the server's end
   */
  private double measure(String title, String kind, boolean subscribing, double end) {
    String[] arguments = {kind, Boolean.toString(subscribing), Integer.toString(KEEP_ALIVE)};
    long heapMib = HEAP_BESIDES_MIB + (long) count * HEAP_PER_CONNECTION / (1024 * 1024);
    try (Child program =
        Child.start(workspace, "-Xmx" + heapMib + "m", kind, MemoryProgram.class, arguments)) {
      Map<String, Long> answer = program.ask("connect " + count, PATIENCE);
      double both = Child.number(answer, "heapBytes") / (double) count;
      double client = end < 0 ? both / 2 : end;
      double micros = Child.number(answer, "cpuNanos") / 1000.0 / count;
      say.accept(
          "  %-32s %11.0f %8.1f %10.0f %14.0f %10.1f %10s"
              .formatted(
                  title,
                  count / (Child.number(answer, "wallNanos") / 1e9),
                  micros,
                  both - client,
                  both - 2 * client,
                  perSecond(program.ask("idle " + seconds * 1000, PATIENCE)),
                  end < 0
                      ? "-"
                      : "%.1f"
                          .formatted(perSecond(program.ask("ping " + seconds * 1000, PATIENCE)))));
      return both - client;
    }
  }

  private double perSecond(Map<String, Long> answer) {
    return Child.number(answer, "cpuNanos") / 1e6 / seconds;
  }
}
