package dev.tributary.sink.kinesis;

import dev.tributary.sink.Outcome;
import dev.tributary.sink.SinkRecord;
import dev.tributary.sink.kinesis.internal.shard.HashKey;
import dev.tributary.sink.kinesis.internal.shard.KeyHasher;
import dev.tributary.sink.kinesis.internal.shard.ShardMap;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * What becomes of an aggregate that another shard took than the map had foretold. KCL drops an
 * aggregate as a whole if the hash of one of its user records lies outside the range of the shard
 * that it is read from. So either all are inside and delivered, or all are sent again. Any thread.
 */
final class Surprises {

  static final String CODE = "ShardMapStale";

  /** So many answers in a row that even a new map does not explain: keys decide on nothing here. */
  private static final int INEXPLICABLE_MAX = 10;

  private static final Outcome AGAIN =
      new Outcome.Retry(
          CODE,
          "the stream was resharded: the record was stored where its readers do not look for it",
          Duration.ZERO);

  /** Then it is tried again. */
  private static final long RULE_NANOS = Duration.ofMinutes(5).toNanos();

  private final ShardMapSource shards;
  private final LongSupplier nanos;
  private int inexplicable;
  private long lastNanos;

  Surprises(ShardMapSource shards, LongSupplier nanos) {
    this.shards = shards;
    this.nanos = nanos;
  }

  /** Whether the stream does not place records by their hash keys, as far as can be told. */
  synchronized boolean areTheRule() {
    return inexplicable >= INEXPLICABLE_MAX && nanos.getAsLong() - lastNanos < RULE_NANOS;
  }

  private synchronized void noted(boolean explained) {
    inexplicable = explained ? 0 : inexplicable + 1;
    lastNanos = nanos.getAsLong();
  }

  /** Says for every record of the surprises how it ended; renews the map. Blocks. */
  void settle(PutRun run, List<SinkRecord> batch, ShardMap used) {
    if (run.wasForetoldRight()) {
      noted(true);
    }
    if (!run.isSurprised()) {
      return;
    }
    @Nullable ShardMap newer = newer(run.surprises(), used);
    KeyHasher hasher = new KeyHasher();
    for (PutRun.Surprise surprise : run.surprises()) {
      if (newer != null) {
        note(surprise, newer);
      }
      int[] members = surprise.parcel().packed().members();
      boolean readable =
          Arrays.stream(members)
              .allMatch(member -> isReadable(hasher.hash(batch.get(member)), surprise, newer));
      Outcome outcome =
          readable ? new Outcome.Delivered(surprise.shardId(), surprise.sequenceNumber()) : AGAIN;
      for (int member : members) {
        run.outcome(member, outcome);
      }
    }
  }

  /** The hash that the aggregate was sent with surely belongs to the shard that took it. */
  private static boolean isReadable(
      @Nullable HashKey hash, PutRun.Surprise surprise, @Nullable ShardMap map) {
    if (hash == null) {
      return false;
    }
    return hash.equals(surprise.parcel().packed().hash())
        || (map != null && map.holds(surprise.shardId(), hash));
  }

  private void note(PutRun.Surprise surprise, ShardMap newer) {
    HashKey hash = surprise.parcel().packed().hash();
    int index = hash == null ? ShardMap.UNKNOWN : newer.indexOf(hash);
    boolean explained = index >= 0 && newer.shardId(index).equals(surprise.shardId());
    noted(explained);
  }

  /** Another lane may have renewed the map, but before the shard in question was there. */
  private @Nullable ShardMap newer(List<PutRun.Surprise> surprises, ShardMap used) {
    try {
      @Nullable ShardMap newer = shards.newerThan(used);
      if (newer == null) {
        return null;
      }
      boolean complete = surprises.stream().map(PutRun.Surprise::shardId).allMatch(newer::knows);
      return complete ? newer : shards.newerThan(newer);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      return null;
    }
  }
}
