package dev.tributary.rule.sql.internal.functions;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** The hash BLAKE2b-512 (RFC 7693), which Java does not bring along. */
final class Blake2 {
  private static final int BLOCK = 128;
  private static final int ROUNDS = 12;
  private static final int DIGEST = 64;

  private static final long[] START = {
    0x6A09E667F3BCC908L, 0xBB67AE8584CAA73BL, 0x3C6EF372FE94F82BL, 0xA54FF53A5F1D36F1L,
    0x510E527FADE682D1L, 0x9B05688C2B3E6C1FL, 0x1F83D9ABFB41BD6BL, 0x5BE0CD19137E2179L
  };
  private static final int[][] ORDER = {
    {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15},
    {14, 10, 4, 8, 9, 15, 13, 6, 1, 12, 0, 2, 11, 7, 5, 3},
    {11, 8, 12, 0, 5, 2, 15, 13, 10, 14, 3, 6, 7, 1, 9, 4},
    {7, 9, 3, 1, 13, 12, 11, 14, 2, 6, 5, 10, 4, 0, 15, 8},
    {9, 0, 5, 7, 2, 4, 10, 15, 14, 1, 11, 12, 6, 8, 3, 13},
    {2, 12, 6, 10, 0, 11, 8, 3, 4, 13, 7, 5, 15, 14, 1, 9},
    {12, 5, 1, 15, 14, 13, 4, 10, 0, 7, 6, 3, 9, 2, 8, 11},
    {13, 11, 7, 14, 12, 1, 3, 9, 5, 0, 15, 4, 8, 6, 2, 10},
    {6, 15, 14, 9, 11, 3, 0, 8, 12, 2, 13, 7, 1, 4, 10, 5},
    {10, 2, 8, 4, 7, 6, 1, 5, 15, 11, 9, 14, 3, 12, 13, 0}
  };

  private Blake2() {}

  static byte[] digest(byte[] data) {
    long[] state = START.clone();
    state[0] ^= 0x01010000L ^ DIGEST;
    int blocks = Math.max(1, (data.length + BLOCK - 1) / BLOCK);
    ByteBuffer padded =
        ByteBuffer.allocate(blocks * BLOCK).order(ByteOrder.LITTLE_ENDIAN).put(data).rewind();
    long[] block = new long[BLOCK / Long.BYTES];
    for (int i = 1; i <= blocks; i++) {
      padded.position((i - 1) * BLOCK).asLongBuffer().get(block);
      compress(state, block, Math.min((long) i * BLOCK, data.length), i == blocks);
    }
    ByteBuffer digest = ByteBuffer.allocate(DIGEST).order(ByteOrder.LITTLE_ENDIAN);
    for (long word : state) {
      digest.putLong(word);
    }
    return digest.array();
  }

  private static void compress(long[] state, long[] block, long taken, boolean last) {
    long[] work = new long[16];
    System.arraycopy(state, 0, work, 0, 8);
    System.arraycopy(START, 0, work, 8, 8);
    work[12] ^= taken;
    work[14] ^= last ? -1 : 0;
    for (int round = 0; round < ROUNDS; round++) {
      int[] order = ORDER[round % ORDER.length];
      for (int i = 0; i < 4; i++) {
        mix(work, i, 4 + i, 8 + i, 12 + i, block[order[2 * i]], block[order[2 * i + 1]]);
      }
      for (int i = 0; i < 4; i++) {
        mix(
            work,
            i,
            4 + (i + 1) % 4,
            8 + (i + 2) % 4,
            12 + (i + 3) % 4,
            block[order[8 + 2 * i]],
            block[order[9 + 2 * i]]);
      }
    }
    for (int i = 0; i < state.length; i++) {
      state[i] ^= work[i] ^ work[i + 8];
    }
  }

  private static void mix(long[] work, int a, int b, int c, int d, long x, long y) {
    work[a] += work[b] + x;
    work[d] = Long.rotateRight(work[d] ^ work[a], 32);
    work[c] += work[d];
    work[b] = Long.rotateRight(work[b] ^ work[c], 24);
    work[a] += work[b] + y;
    work[d] = Long.rotateRight(work[d] ^ work[a], 16);
    work[c] += work[d];
    work[b] = Long.rotateRight(work[b] ^ work[c], 63);
  }
}
