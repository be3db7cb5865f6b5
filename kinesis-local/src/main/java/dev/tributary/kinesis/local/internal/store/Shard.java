package dev.tributary.kinesis.local.internal.store;

import dev.tributary.kinesis.local.internal.limits.ShardThroughput;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * One shard: a hash range and the records in it, oldest first. Guarded by the monitor of its
 * records, which is held for a few memory accesses. Bounded by retention (checked at each access)
 * and by the byte budget of the whole store (see {@link StreamDirectory}).
 */
public final class Shard {
  /** Kinesis limit of a GetRecords answer. */
  private static final long PAGE_BYTES_MAX = 10L * 1024 * 1024;

  /** Twelve digits, of which a number of 32 bits needs nine. */
  private static final Pattern ID = Pattern.compile("shardId-000[0-9]{9}");

  private static final int ID_DIGITS_AT = "shardId-".length();

  private final ShardState made;
  private final String id;
  private final ShardNumbers numbers;
  private final Retention retention;
  private final ShardRecords records;
  private final Watchers watchers = new Watchers();
  private volatile @Nullable End end;
  private final ShardThroughput throughput = new ShardThroughput();

  // Guarded by records.
  private boolean closed;
  private boolean sealed;
  private long expiredMillis = Long.MIN_VALUE;

  /**
   * @param state as it was made: not ended
   */
  Shard(ShardState state, SequenceNumbers numbers, Retention retention, ShardRecords records) {
    this.made = state;
    this.id = idOf(state.index());
    this.numbers = new ShardNumbers(numbers, records, state.createdMillis());
    this.retention = retention;
    this.records = records;
  }

  /**
   * A page of records and where the next one starts.
   *
   * @param children of a shard that was read to its end; empty if more can follow
   */
  public record Page(
      List<StoredRecord> records,
      long nextPosition,
      long millisBehindLatest,
      List<Shard> children) {}

  /** A parent; the shard itself may be gone already. */
  public record Parent(int index) {
    public String id() {
      return idOf(index);
    }
  }

  /** When the shard was split or merged, behind which number, and into what. */
  record End(long millis, String sequenceNumber, List<Shard> children) {
    End {
      children = List.copyOf(children);
    }
  }

  public static String idOf(int index) {
    return "shardId-%012d".formatted(index);
  }

  /** Empty if no shard can have this id. */
  static OptionalInt indexOf(String id) {
    return ID.matcher(id).matches()
        ? OptionalInt.of(Integer.parseInt(id, ID_DIGITS_AT, id.length(), 10))
        : OptionalInt.empty();
  }

  public String id() {
    return id;
  }

  public int index() {
    return made.index();
  }

  public HashKey startingHashKey() {
    return made.startingHashKey();
  }

  public HashKey endingHashKey() {
    return made.endingHashKey();
  }

  public String startingSequenceNumber() {
    return numbers.starting();
  }

  /** Whose range it has a part of, or the first of the two that were merged. */
  public Optional<Parent> parent() {
    return parent(made.parent());
  }

  /** The second of the two that were merged. */
  public Optional<Parent> adjacentParent() {
    return parent(made.adjacentParent());
  }

  private static Optional<Parent> parent(OptionalInt index) {
    return index.isPresent() ? Optional.of(new Parent(index.getAsInt())) : Optional.empty();
  }

  public long createdMillis() {
    return made.createdMillis();
  }

  /** What was lately written and read, for the limits of the API. */
  public ShardThroughput throughput() {
    return throughput;
  }

  /** {@link Long#MAX_VALUE} while it is open. */
  public long endedMillis() {
    End ended = end;
    return ended == null ? Long.MAX_VALUE : ended.millis();
  }

  /** Empty while it is open. */
  public Optional<String> endingSequenceNumber() {
    return Optional.ofNullable(end).map(End::sequenceNumber);
  }

  /** From when nothing in it can be read and nothing can follow. */
  long emptyMillis() {
    End ended = end;
    return ended == null ? Long.MAX_VALUE : ended.millis() + retention.millis() + 1;
  }

  /** {@code wake} is called, by any thread, after records came or the shard ended or was closed. */
  public Watch watch(Runnable wake) {
    return watchers.add(wake);
  }

  boolean isWatched() {
    return !watchers.isEmpty();
  }

  void wake() {
    watchers.wake();
  }

