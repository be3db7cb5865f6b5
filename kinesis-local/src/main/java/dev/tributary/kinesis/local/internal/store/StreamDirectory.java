package dev.tributary.kinesis.local.internal.store;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * All streams by name, and the byte budget that they share. State changes take {@code stateChange}
 * by the clock and are noticed at the next access, so that no timer is needed. Thread-safe. In
 * memory nothing in here blocks; with storage on disk every change writes, every read may read, and
 * what fails throws {@link StoreException}.
 */
public final class StreamDirectory implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(StreamDirectory.class);

  /** When tidying up has failed. */
  private static final long TIDY_AGAIN_MILLIS = 1000;

  private final String arnPrefix;
  private final Duration retention;
  private final Duration stateChange;
  private final InstantSource clock;
  private final Storage storage;
  private final Trimming trimming;
  private final NavigableMap<String, Stream> streams = new ConcurrentSkipListMap<>();

  // Guarded by this; account is read by any thread.
  private int lastIncarnation;
  private volatile AccountSettings account;

  /**
   * In memory.
   *
   * @param arnPrefix what stands before a stream's name in its ARN
   * @param retention of new streams
   * @param process a number that tells this run of the program from others
   */
  public StreamDirectory(
      String arnPrefix,
      Duration retention,
      Duration stateChange,
      StoreBudget budget,
      InstantSource clock,
      long process) {
    this(arnPrefix, retention, stateChange, budget, clock, new MemoryStorage(process, budget));
  }

  StreamDirectory(
      String arnPrefix,
      Duration retention,
      Duration stateChange,
      StoreBudget budget,
      InstantSource clock,
      Storage storage) {
    this.arnPrefix = arnPrefix;
    this.retention = retention;
    this.stateChange = stateChange;
    this.clock = clock;
    this.storage = storage;
    this.trimming = new Trimming(budget, clock, streams.values());
    Storage.Contents contents = storage.load();
    this.account = contents.account();
    this.lastIncarnation = contents.lastIncarnation();
    contents.streams().forEach(this::take);
  }

  /**
   * In a directory, with what is there from earlier runs. To be closed.
   *
   * @param path made if it is not there
   * @param random for what a new store is given once
   * @throws IOException if it is in use, cannot be used, or is something else's or of a later
   *     version; the message names it
   */
  public static StreamDirectory onDisk(
      Path path,
      String arnPrefix,
      Duration retention,
      Duration stateChange,
      StoreBudget budget,
      InstantSource clock,
      RandomGenerator random)
      throws IOException {
    DiskStorage storage = DiskStorage.open(path, false, budget, clock, random);
    try {
      return new StreamDirectory(arnPrefix, retention, stateChange, budget, clock, storage);
    } catch (RuntimeException e) {
      storage.close();
      throw new IOException(
          "the directory %s of local Kinesis cannot be read: %s".formatted(path, e), e);
    }
  }

  /** A stream that was gone when the program ended may have a successor already. */
  private void take(Storage.Kept kept) {
    Stream stream = build(kept.stream(), kept.shards());
    Stream before = streams.put(stream.name(), stream);
    if (before != null) {
      before.close();
    }
  }

  private Stream build(StreamState state, List<ShardState> shards) {
    return new Stream(
        state,
        arnPrefix + state.spec().name(),
        shards,
        (stream, shard) -> new SequenceNumbers(storage.numbering(), stream, shard),
        storage.stream(state.incarnation()));
  }

  /** Seals what outlives the process; empty if nothing does. */
  public Optional<byte[]> sealingKey() {
    return storage.sealingKey();
  }

  /** Empty when a stream of that name exists, in whatever state. */
  public synchronized Optional<Stream> create(StreamSpec spec) {
    long now = clock.millis();
    sweep(now);
    if (streams.containsKey(spec.name())) {
      return Optional.empty();
    }
    lastIncarnation++;
    StreamState state =
        StreamState.created(
            spec,
            lastIncarnation,
            now,
            now + stateChange.toMillis(),
            StreamSettings.of(spec.mode(), (int) retention.toHours(), spec.recordKibMax()));
    List<ShardState> shards = Layout.even(spec.shards(), now);
    Stream stream = build(state, shards);
    stream.save(shards);
    streams.put(spec.name(), stream);
    return Optional.of(stream);
  }

  /** The records of one request on their way into a stream; to be closed soon. */
  public Append append(Stream stream) {
    return stream.append();
  }

  /** False if the shard has ended before. The key must lie inside its range. */
  public boolean split(Stream stream, Shard shard, HashKey second) {
    return reshard(stream, List.of(shard), change -> change.split(shard, second));
  }

  /** False if one of them has ended before. They must adjoin; the first may be the upper one. */
  public boolean merge(Stream stream, Shard first, Shard second) {
    return reshard(stream, List.of(first, second), change -> change.merge(first, second));
  }

  /**
   * Splits and merges until {@code target} equal shards are open; false if the stream is gone.
   * Those that are left between are listed as ended.
   */
  public boolean updateShardCount(Stream stream, int target) {
    return reshard(stream, List.of(), change -> change.spread(target));
  }

  private boolean reshard(Stream stream, List<Shard> shards, Consumer<Resharding> plan) {
    long now = clock.millis();
    return stream.reshard(shards, plan, now, now + stateChange.toMillis());
  }

  /** Changes settings at once, without the stream being UPDATING. */
  public void change(Stream stream, UnaryOperator<StreamSettings> change) {
    stream.change(change, clock.millis(), 0);
  }

  /** Changes settings; the stream is UPDATING for the time that state changes take. */
  public void update(Stream stream, UnaryOperator<StreamSettings> change) {
    long now = clock.millis();
    stream.change(change, now, now + stateChange.toMillis());
  }

  /** Counts what is about to be done; false if it was done too often within the last 24 hours. */
  public boolean count(Stream stream, DailyChange change) {
    return stream.count(change, clock.millis());
  }

  public AccountSettings account() {
    return account;
  }

  public synchronized void changeAccount(UnaryOperator<AccountSettings> change) {
    AccountSettings after = change.apply(account);
    storage.save(after);
    account = after;
  }

  public Optional<Stream> find(String name) {
    Stream stream = streams.get(name);
    if (stream == null) {
      return Optional.empty();
    }
    long now = clock.millis();
    if (stream.isDue(now)) {
      tidy(stream, now);
    }
    return stream.isGone(now) ? Optional.empty() : Optional.of(stream);
  }

  /** The stream turns DELETING and vanishes after the time that state changes take. */
  public void delete(Stream stream) {
    stream.goneAt(clock.millis() + stateChange.toMillis());
    sweep(clock.millis());
  }

  /** Up to {@code limit} streams in the order of their names, after one if it is given. */
  public List<Stream> list(@Nullable String after, int limit) {
    long now = clock.millis();
    sweep(now);
    Map<String, Stream> rest = after == null ? streams : streams.tailMap(after, false);
    return rest.values().stream().filter(stream -> !stream.isGone(now)).limit(limit).toList();
  }

  public int openShards(StreamMode mode) {
    return streams.values().stream()
        .filter(stream -> stream.settings().mode() == mode)
        .mapToInt(Stream::openShards)
        .sum();
  }

  public int count(StreamMode mode) {
    return (int) streams.values().stream().filter(s -> s.settings().mode() == mode).count();
  }

  private void sweep(long now) {
    streams.values().stream().filter(stream -> stream.isDue(now)).forEach(s -> tidy(s, now));
  }

  /** What cannot be removed on disk now is removed another time; it is not shown until then. */
  private void tidy(Stream stream, long now) {
    try {
      if (stream.isGone(now)) {
        stream.close();
        boolean _ = streams.remove(stream.name(), stream);
      } else {
        stream.tidy(now);
      }
    } catch (StoreException e) {
      stream.dueAt(now + TIDY_AGAIN_MILLIS);
      LOG.debug("stream {} is tidied up later: {}", stream.name(), e.toString());
    }
  }

  /** To be called after records were stored: when the budget is exceeded, the oldest have to go. */
  public void trimToBudget() {
    trimming.run();
  }

  /** Nothing can be read or changed any more. */
  @Override
  public void close() {
    storage.close();
  }
}
