package dev.tributary.kinesis.local.internal.store;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

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

  Optional<Shard> at(int index) {
    int place = placeOf(index);
    return place < all.size() && all.get(place).index() == index
        ? Optional.of(all.get(place))
        : Optional.empty();
  }

  /** Of the shard with this index, or of the next one. By binary search: there may be thousands. */
  private int placeOf(int index) {
    int low = 0;
    int high = all.size();
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (all.get(middle).index() < index) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }

  /** Without these, in the same order. */
  Layout without(List<Shard> gone) {
    Set<Shard> set = new HashSet<>(gone);
    return new Layout(all.stream().filter(shard -> !set.contains(shard)).toList(), open);
  }

  /** These, in the same order, where no other shards are between them. */
  List<StreamStorage.Run> runs(List<Shard> shards) {
    List<StreamStorage.Run> runs = new ArrayList<>();
    int at = 0;
    while (at < shards.size()) {
      int place = placeOf(shards.get(at).index());
      int count = 1;
      while (at + count < shards.size() && all.get(place + count) == shards.get(at + count)) {
        count++;
      }
      runs.add(new StreamStorage.Run(shards.get(at).index(), shards.get(at + count - 1).index()));
      at += count;
    }
    return runs;
  }
}
