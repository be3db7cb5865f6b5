package dev.tributary.kinesis.local.internal.store;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A stream: its description and its shards in the order of their hash ranges, which adjoin and
 * cover the whole range. Thread-safe.
 */
public final class Stream {
  private final StreamSpec spec;
  private final int incarnation;
  private final String arn;
  private final long createdMillis;
  private final long activeMillis;
  private final List<Shard> shards;
  private volatile @Nullable Long goneMillis;

  Stream(
      StreamSpec spec,
      int incarnation,
      String arn,
      long createdMillis,
      long activeMillis,
      List<Shard> shards) {
    this.spec = spec;
    this.incarnation = incarnation;
    this.arn = arn;
    this.createdMillis = createdMillis;
    this.activeMillis = activeMillis;
    this.shards = List.copyOf(shards);
  }

  public StreamSpec spec() {
    return spec;
  }

  public String name() {
    return spec.name();
  }

  /** Tells a stream from an earlier one of the same name. */
  public int incarnation() {
    return incarnation;
  }

  public String arn() {
    return arn;
  }

  public long createdMillis() {
    return createdMillis;
  }

  public List<Shard> shards() {
    return shards;
  }

  public StreamStatus status(long nowMillis) {
    if (goneMillis != null) {
      return StreamStatus.DELETING;
    }
    return nowMillis < activeMillis ? StreamStatus.CREATING : StreamStatus.ACTIVE;
  }

  /** The shard whose range holds the key. */
  public Shard shardOf(HashKey key) {
    int low = 0;
    int high = shards.size() - 1;
    while (low < high) {
      int middle = (low + high + 1) >>> 1;
      if (shards.get(middle).startingHashKey().compareTo(key) <= 0) {
        low = middle;
      } else {
        high = middle - 1;
      }
    }
    return shards.get(low);
  }

  public Optional<Shard> shard(String id) {
    return shards.stream().filter(shard -> shard.id().equals(id)).findFirst();
  }

  public Optional<Shard> shard(int index) {
    return index < shards.size() ? Optional.of(shards.get(index)) : Optional.empty();
  }

  void goneAt(long millis) {
    goneMillis = millis;
  }

  boolean isGone(long nowMillis) {
    Long gone = goneMillis;
    return gone != null && nowMillis >= gone;
  }
}
