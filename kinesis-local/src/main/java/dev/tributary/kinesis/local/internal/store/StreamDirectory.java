package dev.tributary.kinesis.local.internal.store;

import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * All streams by name, and the byte budget that they share. State changes take {@code stateChange}
 * by the clock and are noticed at the next access, so that no timer is needed. Thread-safe; nothing
 * in here blocks.
 */
public final class StreamDirectory {
  private static final Logger LOG = LoggerFactory.getLogger(StreamDirectory.class);
  private static final long WARNING_EVERY_MILLIS = Duration.ofMinutes(1).toMillis();

  /** Trimming frees this share of the budget at once, so that it is not paid for at each record. */
  private static final int TRIM_SHARE = 64;

  private final String arnPrefix;
  private final Duration retention;
  private final Duration stateChange;
  private final StoreBudget budget;
  private final InstantSource clock;
  private final long process;
  private final NavigableMap<String, Stream> streams = new ConcurrentSkipListMap<>();
  private final AtomicInteger incarnations = new AtomicInteger();
  private final AtomicBoolean trimming = new AtomicBoolean();
  private volatile AccountSettings account = AccountSettings.DEFAULT;
  private long trimmed; // guarded by trimming, like the next
  private long warnedMillis = Long.MIN_VALUE;

  /**
   * @param arnPrefix what stands before a stream's name in its ARN
   * @param process a number that tells this run of the program from others
   */
  public StreamDirectory(
      String arnPrefix,
      Duration retention,
      Duration stateChange,
      StoreBudget budget,
      InstantSource clock,
      long process) {
    this.arnPrefix = arnPrefix;
    this.retention = retention;
    this.stateChange = stateChange;
    this.budget = budget;
    this.clock = clock;
    this.process = process;
  }

  /** Empty when a stream of that name exists, in whatever state. */
  public Optional<Stream> create(StreamSpec spec) {
    long now = clock.millis();
    sweep(now);
    Stream stream = build(spec, now);
    return streams.putIfAbsent(spec.name(), stream) == null
        ? Optional.of(stream)
        : Optional.empty();
  }

  private Stream build(StreamSpec spec, long now) {
    int incarnation = incarnations.incrementAndGet();
    Stream.ShardMaker maker =
        (index, parent, first, last, created) ->
            new Shard(
                index,
                parent,
                first,
                last,
                new SequenceNumbers(process, incarnation, index),
                created,
                retention,
                budget);
    long active = now + stateChange.toMillis();
    StreamSettings settings =
        StreamSettings.of(spec.mode(), (int) retention.toHours(), spec.recordKibMax());
    return new Stream(spec, settings, incarnation, arnPrefix + spec.name(), now, active, maker);
  }

  /** False if the shard had been split before. The key must lie inside its range. */
  public boolean split(Stream stream, Shard shard, HashKey second) {
    long now = clock.millis();
    return stream.split(shard, second, now, now + stateChange.toMillis());
  }

  /** Changes settings at once, without the stream being UPDATING. */
  public void change(Stream stream, UnaryOperator<StreamSettings> change) {
    stream.change(change, 0);
  }

  /** Changes settings; the stream is UPDATING for the time that state changes take. */
  public void update(Stream stream, UnaryOperator<StreamSettings> change) {
    stream.change(change, clock.millis() + stateChange.toMillis());
  }

  public AccountSettings account() {
    return account;
  }

  public synchronized void changeAccount(UnaryOperator<AccountSettings> change) {
    account = change.apply(account);
  }

  public Optional<Stream> find(String name) {
    Stream stream = streams.get(name);
    if (stream == null) {
      return Optional.empty();
    }
    if (stream.isGone(clock.millis())) {
      remove(stream);
      return Optional.empty();
    }
    return Optional.of(stream);
  }

  /** The stream turns DELETING and vanishes after the time that state changes take. */
  public void delete(Stream stream) {
    stream.goneAt(clock.millis() + stateChange.toMillis());
    sweep(clock.millis());
  }

  /** Up to {@code limit} streams in the order of their names, after one if it is given. */
  public List<Stream> list(@Nullable String after, int limit) {
    sweep(clock.millis());
    Map<String, Stream> rest = after == null ? streams : streams.tailMap(after, false);
    return rest.values().stream().limit(limit).toList();
  }

  public int openShards(StreamMode mode) {
    return streams.values().stream()
        .filter(stream -> stream.spec().mode() == mode)
        .mapToInt(Stream::openShards)
        .sum();
  }

  public int count(StreamMode mode) {
    return (int) streams.values().stream().filter(s -> s.spec().mode() == mode).count();
  }

  private void sweep(long now) {
    streams.values().stream().filter(stream -> stream.isGone(now)).toList().forEach(this::remove);
  }

  private void remove(Stream stream) {
    if (streams.remove(stream.name(), stream)) {
      stream.close();
    }
  }

  /** To be called after records were stored: when the budget is exceeded, the oldest have to go. */
  public void trimToBudget() {
    // One thread trims; the others would only look for the same shard. They may store meanwhile,
    // which the loop sees.
    if (!budget.isExceeded() || !trimming.compareAndSet(false, true)) {
      return;
    }
    try {
      while (budget.isExceeded() && trimOldestShard()) {}
      warn();
    } finally {
      trimming.set(false);
    }
  }

  private boolean trimOldestShard() {
    Shard oldest = null;
    long oldestMillis = Long.MAX_VALUE;
    for (Stream stream : streams.values()) {
      for (Shard shard : stream.shards()) {
        OptionalLong arrival = shard.oldestArrivalMillis();
        if (arrival.isPresent() && arrival.getAsLong() < oldestMillis) {
          oldest = shard;
          oldestMillis = arrival.getAsLong();
        }
      }
    }
    if (oldest == null) {
      return false;
    }
    trimmed += oldest.trimOldest(budget.bytesMax() / TRIM_SHARE);
    return true;
  }

  private void warn() {
    long now = clock.millis();
    if (warnedMillis == Long.MIN_VALUE || now - warnedMillis >= WARNING_EVERY_MILLIS) {
      warnedMillis = now;
      LOG.warn(
          "local Kinesis holds its maximum of {} bytes: {} records were trimmed before their"
              + " retention of {} was over; a larger limit keeps them longer",
          budget.bytesMax(),
          trimmed,
          retention);
      trimmed = 0;
    }
  }
}
