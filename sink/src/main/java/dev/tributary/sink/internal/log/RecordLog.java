package dev.tributary.sink.internal.log;

import dev.tributary.sink.Storage;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The log of one action on disk: records go in at one end, are read in order, and go when they have
 * their final outcome, in any order. Not thread-safe: one owner at a time. Memory: a few numbers
 * per segment, a bit for each record of segments that are partly finished, and a window to read.
 *
 * <p>After an {@link IOException} every method may be called again.
 */
public final class RecordLog implements AutoCloseable {

  /** A segment spans so many sequences at most, so that what is finished in it stays small. */
  private static final long SPAN_MAX = 1L << 24;

  private final Storage directory;
  private LogSettings settings;
  private final PositionFile positionFile;
  private final Recovery recovery;
  private final List<Segment> segments;
  private @Nullable SegmentWriter writer;
  private @Nullable ReadCursor cursor;
  private @Nullable Segment lastFinishedIn;
  private SegmentName lastName;
  private long nextSequence;
  private long readSequence;
  private boolean positionChanged;

  private RecordLog(
      Storage directory, LogSettings settings, PositionFile positionFile, LogRecovery found) {
    this.directory = directory;
    this.settings = settings;
    this.positionFile = positionFile;
    this.recovery = found.found();
    this.segments = new ArrayList<>(found.segments());
    this.nextSequence = found.nextSequence();
    this.lastName = segments.isEmpty() ? new SegmentName(0, 0) : segments.getLast().name;
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

  /** What was found when it was opened. */
  public Recovery recovery() {
    return recovery;
  }

  /** Other settings from the next segment on. */
  public void change(LogSettings changed) {
    settings = changed;
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
    Segment segment = to.segment;
    if (segment.records() == 0) {
      segments.add(segment);
    }
    group.countInto(segment);
    nextSequence = group.lastSequence() + 1;
  }

  private SegmentWriter writerFor(LogGroup group) throws IOException {
    SegmentWriter current = writer;
    if (current != null) {
      Segment segment = current.segment;
      if (segment.fileBytes() < settings.segmentBytes()
          && group.lastSequence() - segment.base() < SPAN_MAX) {
        return current;
      }
      writer = null;
      current.close();
    }
    long base = group.firstSequence();
    lastName = new SegmentName(base, base == lastName.base() ? lastName.turn() + 1 : 0);
    SegmentWriter created = SegmentWriter.create(directory, settings.synced(), lastName);
    writer = created;
    return created;
  }

  /** What is before was handed over from memory: reading goes on at this sequence. */
  public void skipTo(long sequence) {
    if (sequence <= readSequence) {
      return;
    }
    for (int i = segments.size() - 1; i >= 0 && segments.get(i).end() > readSequence; i--) {
      if (segments.get(i).end() <= sequence) {
        segments.get(i).readAll();
      }
    }
    readSequence = sequence;
    if (sequence >= nextSequence && writer != null) {
      moveTo(ReadCursor.atEnd(directory, writer.segment));
      return;
    }
    try {
      peek();
    } catch (IOException _) {
      // Only figures were to be brought up to date; read() comes across the same failure.
    }
  }

  public boolean hasUnread() {
    for (int i = segments.size() - 1; i >= 0 && segments.get(i).end() > readSequence; i--) {
      if (segments.get(i).unreadRecords() > 0) {
        return true;
      }
    }
    return false;
  }

  /**
   * Reads the next unfinished records in order, at least one if there is any.
   *
   * @param bytesMax of keys and data
   */
  public List<LoggedRecord> read(long bytesMax) throws IOException {
    List<LoggedRecord> records = new ArrayList<>();
    long bytes = 0;
    for (ReadCursor next = peek(); next != null; next = peek()) {
      int recordBytes = next.recordBytes();
      bytes += recordBytes;
      if (bytes > bytesMax && !records.isEmpty()) {
        break;
      }
      records.add(next.record());
      readSequence = next.sequence() + 1;
      next.segment.read(recordBytes);
      next.pass();
    }
    return records;
  }

  /** The cursor at the next record that is neither read nor finished; null if there is none. */
  private @Nullable ReadCursor peek() throws IOException {
    for (ReadCursor at = cursorToRead(); at != null; at = cursorToRead()) {
      while (at.isAtRecord()) {
        long sequence = at.sequence();
        boolean finished = at.segment.isFinished(sequence);
        if (sequence >= readSequence && !finished) {
          return at;
        }
        if (!finished && sequence < readSequence) {
          at.segment.read(at.recordBytes());
        }
        at.pass();
      }
      if (at.segment == segments.getLast()) {
        return null;
      }
      readSequence = Math.max(readSequence, at.segment.end());
      at.segment.readAll();
      at.close();
      cursor = null;
    }
    return null;
  }

  private @Nullable ReadCursor cursorToRead() {
    if (cursor == null) {
      for (Segment segment : segments) {
        if (segment.end() > readSequence && segment.live() > 0) {
          cursor = ReadCursor.atStart(directory, segment);
          break;
        }
      }
    }
    return cursor;
  }

  /** Shows the unfinished records from a sequence on, whether read or not. */
  public void visit(long fromSequence, RecordVisitor visitor) throws IOException {
    for (Segment segment : segments) {
      if (segment.end() > fromSequence && segment.live() > 0) {
        ReadCursor at = ReadCursor.atStart(directory, segment);
        try {
          if (!visit(at, fromSequence, visitor)) {
            return;
          }
        } finally {
          at.close();
        }
      }
    }
  }

  private static boolean visit(ReadCursor at, long fromSequence, RecordVisitor visitor)
      throws IOException {
    for (; at.isAtRecord(); at.pass()) {
      long sequence = at.sequence();
      if (sequence >= fromSequence
          && !at.segment.isFinished(sequence)
          && !visitor.visit(sequence, at.record().record(), at.extension())) {
        return false;
      }
    }
    return true;
  }

  private void moveTo(@Nullable ReadCursor to) {
    if (cursor != null) {
      cursor.close();
    }
    cursor = to;
  }

  /** Reading starts anew at the oldest unfinished record. */
  public void rewind() {
    moveTo(null);
    readSequence = 0;
    segments.forEach(Segment::rewind);
  }

  /** The record has its final outcome. No I/O. */
  public void finished(long sequence) {
    Segment segment = lastFinishedIn;
    if (segment == null || sequence < segment.base() || sequence >= segment.end()) {
      segment = segmentOf(sequence);
      lastFinishedIn = segment;
    }
    if (segment != null && segment.finish(sequence, sequence >= readSequence)) {
      positionChanged = true;
    }
  }

  private @Nullable Segment segmentOf(long sequence) {
    int low = 0;
    int high = segments.size() - 1;
    while (low <= high) {
      int middle = (low + high) >>> 1;
      if (segments.get(middle).base() <= sequence) {
        low = middle + 1;
      } else {
        high = middle - 1;
      }
    }
    return high < 0 ? null : segments.get(high);
  }

  /** Everything older was given up. No I/O. */
  public void finishedBefore(long sequence) {
    for (Segment segment : segments) {
      if (segment.base() >= sequence) {
        break;
      }
      segment.finishBefore(sequence, readSequence);
      positionChanged = true;
    }
  }

  /** The sequence after the last record of the oldest segment that is not finished. */
  public long oldestSegmentEnd() {
    for (Segment segment : segments) {
      if (segment.live() > 0) {
        return segment.end();
      }
    }
    return nextSequence;
  }

  /**
   * Deletes segments that are finished, and keeps the position if it changed. To be called about
   * once a second.
   *
   * @return whether all that is finished is known on disk
   */
  public boolean tidy() throws IOException {
    List<Segment> kept = new ArrayList<>();
    List<Segment> gone = new ArrayList<>();
    for (Segment segment : segments) {
      (segment.live() == 0 ? gone : kept).add(segment);
    }
    if (positionChanged || !gone.isEmpty()) {
      positionFile.write(Position.of(nextSequence, kept));
      positionChanged = false;
    }
    for (Segment segment : gone) {
      delete(segment);
    }
    return !positionChanged;
  }

  private void delete(Segment segment) throws IOException {
    if (writer != null && writer.segment == segment) {
      SegmentWriter finished = writer;
      writer = null;
      finished.close();
    }
    if (cursor != null && cursor.segment == segment) {
      moveTo(null);
    }
    directory.delete(segment.name.file());
    segments.remove(segment);
  }

  /** That are not finished, read or not. */
  public long liveRecords() {
    long sum = 0;
    for (Segment segment : segments) {
      sum += segment.live();
    }
    return sum;
  }

  /** Of all files. */
  public long fileBytes() {
    long sum = positionFile.bytes();
    for (Segment segment : segments) {
      sum += segment.fileBytes();
    }
    return sum;
  }

  /** Neither finished nor read. */
  public long unreadRecords() {
    long sum = 0;
    for (int i = segments.size() - 1; i >= 0 && segments.get(i).end() > readSequence; i--) {
      sum += segments.get(i).unreadRecords();
    }
    return sum;
  }

  /**
   * Keys and data of records that are neither finished nor read. An estimate where some of a
   * segment's records finished before they were read.
   */
  public long unreadBytes() {
    long sum = 0;
    for (int i = segments.size() - 1; i >= 0 && segments.get(i).end() > readSequence; i--) {
      sum += segments.get(i).unreadBytes();
    }
    return sum;
  }

  /** Makes certain what is there. The log is closed in any case. */
  @Override
  public void close() throws IOException {
    moveTo(null);
    try {
      tidy();
    } finally {
      if (writer != null) {
        SegmentWriter last = writer;
        writer = null;
        last.close();
      }
    }
  }
}
