package dev.tributary.sink.internal.log;

import dev.tributary.sink.Storage;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.zip.CRC32C;

/**
 * Walks over the intact records of a file, from one place to another, through a window that is as
 * large as the largest record needs. What is damaged is passed over: the next record is the next
 * place at which the header is plausible, the sequence has grown and the check holds.
 */
final class SegmentScanner {

  private static final int WINDOW_BYTES = 256 << 10;

  private final Storage.File file;
  private final CRC32C crc = new CRC32C();
  private byte[] window = new byte[WINDOW_BYTES];
  private long windowOffset;
  private int windowLength;
  private long lastSequence;
  private long offset;
  private long start;
  private int at;

  /**
   * @param from where the first record is expected
   * @param lastSequence records up to this one are not recognised
   */
  SegmentScanner(Storage.File file, long from, long lastSequence) {
    this.file = file;
    this.offset = from;
    this.start = from;
    this.windowOffset = from;
    this.lastSequence = lastSequence;
  }

  /**
   * Moves on to the next intact record; false if there is none.
   *
   * @param end records end here, or before
   * @param sequenceLimit records have smaller sequences
   */
  boolean advance(long end, long sequenceLimit) throws IOException {
    for (long place = offset; end - place >= RecordCodec.HEADER_BYTES; place++) {
      load(place, RecordCodec.HEADER_BYTES, end);
      int inWindow = (int) (place - windowOffset);
      if (windowOffset + windowLength - place < RecordCodec.HEADER_BYTES) {
        return false;
      }
      long sequence = RecordCodec.sequence(window, inWindow);
      if (sequence > lastSequence
          && sequence < sequenceLimit
          && RecordCodec.isPlausible(window, inWindow, end - place)
          && isIntact(place, end)) {
        start = place;
        at = (int) (place - windowOffset);
        lastSequence = RecordCodec.sequence(window, at);
        offset = place + RecordCodec.length(window, at);
        return true;
      }
    }
    return false;
  }

  private boolean isIntact(long place, long end) throws IOException {
    int length = RecordCodec.length(window, (int) (place - windowOffset));
    load(place, length, end);
    int inWindow = (int) (place - windowOffset);
    return windowLength - inWindow >= length && RecordCodec.isIntact(window, inWindow, place, crc);
  }

  /**
   * Makes the window hold what the file has of these bytes. Nothing behind the end: zeros may stand
   * there where the next record will be.
   */
  private void load(long place, int length, long end) throws IOException {
    if (place >= windowOffset && place + length <= windowOffset + windowLength) {
      return;
    }
    int kept = (int) Math.max(0, windowOffset + windowLength - place);
    byte[] target = length <= window.length ? window : Arrays.copyOf(window, length);
    System.arraycopy(window, windowLength - kept, target, 0, kept);
    window = target;
    windowOffset = place;
    windowLength = kept;
    int room = (int) Math.min(window.length - kept, end - place - kept);
    ByteBuffer rest = ByteBuffer.wrap(window, kept, room);
    windowLength += file.read(rest, place + kept);
  }

  /** Where the current record begins. */
  long start() {
    return start;
  }

  /** Where the current record ends, and the next one is expected. */
  long offset() {
    return offset;
  }

  long sequence() {
    return lastSequence;
  }

  int recordBytes() {
    return RecordCodec.recordBytes(window, at);
  }

  LoggedRecord record() {
    return RecordCodec.decode(window, at);
  }

  byte[] extension() {
    return RecordCodec.extension(window, at);
  }

  /** Copies the current record as it stands in the file. */
  byte[] raw() {
    return Arrays.copyOfRange(window, at, at + RecordCodec.length(window, at));
  }
}
