package dev.tributary.broker.internal.store;

import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/** Requests that are met together: what is changed is written as one, then it is read. */
final class Round {

  /** More is left to the next round. */
  static final long BYTES_MAX = 4L << 20;

  private final IdentityHashMap<Executor, List<Runnable>> whenStored = new IdentityHashMap<>();
  private final List<Reading> readings = new ArrayList<>();
  private @Nullable Changes changes;
  private long submittedBytes;
  private int turns;
  private boolean last;

  void add(Request request) {
    switch (request) {
      case Turn turn -> add(turn);
      case Reading reading -> readings.add(reading);
      case Request.End _ -> last = true;
    }
  }

  boolean isFull() {
    return last || submittedBytes >= BYTES_MAX;
  }

  boolean isLast() {
    return last;
  }

  /** Of all turns, null if there is nothing to write. */
  @Nullable Changes changes() {
    return changes == null || changes.isEmpty() ? null : changes;
  }

  List<Reading> readings() {
    return readings;
  }

  int turns() {
    return turns;
  }

  /** As they were submitted: what the turns have undone of each other still counts. */
  long submittedBytes() {
    return submittedBytes;
  }

  void tellStored() {
    whenStored.forEach(Turn::tell);
  }

  private void add(Turn turn) {
    turns++;
    submittedBytes += turn.changes().bytes();
    if (changes == null) {
      changes = turn.changes();
    } else {
      changes.add(turn.changes());
    }
    if (!turn.whenStored().isEmpty()) {
      whenStored.computeIfAbsent(turn.thread(), _ -> new ArrayList<>()).addAll(turn.whenStored());
    }
  }
}
