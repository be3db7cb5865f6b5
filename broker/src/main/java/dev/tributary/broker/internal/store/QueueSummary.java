package dev.tributary.broker.internal.store;

import dev.tributary.broker.internal.routing.Subscription;
import java.util.ArrayList;
import java.util.List;

/** The queue of one session; its messages are told in the order of their positions. */
final class QueueSummary {

  private final List<Integer> awaitingRelease = new ArrayList<>();
  private final List<OpenPublish> open = new ArrayList<>();
  private final List<StoredMessage> inflight = new ArrayList<>();
  private final List<StoredMessage> over = new ArrayList<>();

  private int waiting;
  private long firstWaiting = Long.MAX_VALUE;
  private long nextSequence;

  void awaitingRelease(int packetId) {
    awaitingRelease.add(packetId);
  }

  void open(OpenPublish publish) {
    open.add(publish);
  }

  void waiting(long position) {
    waiting++;
    firstWaiting = Math.min(firstWaiting, position);
    seen(position);
  }

  /** One that does not wait. */
  void begun(StoredMessage message) {
    (message.flow().equals(Flow.OVER) ? over : inflight).add(message);
    seen(message.position());
  }

  private void seen(long position) {
    nextSequence = Math.max(nextSequence, StoredMessage.sequence(position) + 1);
  }

  StoredSession session(long number, SessionRecord contents, List<Subscription> subscriptions) {
    return new StoredSession(
        number,
        contents,
        subscriptions,
        awaitingRelease,
        open,
        inflight,
        over,
        waiting,
        firstWaiting,
        nextSequence);
  }
}
