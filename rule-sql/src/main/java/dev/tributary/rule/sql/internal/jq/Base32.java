package dev.tributary.rule.sql.internal.jq;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import net.thisptr.jackson.jq.exception.JsonQueryException;

/** Five bits a character, RFC 4648. */
final class Base32 {
  private static final String ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
  private static final int GROUP = 8;

  private Base32() {}

  static String encoded(String text) {
    StringBuilder encoded = new StringBuilder();
    int held = 0;
    int bits = 0;
    for (byte b : text.getBytes(UTF_8)) {
      held = (held << 8) | (b & 0xFF);
      bits += 8;
      for (; bits >= 5; bits -= 5) {
        encoded.append(ALPHABET.charAt((held >> (bits - 5)) & 31));
      }
      held &= (1 << bits) - 1;
    }
    if (bits > 0) {
      encoded.append(ALPHABET.charAt((held << (5 - bits)) & 31));
    }
    while (encoded.length() % GROUP != 0) {
      encoded.append('=');
    }
    return encoded.toString();
  }

  static String decoded(String text) throws JsonQueryException {
    ByteArrayOutputStream decoded = new ByteArrayOutputStream();
    int held = 0;
    int bits = 0;
    for (int i = 0; i < text.length() && text.charAt(i) != '='; i++) {
      int digit = ALPHABET.indexOf(text.charAt(i));
      if (digit < 0) {
        throw Texts.error(Texts.shown(Nodes.text(text)) + " is not valid base32 data");
      }
      held = (held << 5) | digit;
      bits += 5;
      if (bits >= 8) {
        bits -= 8;
        decoded.write(held >> bits);
        held &= (1 << bits) - 1;
      }
    }
    return decoded.toString(UTF_8);
  }
}
