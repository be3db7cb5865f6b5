package dev.tributary.rule.sql.internal.functions;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** The hash RIPEMD-160 (Dobbertin, Bosselaers, Preneel 1996), which Java does not bring along. */
final class RipeMd160 {
  private static final int BLOCK = 64;
  private static final int ROUND = 16;

  private static final int[] WORDS_LEFT = {
    0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15,
    7, 4, 13, 1, 10, 6, 15, 3, 12, 0, 9, 5, 2, 14, 11, 8,
    3, 10, 14, 4, 9, 15, 8, 1, 2, 7, 0, 6, 13, 11, 5, 12,
    1, 9, 11, 10, 0, 8, 12, 4, 13, 3, 7, 15, 14, 5, 6, 2,
    4, 0, 5, 9, 7, 12, 2, 10, 14, 1, 3, 8, 11, 6, 15, 13
  };
  private static final int[] WORDS_RIGHT = {
    5, 14, 7, 0, 9, 2, 11, 4, 13, 6, 15, 8, 1, 10, 3, 12,
    6, 11, 3, 7, 0, 13, 5, 10, 14, 15, 8, 12, 4, 9, 1, 2,
    15, 5, 1, 3, 7, 14, 6, 9, 11, 8, 12, 2, 10, 0, 4, 13,
    8, 6, 4, 1, 3, 11, 15, 0, 5, 12, 2, 13, 9, 7, 10, 14,
    12, 15, 10, 4, 1, 5, 8, 7, 6, 2, 13, 14, 0, 3, 9, 11
  };
  private static final int[] TURNS_LEFT = {
    11, 14, 15, 12, 5, 8, 7, 9, 11, 13, 14, 15, 6, 7, 9, 8,
    7, 6, 8, 13, 11, 9, 7, 15, 7, 12, 15, 9, 11, 7, 13, 12,
    11, 13, 6, 7, 14, 9, 13, 15, 14, 8, 13, 6, 5, 12, 7, 5,
    11, 12, 14, 15, 14, 15, 9, 8, 9, 14, 5, 6, 8, 6, 5, 12,
    9, 15, 5, 11, 6, 8, 13, 12, 5, 12, 13, 14, 11, 8, 5, 6
  };
  private static final int[] TURNS_RIGHT = {
    8, 9, 9, 11, 13, 15, 15, 5, 7, 7, 8, 11, 14, 14, 12, 6,
    9, 13, 15, 7, 12, 8, 9, 11, 7, 7, 12, 7, 6, 15, 13, 11,
    9, 7, 15, 11, 8, 6, 6, 14, 12, 13, 5, 14, 13, 13, 7, 5,
    15, 5, 8, 11, 14, 14, 6, 14, 6, 9, 12, 9, 12, 5, 15, 8,
    8, 5, 12, 9, 12, 5, 14, 6, 8, 13, 6, 5, 15, 13, 11, 11
  };
  private static final int[] ADDED_LEFT = {0, 0x5A827999, 0x6ED9EBA1, 0x8F1BBCDC, 0xA953FD4E};
  private static final int[] ADDED_RIGHT = {0x50A28BE6, 0x5C4DD124, 0x6D703EF3, 0x7A6D76E9, 0};

  private RipeMd160() {}

  static byte[] digest(byte[] data) {
    int[] state = {0x67452301, 0xEFCDAB89, 0x98BADCFE, 0x10325476, 0xC3D2E1F0};
    ByteBuffer padded = padded(data);
    int[] block = new int[ROUND];
    while (padded.hasRemaining()) {
      padded.asIntBuffer().get(block);
      padded.position(padded.position() + BLOCK);
      compress(state, block);
    }
    ByteBuffer digest = ByteBuffer.allocate(20).order(ByteOrder.LITTLE_ENDIAN);
    for (int word : state) {
      digest.putInt(word);
    }
    return digest.array();
  }

  /** A one bit, zeros up to a whole block, and the length in bits at its end. */
  private static ByteBuffer padded(byte[] data) {
    int size = (data.length + 1 + Long.BYTES + BLOCK - 1) / BLOCK * BLOCK;
    ByteBuffer padded = ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
    padded.put(data).put((byte) 0x80);
    padded.putLong(size - Long.BYTES, data.length * (long) Byte.SIZE);
    return padded.rewind();
  }

  private static void compress(int[] state, int[] block) {
    int[] left = line(state, block, WORDS_LEFT, TURNS_LEFT, ADDED_LEFT, false);
    int[] right = line(state, block, WORDS_RIGHT, TURNS_RIGHT, ADDED_RIGHT, true);
    int first = state[1] + left[2] + right[3];
    state[1] = state[2] + left[3] + right[4];
    state[2] = state[3] + left[4] + right[0];
    state[3] = state[4] + left[0] + right[1];
    state[4] = state[0] + left[1] + right[2];
    state[0] = first;
  }

  private static int[] line(
      int[] state, int[] block, int[] words, int[] turns, int[] added, boolean mirrored) {
    int[] line = state.clone();
    for (int i = 0; i < words.length; i++) {
      int round = i / ROUND;
      int mixed = mixed(mirrored ? 4 - round : round, line[1], line[2], line[3]);
      int turned =
          Integer.rotateLeft(line[0] + mixed + block[words[i]] + added[round], turns[i]) + line[4];
      line[0] = line[4];
      line[4] = line[3];
      line[3] = Integer.rotateLeft(line[2], 10);
      line[2] = line[1];
      line[1] = turned;
    }
    return line;
  }

  private static int mixed(int round, int x, int y, int z) {
    return switch (round) {
      case 0 -> x ^ y ^ z;
      case 1 -> (x & y) | (~x & z);
      case 2 -> (x | ~y) ^ z;
      case 3 -> (x & z) | (y & ~z);
      default -> x ^ (y | ~z);
    };
  }
}
