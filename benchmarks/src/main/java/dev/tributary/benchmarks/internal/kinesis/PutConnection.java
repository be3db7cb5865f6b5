package dev.tributary.benchmarks.internal.kinesis;

import dev.tributary.benchmarks.internal.process.BenchmarkFailure;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/** A client of HTTP/1.1 on one connection that is kept. One thread. */
final class PutConnection implements AutoCloseable {
  private static final int START_BYTES = 256 * 1024;
  private static final int EXCERPT_CHARS = 300;

  private final Socket socket;
  private final InputStream in;
  private byte[] bytes = new byte[START_BYTES];
  private int end;
  private int at;

  PutConnection(int port) throws IOException {
    socket = new Socket(InetAddress.getLoopbackAddress(), port);
    socket.setTcpNoDelay(true);
    in = socket.getInputStream();
  }

  /** Sends a request, and returns the body of its answer, which must be good. */
  byte[] call(byte[] request) throws IOException {
    socket.getOutputStream().write(request);
    at = 0;
    end = 0;
    String head = head();
    byte[] body = head.contains("transfer-encoding: chunked") ? chunks() : take(length(head));
    if (!head.startsWith("http/1.1 200")) {
      String text = head + new String(body, StandardCharsets.UTF_8);
      throw new BenchmarkFailure(
          "a request was answered " + text.substring(0, Math.min(EXCERPT_CHARS, text.length())));
    }
    return body;
  }

  private static int length(String head) {
    int from = head.indexOf("content-length:") + "content-length:".length();
    return Integer.parseInt(head.substring(from, head.indexOf("\r\n", from)).strip());
  }

  private String head() throws IOException {
    StringBuilder head = new StringBuilder();
    for (String line = line(); !line.isEmpty(); line = line()) {
      head.append(line).append("\r\n");
    }
    return head.toString().toLowerCase(Locale.ROOT);
  }

  private byte[] chunks() throws IOException {
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    for (int size = chunkSize(); size > 0; size = chunkSize()) {
      body.writeBytes(take(size));
      String _ = line();
    }
    String _ = line();
    return body.toByteArray();
  }

  private int chunkSize() throws IOException {
    return Integer.parseInt(line().strip(), 16);
  }

  private String line() throws IOException {
    int from = at;
    while (true) {
      for (; at < end; at++) {
        if (bytes[at] == '\n') {
          String line = new String(bytes, from, at - from, StandardCharsets.ISO_8859_1);
          at++;
          return line.endsWith("\r") ? line.substring(0, line.length() - 1) : line;
        }
      }
      more();
    }
  }

  private byte[] take(int count) throws IOException {
    while (end - at < count) {
      more();
    }
    byte[] taken = new byte[count];
    System.arraycopy(bytes, at, taken, 0, count);
    at += count;
    return taken;
  }

  private void more() throws IOException {
    if (end == bytes.length) {
      byte[] larger = new byte[bytes.length * 2];
      System.arraycopy(bytes, 0, larger, 0, end);
      bytes = larger;
    }
    int count = in.read(bytes, end, bytes.length - end);
    if (count < 0) {
      throw new EOFException("the server has closed a connection");
    }
    end += count;
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
