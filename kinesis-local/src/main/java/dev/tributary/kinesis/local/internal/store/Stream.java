package dev.tributary.kinesis.local.internal.store;

import dev.tributary.kinesis.local.internal.limits.StreamThroughput;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * A stream: its description and its shards. The ranges of the open ones adjoin and cover the whole
 * range. Thread-safe; its lock is held for the moment of a split, and by puts that met one.
 */
public final class Stream {
  private final StreamSpec spec;
  private final int incarnation;
  private final String arn;
  private final long createdMillis;
  private final long activeMillis;
  private final ShardMaker maker;
  private final StreamThroughput throughput = new StreamThroughput();
  private volatile Layout layout;
  private volatile StreamSettings settings;
  private volatile long updatedMillis;
  private volatile @Nullable Long goneMillis;

  /**
   * @param activeMillis when it turns from CREATING to ACTIVE
   */
  Stream(
      StreamSpec spec,
      StreamSettings settings,
      int incarnation,
      String arn,
      long createdMillis,
      long activeMillis,
      ShardMaker maker) {
    this.spec = spec;
    this.settings = settings;
    this.incarnation = incarnation;
    this.arn = arn;
    this.createdMillis = createdMillis;
    this.activeMillis = activeMillis;
    this.maker = maker;
    this.layout = evenly(spec.shards(), createdMillis, maker);
  }

  /** Makes the shards of one stream. */
  @FunctionalInterface
  interface ShardMaker {
    Shard make(int index, @Nullable Shard parent, HashKey first, HashKey last, long createdMillis);
  }

  /** All shards in the order of their indexes, and the open ones in that of their ranges. */
  private record Layout(List<Shard> all, List<Shard> open) {
    Layout {
      all = List.copyOf(all);
      open = List.copyOf(open);
    }
  }

  private static Layout evenly(int count, long now, ShardMaker maker) {
    List<Shard> shards = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      HashKey end = i + 1 == count ? HashKey.MAX : HashKey.startOfPart(i + 1, count).previous();
      shards.add(maker.make(i, null, HashKey.startOfPart(i, count), end, now));
    }
    return new Layout(shards, shards);
  }

  public StreamSpec spec() {
    return spec;
  }

  public StreamSettings settings() {
    return settings;
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

  /** What was lately asked of it, for the limits of the API. */
  public StreamThroughput throughput() {
    return throughput;
  }

  /** Those that were split, too, by index. */
  public List<Shard> shards() {
    return layout.all();
  }

  public int openShards() {
    return layout.open().size();
  }

  public StreamStatus status(long nowMillis) {
    if (goneMillis != null) {
      return StreamStatus.DELETING;
    }
    if (nowMillis < activeMillis) {
      return StreamStatus.CREATING;
    }
    return nowMillis < updatedMillis ? StreamStatus.UPDATING : StreamStatus.ACTIVE;
  }

  /** A stored record's place. */
  public record Place(Shard shard, String sequenceNumber) {}

  /** Stores a record where its hash key belongs; empty when the stream has been deleted. */
  public Optional<Place> append(HashKey key, String partitionKey, byte[] data, long nowMillis) {
    Shard shard = shardOf(key);
    while (true) {
      Optional<String> number = shard.append(partitionKey, data, nowMillis);
      if (number.isPresent()) {
        return Optional.of(new Place(shard, number.get()));
      }
      Shard other = settledShardOf(key);
      if (other == shard) {
        return Optional.empty();
      }
      shard = other;
    }
  }

  /** Not before a split that is under way is done. */
  private synchronized Shard settledShardOf(HashKey key) {
    return shardOf(key);
  }

  /** The open shard whose range holds the key. */
  public Shard shardOf(HashKey key) {
    List<Shard> open = layout.open();
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

  public Optional<Shard> shard(String id) {
    return layout.all().stream().filter(shard -> shard.id().equals(id)).findFirst();
  }

  /**
   * Ends a shard; two new ones take over its range. False if it had ended before, or the stream is
   * gone.
   *
   * @param second where the range of the second child starts, inside that of the parent
   * @param updatedMillis until when the stream is UPDATING
   */
  synchronized boolean split(Shard parent, HashKey second, long nowMillis, long updatedMillis) {
    Layout before = layout;
    int at = before.open().indexOf(parent);
    if (at < 0 || goneMillis != null) {
      return false;
    }
    long from = parent.seal(nowMillis);
    int next = before.all().size();
    List<Shard> children =
        List.of(
            maker.make(next, parent, parent.startingHashKey(), second.previous(), from),
            maker.make(next + 1, parent, second, parent.endingHashKey(), from));
    List<Shard> all = new ArrayList<>(before.all());
    all.addAll(children);
    List<Shard> open = new ArrayList<>(before.open());
    open.remove(at);
    open.addAll(at, children);
    this.updatedMillis = updatedMillis;
    layout = new Layout(all, open);
    // Last, so that whoever hears of the children finds them.
    parent.end(from, children);
    return true;
  }

  /** Replaces the settings; the stream is UPDATING until then. */
  synchronized void change(UnaryOperator<StreamSettings> change, long untilMillis) {
    settings = change.apply(settings);
    updatedMillis = Math.max(updatedMillis, untilMillis);
  }

  synchronized void goneAt(long millis) {
    goneMillis = millis;
  }

  boolean isGone(long nowMillis) {
    Long gone = goneMillis;
    return gone != null && nowMillis >= gone;
  }

  /** Gives all records back. Only for a stream that is gone: no shard can be added any more. */
  synchronized void close() {
    layout.all().forEach(Shard::close);
  }
}
