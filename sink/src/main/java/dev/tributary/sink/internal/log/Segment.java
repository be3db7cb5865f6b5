package dev.tributary.sink.internal.log;

/**
 * What is known of one file of the log. No data: a few counts, and which of its records are
 * finished.
 */
final class Segment {

  final SegmentName name;
  private final FinishedSet finished = new FinishedSet();

  /** The sequence after its last record. */
  private long end;

  private long fileBytes;
  private long records;
  private long recordBytes;
  private long live;
  private long unreadRecords;
  private long unreadBytes;

  Segment(SegmentName name, long fileBytes) {
    this.name = name;
    this.end = name.base();
    this.fileBytes = fileBytes;
  }

  /** Takes up records that stand one behind the other in the file, with no gap between them. */
  void append(long first, long last, long count, long bytesOfRecords) {
    skipTo(first);
    end = last + 1;
    if (last - first + 1 != count) {
      throw new IllegalArgumentException(
          "sequences " + first + " to " + last + " are not " + count);
    }
    records += count;
    live += count;
    unreadRecords += count;
    recordBytes += bytesOfRecords;
    unreadBytes += bytesOfRecords;
  }

  /** Sequences up to this one that it does not have are never there. */
  void skipTo(long sequence) {
    if (sequence > end) {
      finished.addAll(end - base(), sequence - base());
      end = sequence;
    }
  }

  void grow(long bytes) {
    fileBytes += bytes;
  }

  void fileBytes(long bytes) {
    fileBytes = bytes;
  }

  /** Whether the record was not finished before. Sequences of other segments are none of its. */
  boolean finish(long sequence, boolean unread) {
    if (sequence < base() || sequence >= end || !finished.add(sequence - base())) {
      return false;
    }
    live--;
    if (unread) {
      forgetUnread(1);
    }
    return true;
  }

  /** All that are smaller than {@code before} are finished; {@code readSequence} is read next. */
  void finishBefore(long before, long readSequence) {
    long to = Math.min(before, end);
    long read = Math.clamp(readSequence, base(), Math.max(base(), to));
    live -= finished.addAll(0, read - base());
    long unread = finished.addAll(read - base(), Math.max(read, to) - base());
    live -= unread;
    forgetUnread(unread);
  }

  /** Bytes are not known one by one: it takes their mean, and is right again at the end. */
  private void forgetUnread(long count) {
    if (unreadRecords > 0) {
      long gone = Math.min(count, unreadRecords);
      unreadBytes -= gone == unreadRecords ? unreadBytes : unreadBytes / unreadRecords * gone;
      unreadRecords -= gone;
    }
  }

  void read(long bytes) {
    unreadRecords = Math.max(0, unreadRecords - 1);
    unreadBytes = unreadRecords == 0 ? 0 : Math.max(0, unreadBytes - bytes);
  }

  void readAll() {
    unreadRecords = 0;
    unreadBytes = 0;
  }

  /** All that is not finished is to be read again. */
  void rewind() {
    if (unreadRecords != live) {
      unreadRecords = live;
      unreadBytes = live == 0 ? 0 : (long) ((double) recordBytes / records * live);
    }
  }

  boolean isFinished(long sequence) {
    return finished.contains(sequence - base());
  }

  /** Some, not all, of its records are finished, or it has gaps. */
  FinishedSet finished() {
    return finished;
  }

  long base() {
    return name.base();
  }

  long end() {
    return end;
  }

  long fileBytes() {
    return fileBytes;
  }

  long live() {
    return live;
  }

  long records() {
    return records;
  }

  long unreadRecords() {
    return unreadRecords;
  }

  long unreadBytes() {
    return unreadBytes;
  }
}
