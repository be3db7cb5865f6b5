package dev.tributary.sink.internal.log;

import dev.tributary.sink.Storage;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Reads one segment from front to back; holds its file open while it does. */
final class ReadCursor {

  private final Storage directory;
  final Segment segment;
  private final long firstOffset;
  private final long lastSequence;
  private Storage.@Nullable File file;
  private @Nullable SegmentScanner scanner;
  private boolean atRecord;

  /**
   * @param offset where reading begins
   * @param lastSequence of the record before
   */
  ReadCursor(Storage directory, Segment segment, long offset, long lastSequence) {
    this.directory = directory;
    this.segment = segment;
    this.firstOffset = offset;
    this.lastSequence = lastSequence;
  }

  static ReadCursor atStart(Storage directory, Segment segment) {
    return new ReadCursor(directory, segment, SegmentHeader.BYTES, segment.base() - 1);
  }

  static ReadCursor atEnd(Storage directory, Segment segment) {
    return new ReadCursor(directory, segment, segment.fileBytes(), segment.end() - 1);
  }

  /** Whether there is a record where it stands, having moved over what is damaged. */
  boolean isAtRecord() throws IOException {
    if (atRecord) {
      return true;
    }
    long from = scanner == null ? firstOffset : scanner.offset();
    if (from >= segment.fileBytes()) {
      return false;
    }
    if (scanner == null) {
      file = directory.open(segment.name.file());
      scanner = new SegmentScanner(file, firstOffset, lastSequence);
    }
    atRecord = scanner.advance(segment.fileBytes()) && scanner.sequence() < segment.end();
    return atRecord;
  }

  /** Moves on from the record. */
  void pass() {
    atRecord = false;
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

  private SegmentScanner current() {
    if (scanner == null || !atRecord) {
      throw new IllegalStateException("there is no record");
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
    }
  }
}
