package dev.tributary.management.internal.banned;

import java.net.InetAddress;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** IP addresses written in one way. */
public final class IpAddress {

  /** Java takes less than four numbers too, and means something else than most people. */
  private static final Pattern FOUR_NUMBERS = Pattern.compile("\\d{1,3}(\\.\\d{1,3}){3}");

  private IpAddress() {}

  /** As Java writes it; null if the text is no address. Asks no name server. */
  public static @Nullable String canonical(String text) {
    InetAddress address = of(text);
    return address == null ? null : address.getHostAddress();
  }

  static @Nullable InetAddress of(String text) {
    boolean four = FOUR_NUMBERS.matcher(text).matches();
    if (!four && (text.indexOf(':') < 0 || text.indexOf('%') >= 0)) {
      return null;
    }
    try {
      return InetAddress.ofLiteral(text);
    } catch (IllegalArgumentException _) {
      return null;
    }
  }
}
