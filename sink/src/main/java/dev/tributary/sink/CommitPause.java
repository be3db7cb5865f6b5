package dev.tributary.sink;

import java.time.Duration;

/**
 * How long a group waits for company before it is written. A sync costs as much as hundreds of
 * records, so while many come in the pause grows, each time as long again as it has lasted. Who is
 * alone, or sends on only when he is acknowledged, is not kept waiting: the pause ends when few
 * have come in, and if it was in vain it does not grow for some groups. It counts from the
 * beginning of the last write, so a disk that is slow to sync is a pause itself. Not thread-safe:
 * guarded by its action's lock.
 */
final class CommitPause {

  /** A group is written so long after the one before, or later. */
  static final long SHORTEST_NANOS = Duration.ofMillis(1).toNanos();

  /** What the pause adds to the time of an acknowledgement at most. */
  static final long LONGEST_NANOS = Duration.ofMillis(32).toNanos();

  /** Beyond this it grows only while records come in {@link #MUCH_FASTER}. */
  static final long LONG_NANOS = Duration.ofMillis(8).toNanos();

  /** The pause grows while records come in at least this fast: 16 in a millisecond. */
  static final long NANOS_PER_RECORD = SHORTEST_NANOS / 16;

  /** 64 in a millisecond: then a sync for some thousand records is worth their waiting. */
  static final int MUCH_FASTER = 4;

  /** A group of this size gains little by growing. */
  static final long ENOUGH_BYTES = 1 << 20;

  /** Groups that are written after the shortest pause when one has grown in vain. */
  static final int SHORT_GROUPS = 8;

  private long beganNanos;
  private long lookedNanos;
  private long pause;
  private int seen;
  private int shortGroups;

  CommitPause(long now) {
    begin(now - LONGEST_NANOS);
  }

  /** A group is being written. */
  void begin(long now) {
    beganNanos = now;
    lookedNanos = now;
    pause = SHORTEST_NANOS;
    seen = 0;
    shortGroups = Math.max(0, shortGroups - 1);
  }

  /**
   * Nanoseconds until it is to be asked again; 0 if the group is to be written now.
   *
   * @param records that the group has, at least one
   * @param bytes that they have
   */
  long remaining(long now, int records, long bytes) {
    long gone = now - beganNanos;
    if (gone < pause) {
      return pause - gone;
    }
    if (gone >= LONGEST_NANOS || bytes >= ENOUGH_BYTES || shortGroups > 0) {
      return 0;
    }
    long since = now - lookedNanos;
    long cameFast = (records - seen) * NANOS_PER_RECORD;
    if (cameFast < since) {
      shortGroups = seen == 0 ? 0 : SHORT_GROUPS + 1;
      return 0;
    }
    if (gone >= LONG_NANOS && cameFast < MUCH_FASTER * since) {
      return 0;
    }
    lookedNanos = now;
    seen = records;
    pause = Math.min(2 * gone, LONGEST_NANOS);
    return pause - gone;
  }
}
