package dev.tributary.testkit.simulation;

import dev.tributary.sink.Storage;
import java.io.IOException;
import java.util.SplittableRandom;
import java.util.function.LongConsumer;

/**
 * A disk that outlives the simulated processes that use it. What was not synced may be lost or torn
 * when the power fails; calls fail and take their time as {@link #faults} says. Not thread-safe.
 */
public final class ModelDisk {

  private final SplittableRandom random;
  private final ModelFolder top = new ModelFolder();
  private final int blockBytes;
  private final DiskFaults faults = new DiskFaults();
  private LongConsumer passTime = _ -> {};
  private Runnable guard = () -> {};
  private long process;
  private long callsUntilCrash = -1;
  private long calls;
  private long failures;

  public ModelDisk(SplittableRandom random) {
    this.random = random;
    this.blockBytes =
        switch (random.nextInt(4)) {
          case 0 -> 0;
          case 1 -> 512;
          default -> 4096;
        };
    top.makeExist();
    top.sync();
  }

  /** How it fails. */
  public DiskFaults faults() {
    return faults;
  }

  /**
   * The disk as the next process sees it. What an earlier process has opened is dead: whatever it
   * does with it throws {@link Crashed}.
   */
  public Storage mount() {
    process++;
    callsUntilCrash = -1;
    return new ModelStorage(this, top, process);
  }

  /** What happens while a call blocks, given how many nanoseconds it takes. */
  void whileBlocked(LongConsumer pass) {
    this.passTime = pass;
  }

  /** Called before each call; may object. */
  void guard(Runnable check) {
    this.guard = check;
  }

  /** The process dies in the call after so many calls. */
  void crashAfter(long more) {
    callsUntilCrash = more;
  }

  /** Whether the process that has mounted it last has died in a call. */
  boolean isCrashed() {
    return callsUntilCrash == 0;
  }

  /** The process is dead: no call of it does anything any more. */
  void kill() {
    callsUntilCrash = 0;
  }

  /** Loses or tears what was not synced. Processes are dead before. */
  public void losePower() {
    top.losePower(random);
  }

  /** Bytes of all files. */
  public long bytes() {
    return top.bytes();
  }

  /** Calls of processes so far. */
  long calls() {
    return calls;
  }

  /** Calls so far that have failed. */
  long failures() {
    return failures;
  }

  long room() {
    return Math.max(0, faults.quota - top.bytes());
  }

  /** Files that are always synced are written in blocks of this size; 0: by the page cache. */
  int blockBytes() {
    return blockBytes;
  }

  SplittableRandom random() {
    return random;
  }

  /** Before each call of the process: it may block, and it may be the last one. */
  void call(long caller) {
    if (caller != process || isCrashed()) {
      throw new Crashed();
    }
    guard.run();
    calls++;
    if (callsUntilCrash > 0 && --callsUntilCrash == 0) {
      throw new Crashed();
    }
    boolean slow = random.nextInt(1000) < faults.slow;
    if (slow || random.nextInt(4) == 0) {
      passTime.accept(random.nextInt(slow ? 2_000_000_000 : 3_000_000));
    }
    if (caller != process || isCrashed()) {
      throw new Crashed();
    }
  }

  /** Whether the process dies in the middle of what it is just doing. */
  boolean diesNow() {
    return callsUntilCrash == 1;
  }

  void mayFail(int ofThousand, String what) throws IOException {
    if (random.nextInt(1000) < ofThousand) {
      throw failure(what);
    }
  }

  IOException failure(String what) {
    failures++;
    return new IOException(what);
  }
}
