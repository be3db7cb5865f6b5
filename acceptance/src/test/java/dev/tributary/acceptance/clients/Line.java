package dev.tributary.acceptance.clients;

import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * A line between a client and the server that can be cut: to the server the client then ends
 * without a word, whatever its family would have said.
 */
public final class Line implements AutoCloseable {
  private final ServerSocket door;
  private final Endpoint behind;
  private final List<Closeable> open = new CopyOnWriteArrayList<>();

  private Line(Endpoint behind) throws IOException {
    this.behind = behind;
    this.door = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
  }

  public static Line to(Endpoint endpoint) {
    try {
      Line line = new Line(endpoint);
      Thread.ofVirtual().start(line::accept);
      return line;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** This side of the line; for one connection. */
  public Endpoint endpoint() {
    return behind.at(new InetSocketAddress(door.getInetAddress(), door.getLocalPort()));
  }

  private void accept() {
    try {
      Socket client = opened(door.accept());
      Socket server = opened(new Socket(behind.address().getAddress(), behind.port()));
      Thread.ofVirtual().start(() -> pump(client, server));
      Thread.ofVirtual().start(() -> pump(server, client));
    } catch (IOException _) {
      cut();
    }
  }

  private Socket opened(Socket socket) throws IOException {
    open.add(socket);
    socket.setTcpNoDelay(true);
    return socket;
  }

  private void pump(Socket from, Socket to) {
    try {
      from.getInputStream().transferTo(to.getOutputStream());
    } catch (IOException _) {
      cut();
    }
    cut();
  }

  /** Ends both sides, and lets nobody in any more. */
  public void cut() {
    quietly(door);
    open.forEach(Line::quietly);
  }

  private static void quietly(Closeable open) {
    try {
      open.close();
    } catch (IOException _) {
      return;
    }
  }

  @Override
  public void close() {
    cut();
  }
}
