package dev.tributary.rule.engine;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.StringJoiner;

/** Socket addresses as rules see them, in {@code peerhost}, {@code peername}, {@code sockname}. */
public final class PeerText {

  /** Of an IPv6 address, 16 bits each. */
  private static final int GROUPS = 8;

  private PeerText() {}

  /** The numeric address: asking for a name could wait for DNS. IPv6 is shortened (RFC 5952). */
  public static String host(InetSocketAddress address) {
    return switch (address.getAddress()) {
      case null -> address.getHostString();
      case Inet6Address six -> shortened(six.getAddress());
      case InetAddress other -> other.getHostAddress();
    };
  }

  private static String shortened(byte[] address) {
    int[] groups = new int[GROUPS];
    for (int i = 0; i < GROUPS; i++) {
      groups[i] = (address[2 * i] & 0xFF) << 8 | (address[2 * i + 1] & 0xFF);
    }
    int from = 0;
    int length = 0;
    for (int i = 0; i < GROUPS; i++) {
      int zeros = zerosFrom(groups, i);
      if (zeros > length) {
        from = i;
        length = zeros;
      }
    }
    return length < 2
        ? joined(groups, 0, GROUPS)
        : joined(groups, 0, from) + "::" + joined(groups, from + length, GROUPS);
  }

  private static int zerosFrom(int[] groups, int from) {
    int end = from;
    while (end < groups.length && groups[end] == 0) {
      end++;
    }
    return end - from;
  }

  private static String joined(int[] groups, int from, int to) {
    StringJoiner text = new StringJoiner(":");
    for (int i = from; i < to; i++) {
      text.add(Integer.toHexString(groups[i]));
    }
    return text.toString();
  }

  /** Address and port; an IPv6 address stands in brackets. */
  public static String hostAndPort(InetSocketAddress address) {
    String host = host(address);
    String bracketed = address.getAddress() instanceof Inet6Address ? "[" + host + "]" : host;
    return bracketed + ":" + address.getPort();
  }
}
