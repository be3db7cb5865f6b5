package dev.tributary.sink.internal.deadletter;

import dev.tributary.sink.DeadLetter;
import dev.tributary.sink.DeadLetterSettings;
import dev.tributary.sink.SinkRecord;
import dev.tributary.sink.Storage;
import dev.tributary.sink.internal.log.LogGroup;
import dev.tributary.sink.internal.log.LogSettings;
import dev.tributary.sink.internal.log.RecordLog;
import java.io.IOException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The records of one action that could not be delivered, on disk. A dead letter's id is its
 * sequence in a {@link RecordLog}; one that was removed is a record that is finished. Thread-safe;
 * blocking I/O; meant to be used rarely. Bounded by {@code max_bytes}: the oldest make room.
 */
public final class DeadLetterLog implements AutoCloseable {

  /** So many files at least make up the bytes that are allowed: one of them is given up at once. */
  private static final int SEGMENTS = 16;

  private static final long SEGMENT_BYTES_MAX = 16L << 20;

  /** What a call of {@link #list} takes from disk at most. */
  private static final long LIST_BYTES_MAX = 64L << 20;

  private final RecordLog log;
  private final InstantSource clock;
  private final LogGroup group = new LogGroup();
  private DeadLetterSettings settings;

  private DeadLetterLog(RecordLog log, DeadLetterSettings settings, InstantSource clock) {
    this.log = log;
    this.settings = settings;
    this.clock = clock;
  }

  /** Recovers what is there. */
  public static DeadLetterLog open(
      Storage directory, DeadLetterSettings settings, InstantSource clock) throws IOException {
    long segmentBytes = Math.clamp(settings.bytesMax() / SEGMENTS, 1, SEGMENT_BYTES_MAX);
    RecordLog log = RecordLog.open(directory, new LogSettings(segmentBytes, true));
    return new DeadLetterLog(log, settings, clock);
  }

  /** Keeps all of them or, after a failure, none. They are certain when it returns. */
  public synchronized void keep(List<Dead> dead) throws IOException {
    long now = clock.millis();
    long id = log.nextSequence();
    group.clear();
    for (Dead one : dead) {
      Dead kept = Burial.fit(one);
      byte[] obituary = new Obituary(now, kept.errorCode(), kept.reason()).encoded();
      group.add(id++, kept.record(), obituary);
    }
    makeRoom(group.bytes());
    log.append(group);
    log.skipTo(log.nextSequence());
    group.clear();
  }

  /** The newest are kept, even if they alone are more than is allowed. */
  private void makeRoom(long wanted) throws IOException {
    while (log.fileBytes() + wanted > settings.bytesMax() && log.liveRecords() > 0) {
      log.finishedBefore(log.oldestSegmentEnd());
      log.tidy();
    }
  }

  /** The id of the youngest letter that there ever was; 0 before the first. */
  public synchronized long lastId() {
    return log.nextSequence() - 1;
  }

  /** The oldest first, at most so many, of those with a greater id. */
  public synchronized List<DeadLetter> list(long afterId, int limit) throws IOException {
    List<DeadLetter> found = new ArrayList<>();
    long[] bytes = new long[1];
    log.visit(
        afterId + 1,
        (id, record, extension) -> {
          bytes[0] += record.bytes();
          if (found.size() >= limit || (!found.isEmpty() && bytes[0] > LIST_BYTES_MAX)) {
            return false;
          }
          found.add(letter(id, record, Obituary.decoded(extension)));
          return true;
        });
    return found;
  }

  public synchronized Optional<DeadLetter> find(long id) throws IOException {
    return list(id - 1, 1).stream().filter(letter -> letter.id() == id).findFirst();
  }

  private static DeadLetter letter(long id, SinkRecord record, Obituary obituary) {
    return new DeadLetter(
        id,
        obituary.diedAtMillis(),
        obituary.errorCode(),
        obituary.reason(),
        record.source(),
        record.createdAtMillis(),
        record.partitionKey(),
        record.explicitHashKey(),
        record.data(),
        record.columns());
  }

  /** Returns how many of them were there. */
  public synchronized long remove(List<Long> ids) throws IOException {
    long before = log.liveRecords();
    ids.forEach(log::finished);
    log.tidy();
    return before - log.liveRecords();
  }

  /** Returns how many there were. */
  public synchronized long removeAll() throws IOException {
    return removeBefore(log.nextSequence());
  }

  private long removeBefore(long id) throws IOException {
    long before = log.liveRecords();
    log.finishedBefore(id);
    log.tidy();
    return before - log.liveRecords();
  }

  public synchronized long count() {
    return log.liveRecords();
  }

  /** Of files. */
  public synchronized long bytes() {
    return log.fileBytes();
  }

  /** Removes those that are older than the retention. To be called now and then. */
  public synchronized void expire() throws IOException {
    long oldest = clock.millis() - settings.retention().toMillis();
    long[] firstKept = {log.nextSequence()};
    log.visit(
        0,
        (id, _, extension) -> {
          if (Obituary.decoded(extension).diedAtMillis() < oldest) {
            return true;
          }
          firstKept[0] = id;
          return false;
        });
    removeBefore(firstKept[0]);
  }

  /** Holds from now on; room is made when the next one is kept. */
  public synchronized void change(DeadLetterSettings changed) {
    settings = changed;
  }

  @Override
  public synchronized void close() throws IOException {
    log.close();
  }
}
