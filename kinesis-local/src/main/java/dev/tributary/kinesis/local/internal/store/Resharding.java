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
    replace(List.of(parent), divided(parent, second));
  }

  /** Both must be open and adjoin, in either order. */
  void merge(Shard parent, Shard adjacent) {
    Shard child = joined(parent, adjacent);
    boolean inOrder = parent.startingHashKey().compareTo(adjacent.startingHashKey()) < 0;
    replace(inOrder ? List.of(parent, adjacent) : List.of(adjacent, parent), List.of(child));
  }

  private void replace(List<Shard> parents, List<Shard> children) {
    int at = open.indexOf(parents.getFirst());
    open.subList(at, at + parents.size()).clear();
    open.addAll(at, children);
  }

  /**
   * Uniform scaling as AWS does it: shards are split where the new ones begin, and the pieces
   * between are merged.
   */
  void spread(int target) {
    List<HashKey> starts = UniformRanges.starts(target, open);
    List<Shard> pieces = pieces(starts);
    open.clear();
    int from = 0;
    for (int i = 1; i <= target; i++) {
      int to = i == target ? pieces.size() : indexOf(pieces, from, starts.get(i));
      open.add(joined(pieces.subList(from, to)));
      from = to;
    }
  }

  /** Where the piece is, from an index on, that begins with this key. */
  private static int indexOf(List<Shard> pieces, int from, HashKey start) {
    int at = from;
    while (!pieces.get(at).startingHashKey().equals(start)) {
      at++;
    }
    return at;
  }

  /** The open shards, cut where one of these keys lies inside. Both are in the order of keys. */
  private List<Shard> pieces(List<HashKey> starts) {
    List<Shard> pieces = new ArrayList<>();
    int from = 0;
    for (Shard shard : open) {
      if (from < starts.size() && starts.get(from).equals(shard.startingHashKey())) {
        from++;
      }
      int to = from;
      while (to < starts.size() && starts.get(to).compareTo(shard.endingHashKey()) <= 0) {
        to++;
      }
      cut(shard, starts.subList(from, to), pieces);
      from = to;
    }
    return pieces;
  }

  /** By halves, so that there are few generations. */
  private void cut(Shard shard, List<HashKey> starts, List<Shard> pieces) {
    if (starts.isEmpty()) {
      pieces.add(shard);
      return;
    }
    int middle = starts.size() / 2;
    List<Shard> halves = divided(shard, starts.get(middle));
    cut(halves.getFirst(), starts.subList(0, middle), pieces);
    cut(halves.getLast(), starts.subList(middle + 1, starts.size()), pieces);
  }

  private Shard joined(List<Shard> pieces) {
    if (pieces.size() == 1) {
      return pieces.getFirst();
    }
    int middle = pieces.size() / 2;
    return joined(joined(pieces.subList(0, middle)), joined(pieces.subList(middle, pieces.size())));
  }

  /** Lower and upper child. */
  private List<Shard> divided(Shard parent, HashKey second) {
    long from = parent.seal(nowMillis);
    OptionalInt none = OptionalInt.empty();
    Shard lower = child(parent, none, parent.startingHashKey(), second.previous(), from);
    Shard upper = child(parent, none, second, parent.endingHashKey(), from);
    end(List.of(parent), List.of(lower, upper), from);
    return List.of(lower, upper);
  }

  private Shard joined(Shard parent, Shard adjacent) {
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
    end(List.of(lower, upper), List.of(child), from);
    return child;
  }

  private void end(List<Shard> parents, List<Shard> children, long from) {
    for (Shard parent : parents) {
      ended.put(parent, new Shard.End(from, parent.endingNumber(from), children));
    }
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
