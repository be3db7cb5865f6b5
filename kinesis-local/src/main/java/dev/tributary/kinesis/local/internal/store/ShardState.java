package dev.tributary.kinesis.local.internal.store;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * All that is kept of a shard beside its records. Other shards are meant by their indexes, because
 * a parent may be gone.
 *
 * @param parent whose range it has, or a part of; none for a shard of a new stream
 * @param adjacentParent the other one, when two were merged
 * @param end empty while it is open
 */
record ShardState(
    int index,
    OptionalInt parent,
    OptionalInt adjacentParent,
    HashKey startingHashKey,
    HashKey endingHashKey,
    long createdMillis,
    Optional<End> end) {

  /** When it ended, behind which number, and who goes on. */
  record End(long millis, String sequenceNumber, List<Integer> children) {
    End {
      children = List.copyOf(children);
    }
  }

  static ShardState first(int index, HashKey from, HashKey to, long createdMillis) {
    return new ShardState(
        index, OptionalInt.empty(), OptionalInt.empty(), from, to, createdMillis, Optional.empty());
  }

  /** Whether children could start there: AWS gives the first of them two hash keys or more. */
  boolean canBeSplitAt(HashKey second) {
    return second.compareTo(startingHashKey) > 0
        && second.previous().compareTo(startingHashKey) > 0
        && second.compareTo(endingHashKey) < 0;
  }

  ShardState ended(End end) {
    return new ShardState(
        index,
        parent,
        adjacentParent,
        startingHashKey,
        endingHashKey,
        createdMillis,
        Optional.of(end));
  }
}
