package dev.tributary.sink.internal.log;

import dev.tributary.sink.Storage;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads the unfinished records of a log in order, once, until it is told to begin again. */
final class LogReader {

  private final Storage directory;
  private final Segments segments;
  private final DamagedParts damagedParts;
  private final List<String> setAside = new ArrayList<>();
  private @Nullable ReadCursor cursor;

  /** What is smaller was read, or handed over without being read. */
  private long readSequence;

  private long lost;

  LogReader(Storage directory, Segments segments) {
    this.directory = directory;
    this.segments = segments;
    this.damagedParts = new DamagedParts(directory);
  }

  long readSequence() {
    return readSequence;
  }

  List<LoggedRecord> read(long bytesMax) throws IOException {
    List<LoggedRecord> records = new ArrayList<>();
    try {
      long bytes = 0;
      for (ReadCursor next = peek(); next != null; next = peek()) {
        bytes += next.recordBytes();
        if (bytes > bytesMax && !records.isEmpty()) {
          break;
        }
        records.add(take(next));
      }
    } catch (IOException e) {
      // What was read counts as read. If the failure lasts, the next call tells of it.
      if (records.isEmpty()) {
        throw e;
      }
    }
    return records;
  }

  private LoggedRecord take(ReadCursor next) {
    LoggedRecord record = next.record();
    readSequence = record.sequence() + 1;
    next.segment.read(next.recordBytes());
    next.pass();
    return record;
  }

  /**
   * Goes on at a greater sequence.
   *
   * @param end the segment at whose end it is, if there is nothing behind
   */
  void skipTo(long sequence, @Nullable Segment end) {
    if (sequence <= readSequence) {
      return;
    }
    segments.sumFrom(readSequence, segment -> readAllBefore(sequence, segment));
    readSequence = sequence;
    if (end != null) {
      moveTo(ReadCursor.atEnd(directory, end));
      return;
    }
    if (cursor != null && cursor.segment.end() <= sequence) {
      moveTo(null);
    }
    try {
      peek();
    } catch (IOException _) {
      // Only figures were to be brought up to date; read() comes across the same failure.
    }
  }

  private static long readAllBefore(long sequence, Segment segment) {
    if (segment.end() <= sequence) {
      segment.readAll();
    }
    return 0;
  }

  /** The cursor at the next record that is neither read nor finished; null if there is none. */
  private @Nullable ReadCursor peek() throws IOException {
    for (ReadCursor at = cursorToRead(); at != null; at = cursorToRead()) {
      if (passToUnread(at)) {
        return at;
      }
      if (at.segment == segments.all().getLast()) {
        return null;
      }
      moveTo(null);
    }
    return null;
  }

  private @Nullable ReadCursor cursorToRead() {
    if (cursor == null) {
      Segment next = segments.nextUnfinished(readSequence);
      cursor = next == null ? null : ReadCursor.atStart(directory, next);
    }
    return cursor;
  }

  private boolean passToUnread(ReadCursor at) throws IOException {
    while (at.isAtRecord()) {
      long sequence = at.sequence();
      boolean finished = at.segment.isFinished(sequence);
      if (sequence < readSequence) {
        if (!finished) {
          at.segment.read(at.recordBytes());
        }
      } else {
        missing(at, sequence);
        if (!finished) {
          return true;
        }
        readSequence = sequence + 1;
      }
      at.pass();
    }
    missing(at, at.segment.end());
    at.segment.readAll();
    return false;
  }

  /** Records that should have come before this sequence and did not: they are damaged. */
  private void missing(ReadCursor at, long sequence) throws IOException {
    if (sequence <= readSequence) {
      return;
    }
    long from = Math.max(readSequence, at.segment.base());
    long missing = at.segment.finishRange(from, sequence);
    readSequence = sequence;
    if (missing > 0) {
      lost += missing;
      at.keepDamaged(damagedParts, from, sequence).ifPresent(setAside::add);
    }
  }

  /** Shows the unfinished records from a sequence on, whether read or not. */
  void visit(long fromSequence, RecordVisitor visitor) throws IOException {
    Segment segment = segments.nextUnfinished(fromSequence);
    while (segment != null) {
      ReadCursor at = ReadCursor.atStart(directory, segment);
      try {
        if (!visit(at, fromSequence, visitor)) {
          return;
        }
      } finally {
        at.close();
      }
      segment = segments.nextUnfinished(segment.end());
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

  void rewind() {
    moveTo(null);
    readSequence = 0;
    segments.all().forEach(Segment::rewind);
  }

  /** The segment's file is to be deleted or replaced. */
  void leave(Segment segment) {
    if (cursor != null && cursor.segment == segment) {
      moveTo(null);
    }
  }

  Loss takeLoss() {
    Loss loss = new Loss(lost, setAside);
    lost = 0;
    setAside.clear();
    return loss;
  }

  void close() {
    moveTo(null);
  }

  private void moveTo(@Nullable ReadCursor to) {
    if (cursor != null) {
      cursor.close();
    }
    cursor = to;
  }
}
