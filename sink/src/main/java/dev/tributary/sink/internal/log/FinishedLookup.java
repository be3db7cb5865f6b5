package dev.tributary.sink.internal.log;

/** Asks a {@link Position} for sequences that grow from question to question. */
final class FinishedLookup {

  private final Position position;
  private int range;
  private int block;

  FinishedLookup(Position position) {
    this.position = position;
  }

  boolean contains(long sequence) {
    var ranges = position.ranges();
    while (range < ranges.size() && ranges.get(range).to() <= sequence) {
      range++;
    }
    if (range < ranges.size() && ranges.get(range).from() <= sequence) {
      return true;
    }
    var blocks = position.blocks();
    while (block + 1 < blocks.size() && blocks.get(block + 1).first() <= sequence) {
      block++;
    }
    if (block >= blocks.size()) {
      return false;
    }
    long index = sequence - blocks.get(block).first();
    return index >= 0
        && index < FinishedSet.BLOCK_BITS
        && (blocks.get(block).words()[(int) (index >>> 6)] & 1L << index) != 0;
  }
}
