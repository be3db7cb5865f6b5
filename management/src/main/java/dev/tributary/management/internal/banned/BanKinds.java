package dev.tributary.management.internal.banned;

import dev.tributary.broker.Ban;
import dev.tributary.broker.Ban.Kind;
import java.net.InetAddress;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/** The kinds of bans as the original spells them, and what each may name. */
public final class BanKinds {

  private static final int CHARACTERS_MAX = 65_535;
  private static final int PATTERN_CHARACTERS_MAX = 1_024;

  private BanKinds() {}

  /** {@code clientid}. */
  public static String text(Kind kind) {
    return switch (kind) {
      case CLIENT_ID -> "clientid";
      case USERNAME -> "username";
      case PEER_HOST -> "peerhost";
      case CLIENT_ID_PATTERN -> "clientid_re";
      case USERNAME_PATTERN -> "username_re";
      case PEER_NETWORK -> "peerhost_net";
    };
  }

  public static List<String> texts() {
    return Arrays.stream(Kind.values()).map(BanKinds::text).toList();
  }

  public static Optional<Kind> of(String text) {
    return Arrays.stream(Kind.values()).filter(kind -> text(kind).equals(text)).findFirst();
  }

  /**
   * Who is banned, written in one way.
   *
   * @throws IllegalArgumentException if it is nothing of that kind; the message says what would be
   *     right
   */
  public static Ban ban(Kind kind, String who, long untilMillis) {
    return new Ban(kind, canonical(kind, who), untilMillis);
  }

  static String canonical(Kind kind, String who) {
    int longest =
        switch (kind) {
          case CLIENT_ID, USERNAME, PEER_HOST, PEER_NETWORK -> CHARACTERS_MAX;
          case CLIENT_ID_PATTERN, USERNAME_PATTERN -> PATTERN_CHARACTERS_MAX;
        };
    if (who.isEmpty() || who.length() > longest) {
      throw new IllegalArgumentException("expected text of 1 to " + longest + " characters");
    }
    return switch (kind) {
      case CLIENT_ID, USERNAME -> who;
      case PEER_HOST -> address(who);
      case CLIENT_ID_PATTERN, USERNAME_PATTERN -> pattern(who);
      case PEER_NETWORK -> network(who);
    };
  }

  private static String address(String who) {
    String address = IpAddress.canonical(who);
    if (address == null) {
      throw new IllegalArgumentException("expected an IP address such as 10.1.2.3");
    }
    return address;
  }

  private static String pattern(String who) {
    try {
      return Pattern.compile(who).pattern();
    } catch (PatternSyntaxException e) {
      throw new IllegalArgumentException(
          "expected a regular expression (%s at %d)".formatted(e.getDescription(), e.getIndex()),
          e);
    }
  }

  private static String network(String who) {
    int slash = who.indexOf('/');
    InetAddress address = IpAddress.of(slash < 0 ? who : who.substring(0, slash));
    if (address != null) {
      int most = address.getAddress().length * Byte.SIZE;
      int bits = slash < 0 ? most : bits(who.substring(slash + 1));
      if (bits >= 0 && bits <= most) {
        return address.getHostAddress() + "/" + bits;
      }
    }
    throw new IllegalArgumentException("expected a network such as 10.9.0.0/16");
  }

  private static int bits(String text) {
    return text.matches("\\d{1,3}") ? Integer.parseInt(text) : -1;
  }
}
