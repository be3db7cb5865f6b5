package dev.tributary.rule.engine;

import java.net.Inet6Address;
import java.net.InetSocketAddress;

/** Socket addresses as rules see them, in {@code peerhost}, {@code peername}, {@code sockname}. */
public final class PeerText {

  private PeerText() {}

  /** The numeric address: asking for a name could wait for DNS. */
  public static String host(InetSocketAddress address) {
    return address.getAddress() == null
        ? address.getHostString()
        : address.getAddress().getHostAddress();
  }

  /** Address and port; an IPv6 address stands in brackets. */
  public static String hostAndPort(InetSocketAddress address) {
    String host = host(address);
    String bracketed = address.getAddress() instanceof Inet6Address ? "[" + host + "]" : host;
    return bracketed + ":" + address.getPort();
  }
}
