package dev.tributary.sink.internal.log;

/** UTF-8 straight into an array. A lone surrogate becomes {@code ?}, as the encoders of Java do. */
public final class Utf8 {

  private Utf8() {}

  /** Bytes that the text takes, without encoding it. */
  public static int length(String text) {
    int bytes = 0;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c < 0x80) {
        bytes += 1;
      } else if (c < 0x800) {
        bytes += 2;
      } else if (!Character.isSurrogate(c)) {
        bytes += 3;
      } else if (i + 1 < text.length() && Character.isSurrogatePair(c, text.charAt(i + 1))) {
        bytes += 4;
        i++;
      } else {
        bytes += 1;
      }
    }
    return bytes;
  }

  /** Returns where the text ends. There must be room for three bytes per character. */
  static int encode(String text, byte[] into, int start) {
    int at = start;
    int length = text.length();
    for (int i = 0; i < length; i++) {
      char c = text.charAt(i);
      if (c >= 0x80) {
        return encodeAll(text, i, into, at);
      }
      into[at++] = (byte) c;
    }
    return at;
  }

  private static int encodeAll(String text, int first, byte[] into, int start) {
    int at = start;
    for (int i = first; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c < 0x80) {
        into[at++] = (byte) c;
      } else if (c < 0x800) {
        into[at++] = (byte) (0xC0 | c >> 6);
        into[at++] = tail(c);
      } else if (!Character.isSurrogate(c)) {
        into[at++] = (byte) (0xE0 | c >> 12);
        into[at++] = tail(c >> 6);
        into[at++] = tail(c);
      } else if (i + 1 < text.length() && Character.isSurrogatePair(c, text.charAt(i + 1))) {
        int point = Character.toCodePoint(c, text.charAt(++i));
        into[at++] = (byte) (0xF0 | point >> 18);
        into[at++] = tail(point >> 12);
        into[at++] = tail(point >> 6);
        into[at++] = tail(point);
      } else {
        into[at++] = '?';
      }
    }
    return at;
  }

  private static byte tail(int bits) {
    return (byte) (0x80 | (bits & 0x3F));
  }
}
