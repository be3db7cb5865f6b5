package dev.tributary.sink;

import dev.tributary.sink.internal.log.RecordLog;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;

/** Records of the log that have ended: lanes add them, the log's loop takes all at once. */
final class FinishedSequences {

  private static final int FIRST_CAPACITY = 64;
  private static final int KEPT_CAPACITY = 1 << 16;

  private long[] sequences = new long[FIRST_CAPACITY];
  private int size;

  /** Given up, and not known to the log as finished. Few: what is lost is rare. */
  private final Set<Long> ending = new HashSet<>();

  synchronized void ending(long sequence) {
    ending.add(sequence);
  }

  synchronized boolean isEnding(long sequence) {
    return !ending.isEmpty() && ending.contains(sequence);
  }

  synchronized void add(long sequence) {
    if (size == sequences.length) {
      sequences = Arrays.copyOf(sequences, size * 2);
    }
    sequences[size++] = sequence;
  }

  private synchronized void forgetEnding(long[] taken, int count) {
    for (int i = 0; i < count && !ending.isEmpty(); i++) {
      ending.remove(taken[i]);
    }
  }

  /** How many there were. */
  int drainTo(RecordLog log) {
    long[] taken;
    int count;
    synchronized (this) {
      if (size == 0) {
        return 0;
      }
      taken = sequences;
      count = size;
      sequences = new long[Math.min(Math.max(FIRST_CAPACITY, count), KEPT_CAPACITY)];
      size = 0;
    }
    for (int i = 0; i < count; i++) {
      log.finished(taken[i]);
    }
    forgetEnding(taken, count);
    return count;
  }
}
