package dev.tributary.testkit.simulation;

import dev.tributary.sink.BufferMode;
import java.io.PrintStream;
import java.util.List;
import java.util.Locale;

/** {@code tributary-dev sim}: runs seeds outside any test runner. */
public final class SimulationMain {

  private static final String USAGE =
      """
      Usage: tributary-dev sim --seed N [--trace]     runs one seed
             tributary-dev sim --seeds A..B           runs seeds A to B, says which fail
             tributary-dev sim … --mode MODE          only with this buffer: memory_only, disk, volatile_offload
      A seed stands for the same events only together with the same --mode.\
      """;

  private final PrintStream out;
  private long from = -1;
  private long to = -1;
  private boolean traced;
  private Simulation simulation = new Simulation();

  private SimulationMain(PrintStream out) {
    this.out = out;
  }

  public static void main(String[] args) {
    System.exit(new SimulationMain(System.out).run(args));
  }

  private int run(String[] args) {
    try {
      read(args);
    } catch (IllegalArgumentException e) {
      out.println(e.getMessage());
      out.println(USAGE);
      return 2;
    }
    return play();
  }

  private void read(String[] args) {
    for (int i = 0; i < args.length; i++) {
      switch (args[i]) {
        case "--seed" -> from = to = number("--seed", value(args, ++i));
        case "--seeds" -> readRange(value(args, ++i));
        case "--trace" -> traced = true;
        case "--mode" -> simulation = new Simulation(List.of(mode(value(args, ++i))));
        default -> throw new IllegalArgumentException(args[i] + " is not an option");
      }
    }
    if (from < 0 || to < from) {
      throw new IllegalArgumentException("--seed N or --seeds A..B is missing");
    }
  }

  private static String value(String[] args, int index) {
    if (index == args.length) {
      throw new IllegalArgumentException(args[index - 1] + " needs a value");
    }
    return args[index];
  }

  private static long number(String option, String text) {
    try {
      return Long.parseLong(text);
    } catch (NumberFormatException _) {
      throw new IllegalArgumentException(option + " is " + text + "; it must be a whole number");
    }
  }

  private void readRange(String text) {
    int dots = text.indexOf("..");
    if (dots < 0) {
      throw new IllegalArgumentException("--seeds is " + text + "; it must be like 0..999");
    }
    from = number("--seeds", text.substring(0, dots));
    to = number("--seeds", text.substring(dots + 2));
  }

  private static BufferMode mode(String text) {
    try {
      return BufferMode.valueOf(text.toUpperCase(Locale.ROOT));
    } catch (IllegalArgumentException _) {
      throw new IllegalArgumentException(
          "--mode is " + text + "; it must be memory_only, disk or volatile_offload");
    }
  }

  private int play() {
    long failed = 0;
    long begun = System.nanoTime();
    for (long seed = from; seed <= to; seed++) {
      try {
        SimulatedWorld.Report report = simulation.run(seed, traced ? Trace.to(out) : Trace.off());
        if (from == to) {
          out.println("seed " + seed + " holds: " + report);
        }
      } catch (SeedFailure e) {
        failed++;
        tell(e);
      }
    }
    double seconds = (System.nanoTime() - begun) / 1e9;
    out.printf("%d of %d seeds fail, %.1f s%n", failed, to - from + 1, seconds);
    return failed == 0 ? 0 : 1;
  }

  private void tell(SeedFailure failure) {
    out.println(failure.getMessage());
    if (from == to) {
      failure.printStackTrace(out);
    }
  }
}
