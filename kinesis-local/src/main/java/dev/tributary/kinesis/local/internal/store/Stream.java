package dev.tributary.kinesis.local.internal.store;

import dev.tributary.kinesis.local.internal.limits.StreamThroughput;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/**
 * A stream: its description and its shards. The ranges of the open ones adjoin and cover the whole
 * range. Thread-safe; its lock is held for the moment of a change, by puts that met a split, and
 * with storage on disk by each put.
 */
public final class Stream {
  private final String arn;
  private final StreamStorage storage;
  private final Retention retention;
  private final SequenceNumbers.Maker numbers;
  private final ReentrantLock lock = new ReentrantLock();
  private volatile StreamState state;
  private final StreamThroughput throughput = new StreamThroughput();
  private volatile Layout layout;

  /** When there is something to tidy up. */
  private volatile long dueMillis;

  /**
   * @param shards those that are not gone, each but the first generation with its parents before it
   */
  Stream(
      StreamState state,
      String arn,
      List<ShardState> shards,
      SequenceNumbers.Maker numbers,
      StreamStorage storage) {
    this.state = state;
    this.arn = arn;
    this.storage = storage;
    this.numbers = numbers;
    this.retention = new Retention(state.settings().retentionHours());
    this.layout = Layout.of(StoredShards.linked(shards, this::make));
    this.dueMillis = due();
  }

  private Shard make(ShardState shard) {
    SequenceNumbers own = numbers.of(state.incarnation(), shard.index());
    return new Shard(
        shard, own, retention, storage.records(shard.index(), shard.createdMillis(), own));
  }

  public StreamSpec spec() {
    return state.spec();
  }

  public StreamSettings settings() {
    return state.settings();
  }

  public String name() {
    return state.spec().name();
  }

  /** Tells a stream from an earlier one of the same name. */
  public int incarnation() {
    return state.incarnation();
  }

  public String arn() {
    return arn;
  }

  public long createdMillis() {
    return state.createdMillis();
  }

  /** What was lately asked of it, for the limits of the API. */
  public StreamThroughput throughput() {
    return throughput;
  }

  /** By index; those that have ended, too, until their last record expires. */
  public List<Shard> shards() {
    return layout.all();
  }

  public int openShards() {
    return layout.open().size();
  }

  public Optional<Shard> shard(String id) {
    OptionalInt index = Shard.indexOf(id);
    return index.isPresent() ? layout.at(index.getAsInt()) : Optional.empty();
  }

  public Optional<Shard> shard(int index) {
    return layout.at(index);
  }

  public StreamStatus status(long nowMillis) {
    return state.status(nowMillis);
  }

  /** A stored record's place. */
  public record Place(Shard shard, String sequenceNumber) {}

  /** To be closed soon: on disk, all other puts to this stream wait. */
  Append append() {
    return new Append(this, storage, lock);
  }

  /**
   * Stores a record where its hash key belongs; empty when the stream has been deleted.
   *
   * @throws StoreException when it could not be stored
   */
  public Optional<Place> append(HashKey key, String partitionKey, byte[] data, long nowMillis) {
    try (Append append = append()) {
      Optional<Place> place = append.add(key, partitionKey, data, nowMillis);
      append.commit();
      return place;
    }
  }

  Optional<Place> add(
      HashKey key, String partitionKey, byte[] data, EncryptionType encryption, long nowMillis) {
    Shard shard = shardOf(key);
    while (true) {
      Optional<String> number = shard.append(partitionKey, data, encryption, nowMillis);
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

  /** Not before a split or merge that is under way is done. */
  private Shard settledShardOf(HashKey key) {
    lock.lock();
    try {
      return shardOf(key);
    } finally {
      lock.unlock();
    }
  }

  /** The open shard whose range holds the key. */
  public Shard shardOf(HashKey key) {
    return layout.shardOf(key);
  }

  /**
   * Splits or merges these shards; false if one of them is not open, or the stream is gone.
   *
   * @param updatedMillis until when the stream is UPDATING
   */
  boolean reshard(
      List<Shard> shards, Consumer<Resharding> plan, long nowMillis, long updatedMillis) {
    lock.lock();
    try {
      Layout before = layout;
      if (!before.open().containsAll(shards) || state.goneMillis() != Long.MAX_VALUE) {
        return false;
      }
      Resharding change = new Resharding(before, this::make, nowMillis);
      plan.accept(change);
      StreamState after = state.updatingUntil(updatedMillis);
      try {
        storage.save(after, change.states());
      } catch (StoreException e) {
        change.undo();
        throw e;
      }
      state = after;
      layout = change.after();
      change.end();
      dueMillis = due();
      return true;
    } finally {
      lock.unlock();
    }
  }

  /** Replaces the settings; the stream is UPDATING until then. */
  void change(UnaryOperator<StreamSettings> change, long nowMillis, long untilMillis) {
    lock.lock();
    try {
      StreamSettings settings = change.apply(state.settings());
      boolean retains = settings.retentionHours() != state.settings().retentionHours();
      if (retains) {
        // What is over by the old retention does not come back with a longer one.
        layout.all().forEach(shard -> shard.settle(nowMillis));
      }
      replace(state.withSettings(settings).updatingUntil(untilMillis));
      if (retains) {
        retention.set(settings.retentionHours());
        layout.all().forEach(shard -> shard.expire(nowMillis));
      }
      dueMillis = due();
    } finally {
      lock.unlock();
    }
  }

  /** False, and not counted, if it was done too often within the last day. */
  boolean count(DailyChange change, long nowMillis) {
    lock.lock();
    try {
      Optional<RecentChanges> recent = state.recent().and(change, nowMillis);
      recent.ifPresent(changes -> replace(state.withRecent(changes)));
      return recent.isPresent();
    } finally {
      lock.unlock();
    }
  }

  void goneAt(long millis) {
    lock.lock();
    try {
      replace(state.goneAt(millis));
      dueMillis = due();
    } finally {
      lock.unlock();
    }
  }

  /** As it was made, or as it is loaded. */
  void save(List<ShardState> shards) {
    storage.save(state, shards);
  }

  private void replace(StreamState after) {
    storage.save(after, List.of());
    state = after;
  }

  boolean isGone(long nowMillis) {
    return nowMillis >= state.goneMillis();
  }

  /** Cheap: asked at each access. */
  boolean isDue(long nowMillis) {
    return nowMillis >= dueMillis;
  }

  /** Drops ended shards whose records have expired, and consumers that are gone. */
  void tidy(long nowMillis) {
    lock.lock();
    try {
      List<Shard> gone =
          layout.all().stream().filter(shard -> nowMillis >= shard.emptyMillis()).toList();
      if (!gone.isEmpty()) {
        storage.eraseShards(layout.runs(gone));
        layout = layout.without(gone);
        gone.forEach(Shard::close);
      }
      if (nowMillis >= settings().consumerGoneMillis()) {
        replace(state.withSettings(settings().withoutConsumersGone(nowMillis)));
      }
      dueMillis = due();
    } finally {
      lock.unlock();
    }
  }

  /** After what went wrong is tried again. */
  void dueAt(long millis) {
    dueMillis = millis;
  }

  private long due() {
    long due = Math.min(state.goneMillis(), settings().consumerGoneMillis());
    for (Shard shard : layout.all()) {
      due = Math.min(due, shard.emptyMillis());
    }
    return due;
  }

  /** Gives all records back. Only for a stream that is gone: no shard can be added any more. */
  void close() {
    lock.lock();
    try {
      storage.erase();
      layout.all().forEach(Shard::close);
    } finally {
      lock.unlock();
    }
  }
}
