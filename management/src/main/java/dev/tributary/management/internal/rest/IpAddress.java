package dev.tributary.management.internal.rest;

import java.net.InetAddress;
import org.jspecify.annotations.Nullable;

/** IP addresses written in one way. */
public final class IpAddress {

  private IpAddress() {}

  /** As Java writes it; null if the text is no address. Asks no name server. */
  public static @Nullable String canonical(String text) {
    try {
      return InetAddress.ofLiteral(text).getHostAddress();
    } catch (IllegalArgumentException _) {
      return null;
    }
  }
}
