package dev.tributary.kinesis.local.internal.store;

import dev.tributary.kinesis.local.internal.limits.ShardThroughput;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * One shard: a hash range and the records in it, oldest first. Guarded by its own lock, which is
 * held for a few memory accesses, or for one page on a read. Bounded by retention (checked at each
 * access) and by the byte budget of the whole store (see {@link StreamDirectory}).
 */
public final class Shard {
  /** Kinesis limit of a GetRecords answer. */
  private static final long PAGE_BYTES_MAX = 10L * 1024 * 1024;

  /** The position of the shard's own starting sequence number; records follow it. */
  private static final long START = 0;

  private final int index;
  private final @Nullable Shard parent;
  private final HashKey startingHashKey;
  private final HashKey endingHashKey;
  private final SequenceNumbers numbers;
  private final String startingSequenceNumber;
  private final long createdMillis;
  private final long retentionMillis;
  private final StoreBudget budget;
  private final ShardThroughput throughput = new ShardThroughput();

  // All below is guarded by this.
  private final RecordRing records = new RecordRing(START + 1);
  private long lastMillis;
  private boolean closed;
  private boolean sealed;
  private @Nullable End end;

  /**
   * @param parent whose range it has a part of; null for a shard of a new stream
   */
  Shard(
      int index,
      @Nullable Shard parent,
      HashKey startingHashKey,
      HashKey endingHashKey,
      SequenceNumbers numbers,
      long createdMillis,
      Duration retention,
      StoreBudget budget) {
    this.index = index;
    this.parent = parent;
    this.startingHashKey = startingHashKey;
    this.endingHashKey = endingHashKey;
    this.numbers = numbers;
    this.startingSequenceNumber = numbers.format(createdMillis, START);
    this.retentionMillis = retention.toMillis();
    this.budget = budget;
    this.createdMillis = createdMillis;
    this.lastMillis = createdMillis;
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

  /** When the shard was split, behind which number, and into what. */
  private record End(long millis, String sequenceNumber, List<Shard> children) {}

  public String id() {
    return "shardId-%012d".formatted(index);
  }

  public int index() {
    return index;
  }

  public HashKey startingHashKey() {
    return startingHashKey;
  }

  public HashKey endingHashKey() {
    return endingHashKey;
  }

  public String startingSequenceNumber() {
    return startingSequenceNumber;
  }

  public Optional<Shard> parent() {
    return Optional.ofNullable(parent);
  }

  public long createdMillis() {
    return createdMillis;
  }

  /** What was lately written and read, for the limits of the API. */
  public ShardThroughput throughput() {
    return throughput;
  }

  /** {@link Long#MAX_VALUE} while it is open. */
  public synchronized long endedMillis() {
    return end == null ? Long.MAX_VALUE : end.millis();
  }

  /** Empty while it is open. */
  public synchronized Optional<String> endingSequenceNumber() {
    return Optional.ofNullable(end).map(End::sequenceNumber);
  }

  /**
   * Stores a record and returns its sequence number; empty when the shard has been split or the
   * stream deleted.
   */
  public synchronized Optional<String> append(String partitionKey, byte[] data, long nowMillis) {
    if (closed || sealed) {
      return Optional.empty();
    }
    // A clock that was set back must not make sequence numbers or arrival times run backwards.
    lastMillis = Math.max(lastMillis, nowMillis);
    String number = numbers.format(lastMillis, records.next());
    StoredRecord record = new StoredRecord(number, lastMillis, partitionKey, data);
    records.add(record);
    budget.add(record.footprintBytes());
    expire(nowMillis);
    return Optional.of(number);
  }

  /** Reads from a position on, or from the oldest record when that position has been trimmed. */
  public Page read(long position, int limit, long nowMillis) {
    return read(position, limit, PAGE_BYTES_MAX, nowMillis);
  }

  /** The same with a bound of data bytes; one record is read even if it is larger. */
  public synchronized Page read(long position, int limit, long bytesMax, long nowMillis) {
    expire(nowMillis);
    long next = Math.clamp(position, records.first(), records.next());
    List<StoredRecord> page = new ArrayList<>((int) Math.min(limit, records.next() - next));
    long bytes = 0;
    while (next < records.next() && page.size() < limit) {
      StoredRecord record = records.at(next);
      bytes += record.data().length;
      if (bytes > bytesMax && !page.isEmpty()) {
        break;
      }
      page.add(record);
      next++;
    }
    boolean over = end != null && next == records.next();
    return new Page(
        page,
        next,
        millisBehind(next, nowMillis),
        over ? Objects.requireNonNull(end).children() : List.of());
  }

  /** At least 1 while something is unread, because consumers take 0 for "caught up". */
  private long millisBehind(long position, long nowMillis) {
    return position == records.next()
        ? 0
        : Math.max(1, nowMillis - records.at(position).arrivalMillis());
  }

  public long oldestPosition() {
    return START;
  }

  public synchronized long latestPosition() {
    return records.next();
  }

  /** The position of the first record that arrived then or later. */
  public synchronized long positionSince(long millis) {
    return records.firstSince(millis);
  }

  /** The position of a record by its number; empty when this shard never issued it. */
  public synchronized OptionalLong positionOf(String sequenceNumber) {
    if (sequenceNumber.equals(startingSequenceNumber)) {
      return OptionalLong.of(START);
    }
    Optional<SequenceNumbers.Parts> parts = numbers.parse(sequenceNumber);
    return parts.isPresent() && wasIssued(parts.get())
        ? OptionalLong.of(parts.get().position())
        : OptionalLong.empty();
  }

  /**
   * The sequence number behind which a reader goes on at this position: that of the record before
   * it, or the shard's own if there is none.
   */
  public synchronized String sequenceNumberBefore(long position) {
    long before = Math.min(position, records.next()) - 1;
    if (before <= START) {
      return startingSequenceNumber;
    }
    return before >= records.first()
        ? records.at(before).sequenceNumber()
        : numbers.format(lastMillis, before);
  }

  /** A trimmed record can no longer be compared; its position has to be proof enough. */
  private boolean wasIssued(SequenceNumbers.Parts parts) {
    long position = parts.position();
    if (position <= START || position >= records.next()) {
      return false;
    }
    return position < records.first() || records.at(position).arrivalMillis() == parts.millis();
  }

  synchronized OptionalLong oldestArrivalMillis() {
    return records.isEmpty()
        ? OptionalLong.empty()
        : OptionalLong.of(records.at(records.first()).arrivalMillis());
  }

  /** Removes at least one record, and more until so many bytes are free. Returns how many. */
  synchronized int trimOldest(long bytes) {
    int count = 0;
    long freed = 0;
    while (!records.isEmpty() && (count == 0 || freed < bytes)) {
      freed += records.removeFirst().footprintBytes();
      count++;
    }
    budget.add(-freed);
    return count;
  }

  /** Whether children could start there: AWS gives the first of them two hash keys or more. */
  public boolean canBeSplitAt(HashKey second) {
    return second.compareTo(startingHashKey) > 0
        && second.previous().compareTo(startingHashKey) > 0
        && second.compareTo(endingHashKey) < 0;
  }

  /**
   * Takes no more records. Returns the time from which children take them: later than all that is
   * stored here, and than its own start, so that every shard was open at some time.
   */
  synchronized long seal(long nowMillis) {
    sealed = true;
    return Math.max(nowMillis, lastMillis + 1);
  }

  /** Readers learn that nothing follows what is here, and who goes on. */
  synchronized void end(long millis, List<Shard> children) {
    end = new End(millis, numbers.format(millis, records.next()), List.copyOf(children));
  }

  /** Gives everything back; appends find the shard gone. */
  synchronized void close() {
    closed = true;
    int _ = trimOldest(Long.MAX_VALUE);
  }

  private void expire(long nowMillis) {
    long horizon = nowMillis - retentionMillis;
    while (!records.isEmpty() && records.at(records.first()).arrivalMillis() < horizon) {
      budget.add(-records.removeFirst().footprintBytes());
    }
  }
}
