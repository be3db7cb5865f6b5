package dev.tributary.testkit.simulation;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

/**
 * The bytes of one file: as programs see them, and as they are certain to be after a loss of power.
 */
final class ModelFile {

  /** Bytes whose fsync has failed: the system has forgotten that they were never written. */
  private record Doubtful(int from, int to) {}

  private byte[] bytes = new byte[64];
  private int size;
  private byte[] certain = new byte[0];
  private final List<Doubtful> doubtful = new ArrayList<>();

  /** 0: by the page cache, to which it was appended only. */
  private int blockBytes;

  void writtenInBlocks(int bytesOfBlock) {
    blockBytes = bytesOfBlock;
  }

  int size() {
    return size;
  }

  void append(byte[] more) {
    write(size, more);
  }

  /** Zeros are where nothing was ever written. */
  void write(int position, byte[] content) {
    int end = position + content.length;
    if (end > bytes.length) {
      bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, end));
    }
    if (position > size) {
      Arrays.fill(bytes, size, position, (byte) 0);
    }
    System.arraycopy(content, 0, bytes, position, content.length);
    size = Math.max(size, end);
  }

  int read(byte[] into, int position) {
    int count = Math.max(0, Math.min(into.length, size - position));
    System.arraycopy(bytes, Math.min(position, size), into, 0, count);
    return count;
  }

  void truncate(int newSize) {
    size = Math.min(size, newSize);
    doubtful.removeIf(range -> range.from >= size);
  }

  void synced() {
    certain = Arrays.copyOf(bytes, size);
  }

  /** Afterwards a sync that succeeds says nothing about what this one should have written. */
  void syncFailed(SplittableRandom random) {
    int from = unchanged();
    if (from < size && random.nextBoolean()) {
      doubtful.add(new Doubtful(from, size));
    }
  }

  /** Bytes at the beginning that are the same in both states. */
  private int unchanged() {
    int common = Arrays.mismatch(bytes, 0, size, certain, 0, certain.length);
    return common < 0 ? size : common;
  }

  /** What is left of it: certain is what was synced, of the rest some part, torn perhaps. */
  void losePower(SplittableRandom random) {
    if (blockBytes > 0) {
      become(blocksLeft(random));
    } else {
      losePages(random);
    }
    for (Doubtful range : doubtful) {
      if (random.nextBoolean()) {
        Arrays.fill(bytes, Math.min(range.from, size), Math.min(range.to, size), (byte) 0);
      }
    }
    doubtful.clear();
    synced();
  }

  /** Old and new blocks, or sectors of them; the size has grown or not, whatever is there. */
  private byte[] blocksLeft(SplittableRandom random) {
    byte[] left = Arrays.copyOf(certain, random.nextBoolean() ? size : certain.length);
    int unit = random.nextBoolean() ? blockBytes : BlockAppender.SECTOR_BYTES;
    int which = random.nextInt(4);
    int first = random.nextInt(left.length + 1);
    for (int at = 0; at < Math.min(left.length, size); at += unit) {
      boolean arrived =
          switch (which) {
            case 0 -> false;
            case 1 -> true;
            case 2 -> at < first;
            default -> random.nextBoolean();
          };
      if (arrived) {
        System.arraycopy(bytes, at, left, at, Math.min(unit, Math.min(left.length, size) - at));
      }
    }
    return left;
  }

  /** Some prefix. */
  private void losePages(SplittableRandom random) {
    int kept = unchanged();
    boolean wasCut = kept < certain.length;
    if (wasCut && random.nextBoolean()) {
      become(certain);
    } else if (kept < size) {
      int survives = kept + random.nextInt(size - kept + 1);
      int torn = survives + random.nextInt(size - survives + 1);
      scramble(survives, torn, random);
      become(Arrays.copyOf(bytes, torn));
    }
  }

  /** Blocks that were never written hold zeros or what an older file has left there. */
  private void scramble(int from, int to, SplittableRandom random) {
    boolean zeros = random.nextBoolean();
    for (int i = from; i < to; i++) {
      bytes[i] = zeros ? 0 : (byte) random.nextInt();
    }
  }

  private void become(byte[] content) {
    bytes = content.length == 0 ? new byte[64] : content;
    size = content.length;
  }
}
