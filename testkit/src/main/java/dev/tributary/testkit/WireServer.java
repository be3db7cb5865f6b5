package dev.tributary.testkit;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/**
 * Just enough HTTP/1.1 on plain sockets, one virtual thread per connection. Written by hand because
 * a test needs to reset a connection at an exact point, which HTTP libraries take care not to do.
 */
public final class WireServer implements AutoCloseable {
  private static final int LINE_CHARS_MAX = 16 * 1024;
  private static final int BODY_BYTES_MAX = 64 * 1024 * 1024;

  /** A request read completely; header names are in lower case. */
  public record Request(Map<String, String> headers, byte[] body) {
    /** Empty if it was not sent. */
    public String header(String name) {
      return headers.getOrDefault(name, "");
    }
  }

  public sealed interface Reply {
    record Answer(int status, String contentType, byte[] body) implements Reply {}

    record Reset() implements Reply {}
  }

  @FunctionalInterface
  public interface Handler {
    Reply handle(Request request) throws IOException, InterruptedException;
  }

  private final Handler handler;
  private final ServerSocket listener;
  private final Set<Socket> open = ConcurrentHashMap.newKeySet();
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

  private WireServer(Handler handler, ServerSocket listener) {
    this.handler = handler;
    this.listener = listener;
  }

  /** Listens on loopback; port 0 lets the system choose. */
  public static WireServer start(int port, Handler handler) throws IOException {
    ServerSocket listener = new ServerSocket();
    listener.setReuseAddress(true);
    listener.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 256);
    WireServer server = new WireServer(handler, listener);
    server.threads.execute(server::accept);
    return server;
  }

  public int port() {
    return listener.getLocalPort();
  }

  /** Resets every connection; when it returns, no handler runs any more. */
  @Override
  public void close() throws IOException {
    listener.close();
    threads.shutdownNow();
    open.forEach(WireServer::reset);
    try {
      if (!threads.awaitTermination(10, TimeUnit.SECONDS)) {
        throw new IOException("a handler of the fake did not end within 10 seconds");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void accept() {
    while (!listener.isClosed()) {
      try {
        Socket socket = listener.accept();
        open.add(socket);
        threads.execute(() -> serve(socket));
      } catch (IOException | java.util.concurrent.RejectedExecutionException _) {
        // Closed while accepting: the loop ends and close() takes care of what is open.
      }
    }
    open.forEach(WireServer::reset);
  }

  private void serve(Socket socket) {
    try (socket) {
      socket.setTcpNoDelay(true);
      InputStream in = new BufferedInputStream(socket.getInputStream(), 64 * 1024);
      OutputStream out = socket.getOutputStream();
      while (!Thread.currentThread().isInterrupted()) {
        Request request = read(in, out);
        switch (handler.handle(request)) {
          case Reply.Answer answer -> write(out, answer);
          case Reply.Reset() -> {
            reset(socket);
            return;
          }
        }
      }
    } catch (IOException _) {
      // The client went away or the fake was stopped; both are ordinary here.
    } catch (InterruptedException _) {
      reset(socket);
    } finally {
      open.remove(socket);
    }
  }

  private static void reset(Socket socket) {
    try (socket) {
      socket.setSoLinger(true, 0); // makes close() send RST instead of FIN
    } catch (IOException _) {
      // Already closed.
    }
  }

  private static Request read(InputStream in, OutputStream out) throws IOException {
    String start = line(in);
    if (!start.endsWith("HTTP/1.1")) {
      throw new IOException("not an HTTP/1.1 request");
    }
    Map<String, String> headers = new HashMap<>();
    for (String line = line(in); !line.isEmpty(); line = line(in)) {
      int colon = line.indexOf(':');
      if (colon > 0) {
        headers.put(
            line.substring(0, colon).toLowerCase(Locale.ROOT), line.substring(colon + 1).strip());
      }
    }
    if (headers.getOrDefault("expect", "").equalsIgnoreCase("100-continue")) {
      out.write("HTTP/1.1 100 Continue\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
      out.flush();
    }
    int length = Integer.parseInt(headers.getOrDefault("content-length", "0"));
    if (length < 0 || length > BODY_BYTES_MAX) {
      throw new IOException("content-length is " + length);
    }
    byte[] body = in.readNBytes(length);
    if (body.length < length) {
      throw new EOFException("body ended after " + body.length + " of " + length + " bytes");
    }
    return new Request(headers, body);
  }

  private static String line(InputStream in) throws IOException {
    StringBuilder line = new StringBuilder();
    for (int c = in.read(); c != '\n'; c = in.read()) {
      if (c < 0 || line.length() > LINE_CHARS_MAX) {
        throw new EOFException("no complete line");
      }
      if (c != '\r') {
        line.append((char) c);
      }
    }
    return line.toString();
  }

  private static void write(OutputStream out, Reply.Answer answer) throws IOException {
    String head =
        "HTTP/1.1 %d Fake\r\nx-amzn-RequestId: fake\r\nContent-Type: %s\r\nContent-Length: %d\r\n\r\n"
            .formatted(answer.status(), answer.contentType(), answer.body().length);
    byte[] start = head.getBytes(StandardCharsets.US_ASCII);
    byte[] all = new byte[start.length + answer.body().length];
    System.arraycopy(start, 0, all, 0, start.length);
    System.arraycopy(answer.body(), 0, all, start.length, answer.body().length);
    out.write(all); // one write: one packet where it fits
    out.flush();
  }
}
