package dev.tributary.sink.internal.log;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.zip.CRC32C;

/** The first bytes of a segment: {@code docs/buffer-format.md}, "Segment header". */
final class SegmentHeader {

  static final int BYTES = 32;

  private static final int MAGIC = 0x54524253; // TRBS
  private static final byte VERSION = 1;
  private static final int VERSION_AT = 4;
  private static final int BASE_AT = 8;
  private static final int CHECK_AT = 28;

  private SegmentHeader() {}

  static ByteBuffer of(long base) {
    ByteBuffer header = ByteBuffer.allocate(BYTES);
    header.putInt(0, MAGIC).put(VERSION_AT, VERSION).putLong(BASE_AT, base);
    return header.putInt(CHECK_AT, check(header));
  }

  /**
   * Whether the header is undamaged.
   *
   * @throws IOException if it is, but tells of a format that this version does not know
   */
  static boolean isIntact(ByteBuffer header, SegmentName name) throws IOException {
    if (header.remaining() < BYTES
        || header.getInt(0) != MAGIC
        || header.getInt(CHECK_AT) != check(header)) {
      return false;
    }
    if (header.get(VERSION_AT) != VERSION) {
      throw new IOException(
          "%s has format version %d; this release reads version %d. Start the release that wrote it, or move the file away"
              .formatted(name.file(), header.get(VERSION_AT), VERSION));
    }
    return header.getLong(BASE_AT) == name.base();
  }

  private static int check(ByteBuffer header) {
    CRC32C crc = new CRC32C();
    crc.update(header.slice(0, CHECK_AT));
    return (int) crc.getValue();
  }
}
