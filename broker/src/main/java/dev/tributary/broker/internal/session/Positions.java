package dev.tributary.broker.internal.session;

import dev.tributary.broker.QueueOptions;
import dev.tributary.broker.internal.store.StoredMessage;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;

/**
 * Where a message stands in the queue of a session: the rank of its topic above, the sequence
 * below, so that who reads in the order of positions gets the highest priority first. Immutable.
 */
final class Positions {

  private static final int LAST_RANK = QueueOptions.PRIORITY_MAX + 1;

  private final Map<String, Integer> priorities;
  private final int otherRank;
  private final List<Long> lowestFirst;

  Positions(QueueOptions options) {
    this.priorities = options.priorities();
    // Without priorities too, so that they may come and go between two starts.
    this.otherRank = options.defaultLowest() ? LAST_RANK : 0;
    LongStream ranks =
        LongStream.concat(
            LongStream.of(otherRank, LAST_RANK, 0),
            priorities.values().stream().mapToLong(Positions::rank));
    this.lowestFirst =
        ranks
            .distinct()
            .map(rank -> rank << StoredMessage.SEQUENCE_BITS)
            .sorted()
            .boxed()
            .toList()
            .reversed();
  }

  boolean hasPriorities() {
    return !priorities.isEmpty();
  }

  long of(String topic, long sequence) {
    assert sequence >>> StoredMessage.SEQUENCE_BITS == 0 : "more messages than there ever are";
    Integer priority = priorities.isEmpty() ? null : priorities.get(topic);
    long rank = priority == null ? otherRank : rank(priority);
    return rank << StoredMessage.SEQUENCE_BITS | sequence;
  }

  /** 0 if the topic has none. */
  int priority(String topic) {
    return priorities.getOrDefault(topic, 0);
  }

  /** Where the ranks begin, the lowest priority first, down to 0. */
  List<Long> lowestFirst() {
    return lowestFirst;
  }

  private static int rank(int priority) {
    return LAST_RANK - priority;
  }
}
