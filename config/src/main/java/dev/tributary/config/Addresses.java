package dev.tributary.config;

import java.net.InetSocketAddress;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Addresses to listen on. Host names are not resolved here: reading settings does no I/O. */
final class Addresses {

  private static final Pattern HOST_AND_PORT =
      Pattern.compile("(?:(\\[[0-9a-fA-F:.]+\\]|[A-Za-z0-9._-]+)?:)?(\\d{1,5})");

  private Addresses() {}

  static InetSocketAddress parse(Object raw) {
    Matcher match = HOST_AND_PORT.matcher(String.valueOf(raw).trim());
    if (!match.matches()) {
      throw new IllegalArgumentException("not host:port");
    }
    int port = Integer.parseInt(match.group(2));
    String host = match.group(1);
    if (host == null) {
      return InetSocketAddress.createUnresolved("0.0.0.0", port);
    }
    return InetSocketAddress.createUnresolved(
        host.startsWith("[") ? host.substring(1, host.length() - 1) : host, port);
  }
}
