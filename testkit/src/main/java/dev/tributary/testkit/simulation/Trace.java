package dev.tributary.testkit.simulation;

import java.io.PrintStream;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Tells what happens in a world, each line with its time, to whoever replays a seed. */
public final class Trace {

  private final @Nullable PrintStream out;
  private @Nullable SimulatedClock clock;

  private Trace(@Nullable PrintStream out) {
    this.out = out;
  }

  /** Tells nobody. */
  public static Trace off() {
    return new Trace(null);
  }

  public static Trace to(PrintStream out) {
    return new Trace(out);
  }

  void follow(SimulatedClock time) {
    clock = time;
  }

  void say(Supplier<String> what) {
    if (out != null) {
      double seconds = clock == null ? 0 : clock.elapsedNanos() / 1e9;
      out.printf("%12.6f %s%n", seconds, what.get());
    }
  }
}
