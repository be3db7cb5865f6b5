package dev.tributary.server.internal.records;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.kinesis.KinesisClient;
import software.amazon.awssdk.services.kinesis.model.ListShardsResponse;
import software.amazon.awssdk.services.kinesis.model.Shard;

/** Shards of a stream and whose child each is. A shard may be read once its parents are done. */
final class ShardFamily {

  private final KinesisClient kinesis;
  private final String stream;
  private final Map<String, Shard> unread = new LinkedHashMap<>();
  private final Set<String> known = new HashSet<>();
  private final Set<String> done = new HashSet<>();

  ShardFamily(KinesisClient kinesis, String stream) {
    this.kinesis = kinesis;
    this.stream = stream;
  }

  /** Looks for shards that are new. */
  void look() {
    ListShardsResponse page = kinesis.listShards(request -> request.streamName(stream));
    add(page.shards());
    while (page.nextToken() != null) {
      String token = page.nextToken();
      page = kinesis.listShards(request -> request.nextToken(token));
      add(page.shards());
    }
  }

  private void add(List<Shard> shards) {
    for (Shard shard : shards) {
      if (known.add(shard.shardId())) {
        unread.put(shard.shardId(), shard);
      }
    }
  }

  /** Closed shards are not read; what was split or merged before counts as done. */
  void skipClosed() {
    List<Shard> closed = unread.values().stream().filter(ShardFamily::isClosed).toList();
    closed.forEach(shard -> {
      unread.remove(shard.shardId());
      done.add(shard.shardId());
    });
  }

  /** Only this one is read; empty if it is not there. */
  List<Shard> only(String shardId) {
    Shard shard = unread.get(shardId);
    unread.clear();
    return shard == null ? List.of() : List.of(shard);
  }

  void done(String shardId) {
    done.add(shardId);
  }

  /** Shards that may be read from now on, each given once. */
  List<Shard> ready() {
    List<Shard> ready = new ArrayList<>();
    for (Shard shard : unread.values()) {
      if (isDone(shard.parentShardId()) && isDone(shard.adjacentParentShardId())) {
        ready.add(shard);
      }
    }
    ready.forEach(shard -> unread.remove(shard.shardId()));
    return ready;
  }

  /** A parent that is not listed has gone with its records. */
  private boolean isDone(@Nullable String parent) {
    return parent == null || done.contains(parent) || !known.contains(parent);
  }

  static boolean isClosed(Shard shard) {
    return shard.sequenceNumberRange() != null
        && shard.sequenceNumberRange().endingSequenceNumber() != null;
  }
}
