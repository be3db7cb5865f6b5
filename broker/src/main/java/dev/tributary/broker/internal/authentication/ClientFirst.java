package dev.tributary.broker.internal.authentication;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The client's first message (RFC 5802, 7).
 *
 * @param header {@code gs2-header}, which the client repeats in its proof
 * @param bare the rest, which is signed
 */
record ClientFirst(String header, String bare, String username, String nonce) {

  private static final int NONCE_CHARS_MIN = 8;

  /** Empty if it is none, binds a channel, acts for another user, or needs what we do not know. */
  static Optional<ClientFirst> parse(String message) {
    int flagEnd = message.indexOf(',');
    int headerEnd = message.indexOf(',', flagEnd + 1) + 1;
    if (flagEnd != 1 || headerEnd == 0 || "ny".indexOf(message.charAt(0)) < 0) {
      return Optional.empty();
    }
    String bare = message.substring(headerEnd);
    String[] parts = bare.split(",", -1);
    if (parts.length < 2 || !parts[0].startsWith("n=") || !parts[1].startsWith("r=")) {
      return Optional.empty(); // "m=" before the name is an extension that must be understood
    }
    String username = name(parts[0].substring(2));
    String nonce = parts[1].substring(2);
    if (username == null || !isNonce(nonce)) {
      return Optional.empty();
    }
    String actsFor = message.substring(flagEnd + 1, headerEnd - 1);
    if (!actsFor.isEmpty() && !actsFor.equals("a=" + parts[0].substring(2))) {
      return Optional.empty();
    }
    return Optional.of(new ClientFirst(message.substring(0, headerEnd), bare, username, nonce));
  }

  /** {@code saslname}: comma and equals sign are written =2C and =3D. */
  private static @Nullable String name(String written) {
    String plain = written.replace("=2C", ",").replace("=3D", "=");
    long escapes = written.chars().filter(c -> c == '=').count();
    int shorter = written.length() - plain.length();
    return written.isEmpty() || shorter != 2 * escapes ? null : plain;
  }

  private static boolean isNonce(String text) {
    return text.length() >= NONCE_CHARS_MIN && text.chars().allMatch(c -> c > ' ' && c < 0x7F);
  }
}
