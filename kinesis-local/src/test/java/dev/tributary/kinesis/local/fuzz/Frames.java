package dev.tributary.kinesis.local.fuzz;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/** A connection of HTTP/2 with one request, as bytes. */
final class Frames {
  private static final byte[] PREFACE =
      "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".getBytes(StandardCharsets.US_ASCII);
  private static final int DATA = 0;
  private static final int HEADERS = 1;
  private static final int SETTINGS = 4;
  private static final int END_STREAM = 1;
  private static final int END_HEADERS = 4;
  private static final int FRAME_BYTES_MAX = 16_384;
  private static final int LONG = 127;

  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

  private Frames() {}

  static byte[] request(Map<String, String> headers, byte[] body) {
    Frames frames = new Frames();
    frames.bytes.writeBytes(PREFACE);
    frames.frame(SETTINGS, 0, 0, new byte[0], 0, 0);
    byte[] block = block(headers);
    frames.frame(HEADERS, END_HEADERS, 1, block, 0, block.length);
    int from = 0;
    do {
      int length = Math.min(FRAME_BYTES_MAX, body.length - from);
      int flags = from + length == body.length ? END_STREAM : 0;
      frames.frame(DATA, flags, 1, body, from, length);
      from += length;
    } while (from < body.length);
    return frames.bytes.toByteArray();
  }

  static int prefaceBytes() {
    return PREFACE.length;
  }

  private void frame(int type, int flags, int stream, byte[] payload, int from, int length) {
    bytes.write(length >>> 16);
    bytes.write(length >>> 8);
    bytes.write(length);
    bytes.write(type);
    bytes.write(flags);
    bytes.writeBytes(new byte[] {0, 0, 0, (byte) stream});
    bytes.write(payload, from, length);
  }

  /** Each as a literal that is not indexed. */
  private static byte[] block(Map<String, String> headers) {
    ByteArrayOutputStream block = new ByteArrayOutputStream();
    for (String name : new String[] {":method", ":scheme", ":path", ":authority"}) {
      literal(block, name, headers.getOrDefault(name, ""));
    }
    headers.forEach((name, value) -> {
      if (!name.startsWith(":")) {
        literal(block, name, value);
      }
    });
    return block.toByteArray();
  }

  private static void literal(ByteArrayOutputStream block, String name, String value) {
    block.write(0);
    text(block, name);
    text(block, value);
  }

  private static void text(ByteArrayOutputStream block, String text) {
    byte[] ascii = text.getBytes(StandardCharsets.ISO_8859_1);
    if (ascii.length < LONG) {
      block.write(ascii.length);
    } else {
      block.write(LONG);
      int rest = ascii.length - LONG;
      for (; rest >= 128; rest >>>= 7) {
        block.write((rest & 127) | 128);
      }
      block.write(rest);
    }
    block.writeBytes(ascii);
  }
}
