package dev.tributary.testkit.simulation;

import dev.tributary.sink.BufferMode;
import java.util.List;

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

  /**
   * Runs one seed.
   *
   * @throws SeedFailure if an invariant was broken
   */
  public SimulatedWorld.Report run(long seed, Trace trace) {
    try {
      return new SimulatedWorld(seed, trace, modes).play();
    } catch (AssertionError | RuntimeException e) {
      throw new SeedFailure(seed, e);
    }
  }
}
