package dev.tributary.sink.internal.log;

import dev.tributary.sink.SinkRecord;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.CRC32C;

/**
 * Records on their way to the log, encoded into chunks of memory that are kept for the next group.
 * Not thread-safe: guarded by its user. The check of each record is computed by the log, which
 * alone knows the record's place.
 */
public final class LogGroup {

  private static final int CHUNK_BYTES = 256 << 10;

  /** What stays allocated for the next group. */
  private static final int CHUNKS_KEPT = 4;

  /** Enough for what the dead-letter log keeps with a record. */
  private static final int EXTENSION_BYTES_MAX = 64 << 10;

  private static final byte[] NO_EXTENSION = {};

  private final List<Chunk> chunks = new ArrayList<>();
  private int chunksUsed;
  private int count;
  private long bytes;
  private long recordBytes;
  private long firstSequence;
  private long lastSequence;

  /** Bytes of the record in a file of the log, its header included. */
  public static int encodedBytes(SinkRecord record) {
    return RecordCodec.bytes(record);
  }

  /** Whether {@link #add} takes the record: it has less than 64 MiB, at three bytes a character. */
  public static boolean fits(SinkRecord record) {
    return RecordCodec.bytesAtMost(record, NO_EXTENSION)
        <= RecordCodec.RECORD_BYTES_MAX - EXTENSION_BYTES_MAX;
  }

  /**
   * Encodes the record; its arrays are not kept.
   *
   * @param sequence greater than that of the record before
   * @throws IllegalArgumentException if the record is larger than {@link
   *     RecordCodec#RECORD_BYTES_MAX} or its sequence does not grow
   */
  public void add(long sequence, SinkRecord record) {
    add(sequence, record, NO_EXTENSION);
  }

  /** The same with some bytes that the log keeps with the record and does not look into. */
  public void add(long sequence, SinkRecord record, byte[] extension) {
    if (sequence < 0 || (count > 0 && sequence <= lastSequence)) {
      throw new IllegalArgumentException(
          "sequence is " + sequence + "; it must be greater than " + lastSequence);
    }
    long atMost = RecordCodec.bytesAtMost(record, extension);
    if (atMost > RecordCodec.RECORD_BYTES_MAX) {
      throw new IllegalArgumentException(
          "the record may have "
              + atMost
              + " bytes in the log; it may have "
              + RecordCodec.RECORD_BYTES_MAX);
    }
    Chunk chunk = chunkFor((int) atMost);
    int start = chunk.used;
    chunk.used = RecordCodec.encode(record, sequence, extension, chunk.bytes, start);
    bytes += chunk.used - start;
    recordBytes += RecordCodec.recordBytes(chunk.bytes, start);
    if (count++ == 0) {
      firstSequence = sequence;
    }
    lastSequence = sequence;
  }

  private Chunk chunkFor(int wanted) {
    if (chunksUsed > 0) {
      Chunk last = chunks.get(chunksUsed - 1);
      if (last.bytes.length - last.used >= wanted) {
        return last;
      }
    }
    if (chunksUsed == chunks.size()) {
      chunks.add(new Chunk(Math.max(wanted, CHUNK_BYTES)));
    } else if (chunks.get(chunksUsed).bytes.length < wanted) {
      chunks.set(chunksUsed, new Chunk(wanted));
    }
    return chunks.get(chunksUsed++);
  }

  public int count() {
    return count;
  }

  /** Bytes that it takes in a file. */
  public long bytes() {
    return bytes;
  }

  /** Of the first record; there must be one. */
  public long firstSequence() {
    if (count == 0) {
      throw new IllegalStateException("the group is empty");
    }
    return firstSequence;
  }

  /** Makes it ready for the next records. What a great group has allocated is given back. */
  public void clear() {
    for (int i = chunks.size() - 1; i >= 0; i--) {
      Chunk chunk = chunks.get(i);
      chunk.used = 0;
      if (i >= CHUNKS_KEPT || chunk.bytes.length > CHUNK_BYTES) {
        chunks.remove(i);
      }
    }
    chunksUsed = 0;
    count = 0;
    bytes = 0;
    recordBytes = 0;
  }

  long lastSequence() {
    return lastSequence;
  }

  /** Tells the segment that it was written to it. */
  void countInto(Segment segment) {
    segment.grow(bytes);
    if (lastSequence - firstSequence + 1 == count) {
      segment.append(firstSequence, lastSequence, count, recordBytes);
      return;
    }
    for (int i = 0; i < chunksUsed; i++) {
      Chunk chunk = chunks.get(i);
      for (int at = 0; at < chunk.used; at += RecordCodec.length(chunk.bytes, at)) {
        long sequence = RecordCodec.sequence(chunk.bytes, at);
        segment.append(sequence, sequence, 1, RecordCodec.recordBytes(chunk.bytes, at));
      }
    }
  }

  int chunks() {
    return chunksUsed;
  }

  Chunk chunk(int index) {
    return chunks.get(index);
  }

  /** Memory that holds whole records. */
  static final class Chunk {
    final byte[] bytes;
    int used;

    Chunk(int size) {
      this.bytes = new byte[size];
    }

    /** Writes the checks of its records, the first of which is to stand at this place of a file. */
    void seal(long offset, CRC32C crc) {
      for (int at = 0; at < used; at += RecordCodec.length(bytes, at)) {
        RecordCodec.seal(bytes, at, offset + at, crc);
      }
    }
  }
}
