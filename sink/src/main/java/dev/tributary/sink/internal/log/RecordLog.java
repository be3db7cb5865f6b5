package dev.tributary.sink.internal.log;

import dev.tributary.sink.Storage;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The log of one action on disk: records go in at one end, are read in order, and go when they have
 * their final outcome, in any order. Not thread-safe: one owner at a time. Memory: a few numbers
 * per segment, about a bit for each record of segments that are partly finished, and a window to
 * read.
 *
 * <p>After an {@link IOException} every method may be called again.
 */
public final class RecordLog implements AutoCloseable {

  private final Storage directory;
  private LogSettings settings;
  private final Recovery recovery;
  private final Segments segments;
  private final LogReader reader;
  private final Tidying tidying;
  private @Nullable SegmentWriter writer;
  private SegmentName lastName;
  private long nextSequence;

  private RecordLog(
      Storage directory, LogSettings settings, PositionFile positionFile, LogRecovery found) {
    this.directory = directory;
    this.settings = settings;
    this.recovery = found.found();
    this.segments = new Segments(found.segments());
    this.reader = new LogReader(directory, segments);
    this.tidying = new Tidying(directory, settings, positionFile, segments);
    this.nextSequence = found.nextSequence();
    this.lastName = found.lastName();
  }

  /**
   * Recovers what is there.
   *
   * @throws IOException if it cannot be read, or another version wrote it
   */
  public static RecordLog open(Storage directory, LogSettings settings) throws IOException {
    PositionFile positionFile = new PositionFile(directory, settings.synced());
    LogRecovery found = new LogRecovery(directory, positionFile);
    found.run();
    return new RecordLog(directory, settings, positionFile, found);
  }

  /** Other settings from the next segment on, which the next append begins. */
  public void change(LogSettings changed) throws IOException {
    SegmentWriter current = writer;
    writer = null;
    settings = changed;
    tidying.change(changed);
    if (current != null) {
      current.close();
    }
  }

  /** What was found when it was opened. */
  public Recovery recovery() {
    return recovery;
  }

  /** For the first record that is appended next; greater than any that was ever used. */
  public long nextSequence() {
    return nextSequence;
  }

  /**
   * Appends all or nothing. After a failure nothing of the group counts, and it may be appended
   * again: it goes into a new segment.
   */
  public void append(LogGroup group) throws IOException {
    if (group.count() == 0) {
      return;
    }
    if (group.firstSequence() < nextSequence) {
      throw new IllegalArgumentException(
          "sequence is " + group.firstSequence() + "; it must be at least " + nextSequence);
    }
    SegmentWriter to = writerFor(group);
    try {
      to.append(group);
    } catch (IOException e) {
      writer = null;
      to.abandon(e);
      throw e;
    }
    if (to.segment.records() == 0) {
      segments.add(to.segment);
    }
    group.countInto(to.segment);
    nextSequence = group.lastSequence() + 1;
  }

  private SegmentWriter writerFor(LogGroup group) throws IOException {
    SegmentWriter current = writer;
    if (current != null) {
      if (current.takes(group, settings.segmentBytes())) {
        return current;
      }
      writer = null;
      current.close();
    }
    long base = group.firstSequence();
    lastName = new SegmentName(base, base == lastName.base() ? lastName.turn() + 1 : 0);
    SegmentWriter created = SegmentWriter.create(directory, settings.synced(), lastName);
    writer = created;
    // Its name may outlive a failure: smaller sequences would belong to the segment before.
    nextSequence = base;
    return created;
  }

  /** What is before was handed over from memory: reading goes on at this sequence. */
  public void skipTo(long sequence) {
    SegmentWriter last = writer;
    reader.skipTo(sequence, sequence < nextSequence || last == null ? null : last.segment);
  }

  public boolean hasUnread() {
    return segments.hasUnreadFrom(reader.readSequence());
  }

  /**
   * Reads the next unfinished records in order, at least one if there is any that is not damaged
   * (then {@link #takeLoss} tells of it).
   *
   * @param bytesMax of keys and data
   */
  public List<LoggedRecord> read(long bytesMax) throws IOException {
    return reader.read(bytesMax);
  }

  /** What was found damaged by {@link #read} since this was last asked. */
  public Loss takeLoss() {
    return reader.takeLoss();
  }

  /** Shows the unfinished records from a sequence on, whether read or not. */
  public void visit(long fromSequence, RecordVisitor visitor) throws IOException {
    reader.visit(fromSequence, visitor);
  }

  /** Reading starts anew at the oldest unfinished record. */
  public void rewind() {
    reader.rewind();
  }

  /** The record has its final outcome. No I/O. */
  public void finished(long sequence) {
    Segment segment = segments.of(sequence);
    if (segment != null && segment.finish(sequence, sequence >= reader.readSequence())) {
      tidying.positionChanged();
    }
  }

  /** Everything older was given up. No I/O. */
  public void finishedBefore(long sequence) {
    for (Segment segment : segments.all()) {
      if (segment.base() >= sequence) {
        break;
      }
      segment.finishBefore(sequence, reader.readSequence());
      tidying.positionChanged();
    }
  }

  /** The sequence after the last record of the oldest segment that is not finished. */
  public long oldestSegmentEnd() {
    Segment oldest = segments.nextUnfinished(0);
    return oldest == null ? nextSequence : oldest.end();
  }

  /**
   * Deletes segments that are finished, rewrites those of which little is alive, and keeps the
   * position if it changed. To be called about once a second.
   *
   * @return whether all that is finished is known on disk
   */
  public boolean tidy() throws IOException {
    if (writer != null && writer.segment.live() == 0 && writer.segment.records() > 0) {
      SegmentWriter finished = writer;
      writer = null;
      finished.close();
    }
    return tidying.run(nextSequence, reader, writer == null ? null : writer.segment);
  }

  /** Of all files, but for what is kept in {@code damaged}. */
  public long fileBytes() {
    return tidying.positionBytes() + segments.sumFrom(-1, Segment::fileBytes);
  }

  /** That are not finished, read or not. */
  public long liveRecords() {
    return segments.sumFrom(-1, Segment::live);
  }

  /** Neither finished nor read. */
  public long unreadRecords() {
    return segments.sumFrom(reader.readSequence(), Segment::unreadRecords);
  }

  /**
   * Keys and data of records that are neither finished nor read. An estimate where some of a
   * segment's records finished before they were read.
   */
  public long unreadBytes() {
    return segments.sumFrom(reader.readSequence(), Segment::unreadBytes);
  }

  /** Makes certain what is there. The log is closed in any case. */
  @Override
  public void close() throws IOException {
    try (SegmentWriter last = writer) {
      reader.close();
      if (last != null) {
        last.sync();
      }
      tidy();
    } finally {
      writer = null;
    }
  }
}
