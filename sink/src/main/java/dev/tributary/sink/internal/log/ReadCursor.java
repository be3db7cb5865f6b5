package dev.tributary.sink.internal.log;

import dev.tributary.sink.Storage;
import java.io.IOException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads one segment from front to back; holds its file open while it does. */
final class ReadCursor {

  final Segment segment;
  private final Storage directory;
  private final long firstOffset;
  private final long lastSequence;
  private Storage.@Nullable File file;
  private @Nullable SegmentScanner scanner;
  private boolean atRecord;

  /** Where the last intact record ended that was passed. */
  private long intactTo;

  private ReadCursor(Storage directory, Segment segment, long offset, long lastSequence) {
    this.directory = directory;
    this.segment = segment;
    this.firstOffset = offset;
    this.intactTo = offset;
    this.lastSequence = lastSequence;
  }

  static ReadCursor atStart(Storage directory, Segment segment) {
    return new ReadCursor(directory, segment, SegmentHeader.BYTES, segment.base() - 1);
  }

  /** For what will be appended from now on. */
  static ReadCursor atEnd(Storage directory, Segment segment) {
    return new ReadCursor(directory, segment, segment.fileBytes(), segment.end() - 1);
  }

  /** Whether there is a record where it stands, having moved over what is damaged. */
  boolean isAtRecord() throws IOException {
    if (atRecord) {
      return true;
    }
    if (intactTo >= segment.fileBytes()) {
      return false;
    }
    if (scanner == null) {
      file = directory.open(segment.name.file());
      scanner = new SegmentScanner(file, firstOffset, lastSequence);
    }
    atRecord = scanner.advance(segment.fileBytes(), segment.end());
    return atRecord;
  }

  /** Moves on from the record. */
  void pass() {
    atRecord = false;
    intactTo = current().offset();
  }

  /** Copies what is between the last record that was passed and where it stands. */
  Optional<String> keepDamaged(DamagedParts parts, long fromSequence, long toSequence) {
    if (file == null) {
      return Optional.empty();
    }
    long to = atRecord ? current().start() : segment.fileBytes();
    return parts.keep(file, segment.name.file(), intactTo, to, fromSequence, toSequence).told();
  }

  long sequence() {
    return current().sequence();
  }

  int recordBytes() {
    return current().recordBytes();
  }

  LoggedRecord record() {
    return current().record();
  }

  byte[] extension() {
    return current().extension();
  }

  /** Copies the record, as it stands in the file, to a place at which another one is sealed. */
  byte[] raw() {
    return current().raw();
  }

  private SegmentScanner current() {
    if (scanner == null) {
      throw new IllegalStateException("nothing was read yet");
    }
    return scanner;
  }

  void close() {
    if (file != null) {
      try {
        file.close();
      } catch (IOException _) {
        // It was only read from: nothing can be lost by it.
      }
      file = null;
      scanner = null;
      atRecord = false;
    }
  }
}
