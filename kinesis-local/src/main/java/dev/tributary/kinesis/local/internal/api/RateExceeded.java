package dev.tributary.kinesis.local.internal.api;

import dev.tributary.kinesis.local.internal.store.Shard;
import dev.tributary.kinesis.local.internal.store.Stream;

/** AWS's texts for a shard that cannot take or give more: they differ for writing and reading. */
record RateExceeded(String accountId) {
  String writing(Stream stream, Shard shard) {
    return "Rate exceeded for shard %s in stream %s under account %s."
        .formatted(shard.id(), stream.name(), accountId);
  }

  String reading(Stream stream, Shard shard) {
    return "Rate exceeded for Shard - %s/%s/%s".formatted(accountId, stream.name(), shard.id());
  }
}
