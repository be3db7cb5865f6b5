package dev.tributary.kinesis.local.fuzz;

import java.io.ByteArrayOutputStream;
import java.util.random.RandomGenerator;

/** Damages bytes: flipped, cut off, left out, repeated, put in. */
final class ByteMutation {
  private static final int TIMES_MAX = 4;
  private static final int SLICE_MAX = 64;

  private final RandomGenerator random;

  ByteMutation(RandomGenerator random) {
    this.random = random;
  }

  byte[] of(byte[] bytes) {
    byte[] damaged = bytes.clone();
    int times = random.nextInt(1, TIMES_MAX + 1);
    for (int i = 0; i < times && damaged.length > 0; i++) {
      damaged = once(damaged);
    }
    return damaged;
  }

  private byte[] once(byte[] bytes) {
    int at = random.nextInt(bytes.length);
    int until = Math.min(bytes.length, at + random.nextInt(1, SLICE_MAX));
    return switch (random.nextInt(7)) {
      case 0, 1 -> {
        bytes[at] ^= (byte) (1 << random.nextInt(8));
        yield bytes;
      }
      case 2 -> {
        bytes[at] = (byte) random.nextInt(256);
        yield bytes;
      }
      case 3 -> joined(bytes, 0, at, bytes, at, at); // cut off
      case 4 -> joined(bytes, 0, at, bytes, until, bytes.length); // left out
      case 5 -> joined(bytes, 0, until, bytes, at, bytes.length); // repeated
      default -> {
        byte[] noise = new byte[random.nextInt(1, SLICE_MAX)];
        random.nextBytes(noise);
        yield joined(
            joined(bytes, 0, at, noise, 0, noise.length),
            0,
            at + noise.length,
            bytes,
            at,
            bytes.length);
      }
    };
  }

  private static byte[] joined(byte[] a, int aFrom, int aTo, byte[] b, int bFrom, int bTo) {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    all.write(a, aFrom, aTo - aFrom);
    all.write(b, bFrom, bTo - bFrom);
    return all.toByteArray();
  }
}
