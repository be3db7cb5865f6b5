package dev.tributary.benchmarks.internal.load;

import java.nio.ByteBuffer;

/** MQTT's variable byte integer. */
final class Varint {

  private Varint() {}

  static void write(ByteBuffer out, int value) {
    int rest = value;
    while (rest > 0x7F) {
      out.put((byte) ((rest & 0x7F) | 0x80));
      rest >>>= 7;
    }
    out.put((byte) rest);
  }
}
