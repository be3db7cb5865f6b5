package dev.tributary.sink.internal.log;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.zip.CRC32C;

/**
 * What is kept of how far a log was worked off: {@code docs/buffer-format.md}, "Position". It only
 * speaks of sequences, never of places in files, so it stays true when segments are compacted.
 *
 * @param nextSequence every sequence that was ever used is smaller
 * @param ranges all in them are finished
 * @param blocks some in them are finished
 */
record Position(long nextSequence, List<Range> ranges, List<Block> blocks) {

  static final Position NONE = new Position(1, List.of(), List.of());

  private static final int MAGIC = 0x54524250; // TRBP
  private static final byte VERSION = 1;
  private static final int HEADER_BYTES = 24;
  private static final int RANGE_BYTES = 2 * Long.BYTES;
  private static final int BLOCK_BYTES = Long.BYTES * (1 + FinishedSet.BLOCK_WORDS);

  /** From {@code from} up to, not including, {@code to}. */
  record Range(long from, long to) {}

  /** One bit for each of the sequences from {@code first} on. */
  record Block(long first, long[] words) {}

  static Position of(long nextSequence, List<Segment> segments) {
    List<Range> ranges = new ArrayList<>();
    List<Block> blocks = new ArrayList<>();
    long covered = 0;
    for (Segment segment : segments) {
      addRange(ranges, covered, segment.base());
      FinishedSet finished = segment.finished();
      for (int i = 0; i < finished.blocks(); i++) {
        long first = segment.base() + (long) i * FinishedSet.BLOCK_BITS;
        if (finished.isFull(i)) {
          addRange(ranges, first, first + FinishedSet.BLOCK_BITS);
        } else if (finished.words(i).length > 0) {
          blocks.add(new Block(first, finished.words(i)));
        }
      }
      covered = segment.end();
    }
    addRange(ranges, covered, nextSequence);
    return new Position(nextSequence, ranges, blocks);
  }

  private static void addRange(List<Range> ranges, long from, long to) {
    if (from >= to) {
      return;
    }
    if (!ranges.isEmpty() && ranges.getLast().to() == from) {
      ranges.set(ranges.size() - 1, new Range(ranges.getLast().from(), to));
    } else {
      ranges.add(new Range(from, to));
    }
  }

  /** Whether all sequences from {@code from} up to, not including, {@code to} are finished. */
  boolean isFinished(long from, long to) {
    return from >= to
        || ranges.stream().anyMatch(range -> range.from() <= from && to <= range.to());
  }

  ByteBuffer encoded() {
    int size =
        HEADER_BYTES + ranges.size() * RANGE_BYTES + blocks.size() * BLOCK_BYTES + Integer.BYTES;
    ByteBuffer bytes = ByteBuffer.allocate(size);
    bytes.putInt(MAGIC).put(VERSION).put(new byte[3]).putLong(nextSequence);
    bytes.putInt(ranges.size()).putInt(blocks.size());
    for (Range range : ranges) {
      bytes.putLong(range.from()).putLong(range.to());
    }
    for (Block block : blocks) {
      bytes.putLong(block.first());
      for (long word : block.words()) {
        bytes.putLong(word);
      }
    }
    return bytes.putInt(check(bytes)).flip();
  }

  /**
   * Empty if the bytes are damaged.
   *
   * @throws IOException if they are not, but of a format that this version does not know
   */
  static Optional<Position> decoded(ByteBuffer bytes) throws IOException {
    int checkAt = bytes.limit() - Integer.BYTES;
    if (checkAt < HEADER_BYTES
        || bytes.getInt(0) != MAGIC
        || bytes.getInt(checkAt) != check(bytes.position(checkAt))) {
      return Optional.empty();
    }
    if (bytes.get(4) != VERSION) {
      throw new IOException(
          "%s has format version %d; this release reads version %d. Start the release that wrote it, or move the file away"
              .formatted(PositionFile.NAME, bytes.get(4), VERSION));
    }
    return parsed(bytes);
  }

  private static Optional<Position> parsed(ByteBuffer bytes) {
    long rangeCount = bytes.getInt(16);
    long blockCount = bytes.getInt(20);
    long size = HEADER_BYTES + rangeCount * RANGE_BYTES + blockCount * BLOCK_BYTES + Integer.BYTES;
    if (rangeCount < 0 || blockCount < 0 || size != bytes.limit()) {
      return Optional.empty();
    }
    long next = bytes.position(8).getLong();
    bytes.position(HEADER_BYTES);
    List<Range> ranges = new ArrayList<>();
    for (int i = 0; i < rangeCount; i++) {
      ranges.add(new Range(bytes.getLong(), bytes.getLong()));
    }
    List<Block> blocks = new ArrayList<>();
    for (int i = 0; i < blockCount; i++) {
      long first = bytes.getLong();
      long[] words = new long[FinishedSet.BLOCK_WORDS];
      bytes.asLongBuffer().get(words);
      bytes.position(bytes.position() + FinishedSet.BLOCK_WORDS * Long.BYTES);
      blocks.add(new Block(first, words));
    }
    return Optional.of(new Position(next, ranges, blocks));
  }

  /** Of all that is before the buffer's position. */
  private static int check(ByteBuffer bytes) {
    CRC32C crc = new CRC32C();
    crc.update(bytes.duplicate().flip());
    return (int) crc.getValue();
  }
}