  /**
   * Adds a record and returns its sequence number; empty when the shard has been split or merged,
   * or the stream deleted. Whoever calls commits and wakes.
   */
  Optional<String> append(
      String partitionKey, byte[] data, EncryptionType encryption, long nowMillis) {
    synchronized (records) {
      if (closed || sealed) {
        return Optional.empty();
      }
      String number = records.append(partitionKey, data, encryption, nowMillis);
      if (nowMillis != expiredMillis) { // once for many records
        expiredMillis = nowMillis;
        expire(nowMillis);
      }
      return Optional.of(number);
    }
  }

  /** Reads from a position on, or from the oldest record when that position has been trimmed. */
  public Page read(long position, int limit, long nowMillis) {
    return read(position, limit, PAGE_BYTES_MAX, nowMillis);
  }

  /** The same with a bound of data bytes; one record is read even if it is larger. */
  public Page read(long position, int limit, long bytesMax, long nowMillis) {
    expire(nowMillis);
    ShardRecords.Slice slice = records.read(position, limit, bytesMax);
    End ended = end;
    List<Shard> children =
        ended != null && slice.next() == records.next() ? ended.children() : List.of();
    return new Page(
        slice.records(), slice.next(), millisBehind(slice.followingMillis(), nowMillis), children);
  }

  /** At least 1 while something is unread, because consumers take 0 for "caught up". */
  private static long millisBehind(long followingMillis, long nowMillis) {
    return followingMillis == ShardRecords.NOTHING ? 0 : Math.max(1, nowMillis - followingMillis);
  }

  public long oldestPosition() {
    return ShardRecords.START;
  }

  public long latestPosition() {
    return records.next();
  }

  /** The position of the first record that arrived then or later. */
  public long positionSince(long millis) {
    return records.firstSince(millis);
  }

  /** When a number was issued, by whatever shard; {@link Long#MAX_VALUE} if it is none of ours. */
  public static long arrivalMillisOf(String sequenceNumber) {
    return SequenceNumbers.millisOf(sequenceNumber);
  }

  /** The position of a record by its number; empty when this shard never issued it. */
  public OptionalLong positionOf(String sequenceNumber) {
    return numbers.positionOf(sequenceNumber);
  }

  /**
   * The sequence number behind which a reader goes on at this position: that of the record before
   * it, or the shard's own if there is none.
   */
  public String sequenceNumberBefore(long position) {
    return numbers.before(position);
  }

  /** {@link Long#MAX_VALUE} if there is none. */
  long oldestArrivalMillis() {
    return records.oldestMillis();
  }

  /** Removes at least one record, and more until so many bytes are free. Returns how many. */
  long trimOldest(long bytes) {
    return records.trimOldest(bytes);
  }

  /** Whether children could start there: AWS gives the first of them two hash keys or more. */
  public boolean canBeSplitAt(HashKey second) {
    return made.canBeSplitAt(second);
  }

  /**
   * Takes no more records. Returns the time from which children take them: later than all that is
   * stored here, and than its own start, so that every shard was open at some time.
   */
  long seal(long nowMillis) {
    synchronized (records) {
      sealed = true;
      return Math.max(nowMillis, records.lastMillis() + 1);
    }
  }

  /** Takes records again, because the change that it was sealed for did not come. */
  void unseal() {
    synchronized (records) {
      sealed = false;
    }
  }

  /**
   * The number behind its last record, for a shard that is sealed, and before the first of its
   * children.
   *
   * @param millis from when children take records
   */
  String endingNumber(long millis) {
    return numbers.ending(millis);
  }

  /** Readers learn that nothing follows what is here, and who goes on. */
  void end(End end) {
    this.end = end;
    wake();
  }

  /** Gives everything back; appends find the shard gone. */
  void close() {
    synchronized (records) {
      closed = true;
      records.clear();
    }
    wake();
  }

  void expire(long nowMillis) {
    long horizon = retention.horizon(nowMillis);
    synchronized (records) {
      if (records.oldestMillis() < horizon) {
        records.trimBefore(horizon);
      }
    }
  }

  /** Expires for good, before the retention changes. */
  void settle(long nowMillis) {
    expire(nowMillis);
    records.settle();
  }

  /** As it was made, to be kept. */
  ShardState state() {
    return made;
  }
}
