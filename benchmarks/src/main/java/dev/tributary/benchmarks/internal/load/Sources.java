package dev.tributary.benchmarks.internal.load;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import org.jspecify.annotations.Nullable;

/**
 * The addresses from which the load connects. One address has some 28,000 ports, and a port is in
 * use for a minute after its connection was closed; on Linux all of 127/8 is this machine.
 */
public final class Sources {

  /** How many there are. */
  public static final int COUNT = System.getProperty("os.name", "").startsWith("Linux") ? 4 : 1;

  private Sources() {}

  /** Always the same for a client; null for the system's choice. */
  static @Nullable InetSocketAddress of(String clientId) {
    if (COUNT == 1) {
      return null;
    }
    byte last = (byte) (1 + Math.floorMod(clientId.hashCode(), COUNT));
    try {
      return new InetSocketAddress(InetAddress.getByAddress(new byte[] {127, 0, 0, last}), 0);
    } catch (UnknownHostException e) {
      throw new IllegalStateException("four bytes are an address", e);
    }
  }
}
