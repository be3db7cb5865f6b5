package dev.tributary.testkit.simulation;

import dev.tributary.sink.BufferMode;
import java.util.List;
import java.util.Locale;

/** Runs the worlds of seeds. Worlds share nothing: several may run at once. */
public final class Simulation {

  private final List<BufferMode> modes;

  /** With every kind of buffer. */
  public Simulation() {
    this(
        List.of(
            BufferMode.MEMORY_ONLY, BufferMode.DISK, BufferMode.DISK, BufferMode.VOLATILE_OFFLOAD));
  }

  /** With these kinds of buffer; one that is named twice comes twice as often. */
  public Simulation(List<BufferMode> modes) {
    this.modes = List.copyOf(modes);
  }

  /** What a replay needs beside the seed. */
  private String options() {
    return modes.size() == 1 ? " --mode " + modes.getFirst().name().toLowerCase(Locale.ROOT) : "";
  }

  /**
   * Runs one seed.
   *
   * @throws SeedFailure if an invariant was broken
   */
  public SimulatedWorld.Report run(long seed, Trace trace) {
    try {
      return new SimulatedWorld(seed, trace, modes).play();
    } catch (AssertionError | RuntimeException e) {
      throw new SeedFailure(seed, options(), e);
    }
  }
}
