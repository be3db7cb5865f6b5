package dev.tributary.kinesis.local.internal.store;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** All shards of a stream in the order of their indexes, and the open ones in that of ranges. */
record Layout(List<Shard> all, List<Shard> open) {
  Layout {
    all = List.copyOf(all);
    open = List.copyOf(open);
  }

  static Layout of(List<Shard> shards) {
    return new Layout(
        shards.stream().sorted(Comparator.comparingInt(Shard::index)).toList(),
        shards.stream()
            .filter(shard -> shard.endedMillis() == Long.MAX_VALUE)
            .sorted(Comparator.comparing(Shard::startingHashKey))
            .toList());
  }

  /** The shards of a new stream. */
  static List<ShardState> even(int count, long createdMillis) {
    List<ShardState> shards = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      HashKey end = i + 1 == count ? HashKey.MAX : HashKey.startOfPart(i + 1, count).previous();
      shards.add(ShardState.first(i, HashKey.startOfPart(i, count), end, createdMillis));
    }
    return shards;
  }

  /** The open shard whose range holds the key. */
  Shard shardOf(HashKey key) {
    int low = 0;
    int high = open.size() - 1;
    while (low < high) {
      int middle = (low + high + 1) >>> 1;
      if (open.get(middle).startingHashKey().compareTo(key) <= 0) {
        low = middle;
      } else {
        high = middle - 1;
      }
    }
    return open.get(low);
  }

  /** By binary search: there may be thousands. */
  Optional<Shard> at(int index) {
    int low = 0;
    int high = all.size() - 1;
    while (low <= high) {
      int middle = (low + high) >>> 1;
      Shard shard = all.get(middle);
      if (shard.index() == index) {
        return Optional.of(shard);
      }
      if (shard.index() < index) {
        low = middle + 1;
      } else {
        high = middle - 1;
      }
    }
    return Optional.empty();
  }

  Layout without(Shard gone) {
    return new Layout(all.stream().filter(shard -> shard != gone).toList(), open);
  }
}
