package dev.tributary.broker.internal.transport;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import org.jspecify.annotations.Nullable;

/** Where the two ends of a connection are. */
final class Addresses {

  /** What stands for an address where there is no socket. */
  static final InetSocketAddress IN_MEMORY =
      new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);

  private Addresses() {}

  static InetSocketAddress of(@Nullable SocketAddress address) {
    return address instanceof InetSocketAddress socket ? socket : IN_MEMORY;
  }
}
