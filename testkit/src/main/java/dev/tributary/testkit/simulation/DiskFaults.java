package dev.tributary.testkit.simulation;

/**
 * How a model disk fails, in calls of a thousand. Changed while the world runs.
 *
 * <p>A failing append may have written some of its bytes; a failing sync leaves unknown what it
 * should have made certain.
 */
public final class DiskFaults {
  int appends;
  int syncs;
  int reads;
  int names;

  /** Bytes of all files together; more does not fit. */
  long quota = Long.MAX_VALUE;

  /** Calls that take long. */
  int slow;

  /** Nothing fails from now on, and there is room. */
  public void none() {
    appends = 0;
    syncs = 0;
    reads = 0;
    names = 0;
    slow = 0;
    quota = Long.MAX_VALUE;
  }

  @Override
  public String toString() {
    return "appends %d syncs %d reads %d names %d slow %d of 1000, quota %s"
        .formatted(
            appends, syncs, reads, names, slow, quota == Long.MAX_VALUE ? "none" : quota + "");
  }
}
