package dev.tributary.sink.internal.log;

/**
 * What is known of one file of the log. No data: a few counts, and which of its records are
 * finished.
 */
final class Segment {

  /** Sequences that one segment spans at most, so that what is finished in it stays small. */
  static final long SPAN_MAX = 1L << 27;

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
  private boolean evidence;
  private boolean compactable = true;

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

  private void skipTo(long sequence) {
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

  /** Finishes those from {@code from} to {@code to}, exclusive, that are not; returns how many. */
  long finishRange(long from, long to) {
    long count = finished.addAll(from - base(), Math.min(to, end) - base());
    live -= count;
    forgetUnread(count);
    return count;
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

  /** The records of the next segment, all of them read, are now in this one's file. */
  void join(Segment next) {
    skipTo(next.base());
    for (int i = 0; i < next.finished.blocks(); i++) {
      long first = next.base() + (long) i * FinishedSet.BLOCK_BITS;
      long last = Math.min(first + FinishedSet.BLOCK_BITS, next.end);
      if (next.finished.isFull(i)) {
        finished.addAll(first - base(), last - base());
      } else {
        finished.addBlock(first - base(), next.finished.words(i));
      }
    }
    end = next.end;
    live += next.live;
    evidence |= next.evidence;
  }

  /** The file was replaced by one with the live records only. */
  void compacted(long bytes, long bytesOfRecords) {
    fileBytes = bytes;
    records = live;
    recordBytes = bytesOfRecords;
  }

  /** It is damaged in a place that is not kept elsewhere: the file must not be deleted. */
  void keepAsEvidence() {
    evidence = true;
    compactable = false;
  }

  boolean isEvidence() {
    return evidence;
  }

  void neverCompact() {
    compactable = false;
  }

  boolean isCompactable() {
    return compactable;
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
