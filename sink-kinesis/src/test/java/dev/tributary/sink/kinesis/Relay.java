package dev.tributary.sink.kinesis;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import javax.net.ssl.ExtendedSSLSession;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSocket;
import org.jspecify.annotations.Nullable;

/**
 * Listens on a port of the system's choice and passes everything on to another port of this
 * machine: as the end of TLS, as an HTTP proxy, or only to see what was sent. For tests: keeps all
 * that it has heard.
 */
final class Relay implements AutoCloseable {

  private static final int HEAD_MAX = 16 * 1024;

  private static final List<String> REFUSAL =
      List.of(
          "HTTP/1.1 407 Who are you",
          "Proxy-Authenticate: Basic realm=\"test\"",
          "Connection: close",
          "Content-Length: 0",
          "",
          "");

  private final ServerSocket listener;
  private final int upstream;
  private final @Nullable String proxyAuthorization;
  private final boolean proxy;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final Set<Socket> open = ConcurrentHashMap.newKeySet();
  private final ByteArrayOutputStream heard = new ByteArrayOutputStream();

  /** The first lines of proxy requests. */
  final List<String> asked = new CopyOnWriteArrayList<>();

  /** Names that SNI sent; empty text for none. */
  final List<String> names = new CopyOnWriteArrayList<>();

  private Relay(
      ServerSocket listener, int upstream, boolean proxy, @Nullable String proxyAuthorization) {
    this.listener = listener;
    this.upstream = upstream;
    this.proxy = proxy;
    this.proxyAuthorization = proxyAuthorization;
    threads.execute(this::accept);
  }

  static Relay plain(int upstream) throws IOException {
    return new Relay(listen(), upstream, false, null);
  }

  /**
   * @param needsClient whether the client must show a certificate
   */
  static Relay tls(int upstream, SSLContext context, boolean needsClient) throws IOException {
    SSLServerSocket listener =
        (SSLServerSocket)
            context
                .getServerSocketFactory()
                .createServerSocket(0, 50, InetAddress.getLoopbackAddress());
    listener.setNeedClientAuth(needsClient);
    return new Relay(listener, upstream, false, null);
  }

  /**
   * A proxy that connects to {@code upstream}, whatever host it is asked for.
   *
   * @param authorization the header's value that it wants; null for none
   */
  static Relay proxy(int upstream, @Nullable String authorization) throws IOException {
    return new Relay(listen(), upstream, true, authorization);
  }

  private static ServerSocket listen() throws IOException {
    return new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
  }

  int port() {
    return listener.getLocalPort();
  }

  /** All that clients have sent, as far as it is text. */
  String heard() {
    synchronized (heard) {
      return heard.toString(StandardCharsets.ISO_8859_1);
    }
  }

  private void accept() {
    while (!listener.isClosed()) {
      try {
        Socket client = listener.accept();
        open.add(client);
        threads.execute(() -> serve(client));
      } catch (IOException | java.util.concurrent.RejectedExecutionException _) {
        // Closed: the loop ends.
      }
    }
  }

  private void serve(Socket client) {
    try (client;
        Socket server = new Socket(InetAddress.getLoopbackAddress(), upstream)) {
      open.add(server);
      if (client instanceof SSLSocket tls) {
        tls.startHandshake();
        var sent = ((ExtendedSSLSession) tls.getSession()).getRequestedServerNames();
        names.add(
            sent.isEmpty()
                ? ""
                : new String(sent.getFirst().getEncoded(), StandardCharsets.US_ASCII));
      }
      if (proxy && !letThrough(client, server)) {
        return;
      }
      threads.execute(() -> pipe(server, client, null));
      pipe(client, server, heard);
    } catch (IOException _) {
      // The client went away, or did not pass the handshake.
    }
  }

  private boolean letThrough(Socket client, Socket server) throws IOException {
    String head = head(client.getInputStream());
    asked.add(head.substring(0, head.indexOf('\r')));
    OutputStream answer = client.getOutputStream();
    if (proxyAuthorization != null
        && !head.contains("Proxy-Authorization: " + proxyAuthorization + "\r\n")) {
      answer.write(ascii(String.join("\r\n", REFUSAL)));
      return false;
    }
    if (head.startsWith("CONNECT ")) {
      answer.write(ascii("HTTP/1.1 200 Connected\r\n\r\n"));
    } else {
      server.getOutputStream().write(ascii(head));
    }
    return true;
  }

  private static String head(InputStream in) throws IOException {
    StringBuilder head = new StringBuilder();
    while (head.length() < HEAD_MAX && head.indexOf("\r\n\r\n") < 0) {
      int next = in.read();
      if (next < 0) {
        throw new IOException("no complete head");
      }
      head.append((char) next);
    }
    return head.toString();
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  private static void pipe(Socket from, Socket to, @Nullable ByteArrayOutputStream copy) {
    byte[] buffer = new byte[16 * 1024];
    try {
      InputStream in = from.getInputStream();
      OutputStream out = to.getOutputStream();
      for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
        if (copy != null) {
          synchronized (copy) {
            copy.write(buffer, 0, read);
          }
        }
        out.write(buffer, 0, read);
        out.flush();
      }
      to.shutdownOutput();
    } catch (IOException _) {
      closeQuietly(to);
    }
  }

  private static void closeQuietly(Socket socket) {
    try {
      socket.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() throws IOException {
    listener.close();
    open.forEach(Relay::closeQuietly);
    threads.shutdownNow();
  }
}
