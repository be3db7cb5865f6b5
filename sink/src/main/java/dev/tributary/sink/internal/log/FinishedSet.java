package dev.tributary.sink.internal.log;

import java.util.Arrays;

/**
 * Sequences, counted from a base, that are finished or were never there. Blocks of 4096 of them
 * take no memory while none or all of them are in the set, so that records that finish nearly in
 * order cost a few bytes however many there are.
 */
final class FinishedSet {

  static final int BLOCK_BITS = 4096;
  static final int BLOCK_WORDS = BLOCK_BITS / Long.SIZE;

  private static final int SHIFT = 12;
  private static final long ALL = -1L;

  /** Stands for a block of which all are in the set; never written to. */
  private static final long[] FULL = new long[0];

  /** An empty array stands for a full block, null for an empty one. */
  private long[][] blocks = new long[1][];

  boolean contains(long index) {
    int block = (int) (index >>> SHIFT);
    if (block >= blocks.length || blocks[block] == null) {
      return false;
    }
    long[] words = blocks[block];
    return words.length == 0 || (words[word(index)] & 1L << index) != 0;
  }

  /** Whether it was not in the set. */
  boolean add(long index) {
    long[] words = block((int) (index >>> SHIFT));
    if (words.length == 0) {
      return false;
    }
    int word = word(index);
    long bit = 1L << index;
    if ((words[word] & bit) != 0) {
      return false;
    }
    words[word] |= bit;
    if (words[word] == ALL) {
      fold((int) (index >>> SHIFT));
    }
    return true;
  }

  /** Adds {@code from} to {@code to}, exclusive, and returns how many of them were new. */
  long addAll(long from, long to) {
    long added = 0;
    for (long at = from; at < to; ) {
      int block = (int) (at >>> SHIFT);
      long end = Math.min(to, (long) (block + 1) << SHIFT);
      if (end - at == BLOCK_BITS && (block >= blocks.length || blocks[block] == null)) {
        grow(block);
        blocks[block] = FULL;
        added += BLOCK_BITS;
      } else {
        for (long i = at; i < end; i++) {
          added += add(i) ? 1 : 0;
        }
      }
      at = end;
    }
    return added;
  }

  /** Adds what the words of a block say. */
  void addBlock(long firstIndex, long[] words) {
    for (int word = 0; word < words.length; word++) {
      for (long rest = words[word]; rest != 0; rest &= rest - 1) {
        add(firstIndex + (long) word * Long.SIZE + Long.numberOfTrailingZeros(rest));
      }
    }
  }

  int blocks() {
    return blocks.length;
  }

  boolean isFull(int block) {
    return blocks[block] != null && blocks[block].length == 0;
  }

  /** The words of a block of which some, not all, are in the set; else an empty array. */
  long[] words(int block) {
    return blocks[block] == null ? FULL : blocks[block];
  }

  private long[] block(int block) {
    grow(block);
    if (blocks[block] == null) {
      blocks[block] = new long[BLOCK_WORDS];
    }
    return blocks[block];
  }

  private void grow(int block) {
    if (block >= blocks.length) {
      blocks = Arrays.copyOf(blocks, Math.max(block + 1, blocks.length * 2));
    }
  }

  private void fold(int block) {
    for (long word : blocks[block]) {
      if (word != ALL) {
        return;
      }
    }
    blocks[block] = FULL;
  }

  private static int word(long index) {
    return (int) (index & BLOCK_BITS - 1) >>> 6;
  }
}
