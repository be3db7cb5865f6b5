package dev.tributary.sink;

import org.jspecify.annotations.Nullable;

/**
 * All records of a lane, queued and in flight, in the order in which they came. Who gives up the
 * oldest finds them here without a look at every key. Owned by the lane's loop.
 */
final class AgeList {

  private @Nullable QueuedRecord first;
  private @Nullable QueuedRecord last;
  private int size;

  @Nullable QueuedRecord first() {
    return first;
  }

  int size() {
    return size;
  }

  /** The oldest record that is not in flight. */
  @Nullable QueuedRecord firstQueued() {
    return queuedFrom(first);
  }

  /** The next record after this one that is not in flight. */
  @Nullable QueuedRecord queuedAfter(QueuedRecord queued) {
    return queuedFrom(queued.newer);
  }

  private static @Nullable QueuedRecord queuedFrom(@Nullable QueuedRecord start) {
    QueuedRecord next = start;
    while (next != null && next.inFlight) {
      next = next.newer;
    }
    return next;
  }

  void add(QueuedRecord queued) {
    queued.older = last;
    if (last == null) {
      first = queued;
    } else {
      last.newer = queued;
    }
    last = queued;
    size++;
  }

  void remove(QueuedRecord queued) {
    QueuedRecord before = queued.older;
    QueuedRecord after = queued.newer;
    if (before == null) {
      first = after;
    } else {
      before.newer = after;
    }
    if (after == null) {
      last = before;
    } else {
      after.older = before;
    }
    queued.older = null;
    queued.newer = null;
    size--;
  }
}
