package dev.tributary.kinesis.local.internal.store;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Function;

/**
 * Splits and merges of one stream that take effect together. Shards that end are sealed at once;
 * all else is for whoever commits. Guarded by the stream's lock.
 */
final class Resharding {
  private final Layout before;
  private final Function<ShardState, Shard> maker;
  private final long nowMillis;
  private final List<Shard> open;
  private final List<Shard> made = new ArrayList<>();
  private final Map<Shard, Shard.End> ended = new LinkedHashMap<>();

  Resharding(Layout before, Function<ShardState, Shard> maker, long nowMillis) {
    this.before = before;
    this.maker = maker;
    this.nowMillis = nowMillis;
    this.open = new ArrayList<>(before.open());
  }

  /** The parent must be open, and {@code second} inside its range. */
  void split(Shard parent, HashKey second) {
    long from = parent.seal(nowMillis);
    OptionalInt none = OptionalInt.empty();
    Shard lower = child(parent, none, parent.startingHashKey(), second.previous(), from);
    Shard upper = child(parent, none, second, parent.endingHashKey(), from);
    replace(List.of(parent), List.of(lower, upper), from);
  }

  /** Both must be open and adjoin, in either order. */
  Shard merge(Shard parent, Shard adjacent) {
    long from = Math.max(parent.seal(nowMillis), adjacent.seal(nowMillis));
    boolean inOrder = parent.startingHashKey().compareTo(adjacent.startingHashKey()) < 0;
    Shard lower = inOrder ? parent : adjacent;
    Shard upper = inOrder ? adjacent : parent;
    Shard child =
        child(
            parent,
            OptionalInt.of(adjacent.index()),
            lower.startingHashKey(),
            upper.endingHashKey(),
            from);
    replace(List.of(lower, upper), List.of(child), from);
    return child;
  }

  /**
   * Uniform scaling as AWS does it: shards are split where the new ones begin, and the pieces
   * between are merged.
   */
  void spread(int target) {
    List<HashKey> starts = UniformRanges.starts(target, open);
    for (Shard shard : List.copyOf(open)) {
      splitAt(
          shard,
          starts.stream()
              .filter(start ->
                  start.compareTo(shard.startingHashKey()) > 0
                      && start.compareTo(shard.endingHashKey()) <= 0)
              .toList());
    }
    for (int i = 0; i < target; i++) {
      HashKey from = starts.get(i);
      HashKey to = i + 1 == target ? HashKey.MAX : starts.get(i + 1).previous();
      Shard _ =
          merged(
              open.stream()
                  .filter(shard ->
                      shard.startingHashKey().compareTo(from) >= 0
                          && shard.endingHashKey().compareTo(to) <= 0)
                  .toList());
    }
  }

  /** By halves, so that there are few generations. */
  private void splitAt(Shard shard, List<HashKey> starts) {
    if (starts.isEmpty()) {
      return;
    }
    int middle = starts.size() / 2;
    split(shard, starts.get(middle));
    int at = indexOfStart(shard.startingHashKey());
    Shard lower = open.get(at);
    Shard upper = open.get(at + 1);
    splitAt(lower, starts.subList(0, middle));
    splitAt(upper, starts.subList(middle + 1, starts.size()));
  }

  private int indexOfStart(HashKey start) {
    int at = 0;
    while (!open.get(at).startingHashKey().equals(start)) {
      at++;
    }
    return at;
  }

  private Shard merged(List<Shard> pieces) {
    if (pieces.size() == 1) {
      return pieces.getFirst();
    }
    int middle = pieces.size() / 2;
    return merge(merged(pieces.subList(0, middle)), merged(pieces.subList(middle, pieces.size())));
  }

  private Shard child(
      Shard parent, OptionalInt adjacent, HashKey from, HashKey to, long createdMillis) {
    int index = before.all().getLast().index() + 1 + made.size();
    Shard child =
        maker.apply(
            new ShardState(
                index,
                OptionalInt.of(parent.index()),
                adjacent,
                from,
                to,
                createdMillis,
                Optional.empty()));
    made.add(child);
    return child;
  }

  private void replace(List<Shard> parents, List<Shard> children, long from) {
    int at = open.indexOf(parents.getFirst());
    open.subList(at, at + parents.size()).clear();
    open.addAll(at, children);
    for (Shard parent : parents) {
      ended.put(parent, new Shard.End(from, parent.endingNumber(from), children));
    }
  }

  /** New shards, and those that were there and end. */
  List<ShardState> states() {
    List<ShardState> states = new ArrayList<>();
    for (Shard shard : made) {
      states.add(stateOf(shard));
    }
    for (Shard shard : ended.keySet()) {
      if (shard.index() <= before.all().getLast().index()) {
        states.add(stateOf(shard));
      }
    }
    return states;
  }

  private ShardState stateOf(Shard shard) {
    Shard.End end = ended.get(shard);
    return end == null
        ? shard.state()
        : shard
            .state()
            .ended(
                new ShardState.End(
                    end.millis(),
                    end.sequenceNumber(),
                    end.children().stream().map(Shard::index).toList()));
  }

  Layout after() {
    List<Shard> all = new ArrayList<>(before.all());
    all.addAll(made);
    return new Layout(all, open);
  }

  /** To be called when whoever hears of the children finds them. */
  void end() {
    ended.forEach(Shard::end);
  }

  void undo() {
    ended.keySet().forEach(Shard::unseal);
  }
}
