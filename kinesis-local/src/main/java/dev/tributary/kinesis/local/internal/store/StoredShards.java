package dev.tributary.kinesis.local.internal.store;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;

/** Shards as they were kept, with those that go on where they ended. */
final class StoredShards {
  private StoredShards() {}

  static List<Shard> linked(List<ShardState> states, Function<ShardState, Shard> maker) {
    Map<Integer, Shard> shards = new LinkedHashMap<>();
    for (ShardState state : states) {
      shards.put(state.index(), maker.apply(state));
    }
    for (ShardState state : states) {
      if (state.end().isPresent()) {
        ShardState.End end = state.end().get();
        Collection<Shard> children =
            end.children().stream().map(shards::get).filter(Objects::nonNull).toList();
        Shard shard = Objects.requireNonNull(shards.get(state.index()));
        long _ = shard.seal(end.millis());
        shard.end(new Shard.End(end.millis(), end.sequenceNumber(), List.copyOf(children)));
      }
    }
    return List.copyOf(shards.values());
  }
}
