package dev.tributary.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;

/**
 * A loopback port for what must name one before it listens there, or listens there again after a
 * pause. Until it is closed, nobody else is given the port by chance, no client's own end of a
 * connection gets it (which on loopback would connect to itself), and connections to it are refused
 * unless somebody listens. Whoever binds it by its number gets it, from another process too.
 *
 * <p>That two may bind one port as long as one of them does not listen is so on Linux; elsewhere
 * the port is free again at once.
 */
public final class ReservedPort implements AutoCloseable {
  private static final boolean IS_SHARED = System.getProperty("os.name").equals("Linux");

  private final Socket holder = new Socket();
  private final int number;

  private ReservedPort() throws IOException {
    holder.setReuseAddress(true);
    holder.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
    number = holder.getLocalPort();
    if (!IS_SHARED) {
      holder.close();
    }
  }

  /** One of the system's choice. */
  public static ReservedPort reserve() {
    try {
      return new ReservedPort();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public int number() {
    return number;
  }

  @Override
  public void close() {
    try {
      holder.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
