package dev.tributary.broker.internal.store;

import dev.tributary.broker.internal.routing.Subscription;
import java.util.List;

/** Counts the messages of one session, which are told in the order of their positions. */
final class QueueSummary {

  private int waiting;
  private long firstWaiting = Long.MAX_VALUE;
  private long nextSequence;

  void add(long position, boolean waits) {
    nextSequence = Math.max(nextSequence, StoredMessage.sequence(position) + 1);
    if (waits) {
      waiting++;
      firstWaiting = Math.min(firstWaiting, position);
    }
  }

  StoredSession session(
      long number,
      SessionRecord contents,
      List<Subscription> subscriptions,
      List<Integer> awaitingRelease,
      List<StoredMessage> inflight) {
    return new StoredSession(
        number,
        contents,
        subscriptions,
        awaitingRelease,
        inflight,
        waiting,
        firstWaiting,
        nextSequence);
  }
}
