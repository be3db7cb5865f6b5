package dev.tributary.sink;

import java.time.InstantSource;
import java.util.SplittableRandom;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/**
 * All that the runtime has from the world around it: time, chance and threads. With the same
 * environment and the same calls it does the same, always.
 *
 * @param nanos monotonic time, as {@link System#nanoTime}
 * @param clock time of day
 * @param randoms makes a generator for each loop: they are not shared between threads
 * @param driver drives the loops
 * @param storage where buffers on disk and dead letters are kept
 */
public record SinkEnvironment(
    LongSupplier nanos,
    InstantSource clock,
    Supplier<RandomGenerator> randoms,
    LoopDriver driver,
    Storage storage) {

  /** The machine's clock, unpredictable jitter, and one thread per loop. */
  public static SinkEnvironment system(Storage storage) {
    return new SinkEnvironment(
        System::nanoTime,
        InstantSource.system(),
        SplittableRandom::new,
        new VirtualThreadDriver(System::nanoTime),
        storage);
  }
}
