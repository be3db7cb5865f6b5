package dev.tributary.acceptance;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;

/**
 * Ports for the few settings that must name one before anything listens on it. The system hands out
 * others for a while before it gives the same one again.
 */
final class FreePorts {
  private FreePorts() {}

  /** A loopback port that nobody listens on. */
  static int next() {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
