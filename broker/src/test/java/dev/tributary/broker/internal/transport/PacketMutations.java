package dev.tributary.broker.internal.transport;

import dev.tributary.testkit.mqtt.Wire;
import java.util.Arrays;
import java.util.SplittableRandom;

/** Damages packets as accidents and attackers would. All follows from the random numbers. */
final class PacketMutations {

  private static final int CHANGES_MAX = 4;
  private static final byte[] TELLING = {
    0, 1, 2, 3, 4, 5, 0x10, 0x20, '#', '+', '/', '$', 0x7F, (byte) 0x80, (byte) 0xFF, (byte) 0xC0
  };

  private final SplittableRandom random;

  PacketMutations(SplittableRandom random) {
    this.random = random;
  }

  /** Most keep a right remaining length, so that they get further than its check. */
  byte[] changed(byte[] packet, byte[] other) {
    int header = headerBytes(packet);
    if (header == 0 || random.nextInt(4) == 0) {
      return damaged(packet, other);
    }
    byte[] body = Arrays.copyOfRange(packet, header, packet.length);
    int first = random.nextInt(12) == 0 ? random.nextInt(256) : packet[0];
    return Wire.packet(first, damaged(body, other));
  }

  private byte[] damaged(byte[] original, byte[] other) {
    byte[] bytes = original;
    for (int i = random.nextInt(1, CHANGES_MAX); i > 0; i--) {
      bytes = change(bytes, other);
    }
    return bytes;
  }

  private byte[] change(byte[] bytes, byte[] other) {
    int at = random.nextInt(bytes.length + 1);
    int end = Math.min(bytes.length, at + random.nextInt(1, 9));
    return switch (random.nextInt(16)) {
      case 0, 1, 2 -> set(bytes, at, bytes.length == at ? 0 : bytes[at] ^ 1 << random.nextInt(8));
      case 3, 4, 5 -> set(bytes, at, telling());
      case 6, 7 -> spliced(bytes, at, new byte[] {telling()}, at);
      case 8, 9 -> spliced(bytes, at, new byte[0], end);
      case 10 -> spliced(bytes, at, Arrays.copyOfRange(bytes, at, end), at);
      case 11 -> Arrays.copyOf(bytes, at);
      case 12 -> set(set(bytes, at, random.nextInt(3)), at + 1, random.nextInt(256)); // a length
      case 13 -> {
        int from = random.nextInt(other.length + 1);
        yield spliced(
            bytes, at, Arrays.copyOfRange(other, from, other.length), bytes.length); // crossed
      }
      case 14 -> {
        int from = random.nextInt(other.length + 1);
        int to = Math.min(other.length, from + random.nextInt(1, 17));
        yield spliced(bytes, at, Arrays.copyOfRange(other, from, to), at);
      }
      default -> repeated(bytes, at, end);
    };
  }

  private byte telling() {
    return random.nextBoolean()
        ? TELLING[random.nextInt(TELLING.length)]
        : (byte) random.nextInt(256);
  }

  private byte[] repeated(byte[] bytes, int at, int end) {
    byte[] part = Arrays.copyOfRange(bytes, at, end);
    byte[] many = part;
    for (int i = random.nextInt(random.nextInt(20) == 0 ? 8 : 3); i > 0; i--) {
      many = Wire.join(many, many);
    }
    return spliced(bytes, at, many, end);
  }

  private static byte[] set(byte[] bytes, int at, int value) {
    byte[] copy = bytes.clone();
    if (at < copy.length) {
      copy[at] = (byte) value;
    }
    return copy;
  }

  private static byte[] spliced(byte[] bytes, int at, byte[] middle, int from) {
    return Wire.join(
        Arrays.copyOf(bytes, at), middle, Arrays.copyOfRange(bytes, from, bytes.length));
  }

  /** 0 if that is no packet. */
  private static int headerBytes(byte[] packet) {
    for (int i = 1; i < Math.min(5, packet.length); i++) {
      if (packet[i] >= 0) {
        return i + 1;
      }
    }
    return 0;
  }
}
