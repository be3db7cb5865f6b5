package dev.tributary.benchmarks.internal.peer;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;

/**
 * The server's side of HTTP/1.1 with keep-alive, as far as the AWS SDK uses it: one request after
 * the other, bodies of known length. Used by one thread.
 */
final class HttpConnection {

  private static final int START_BYTES = 256 * 1024;
  private static final int REQUEST_BYTES_MAX = 16 << 20;
  private static final byte[] CONTINUE =
      "HTTP/1.1 100 Continue\r\n\r\n".getBytes(StandardCharsets.US_ASCII);

  private final InputStream in;
  private final OutputStream out;
  private byte[] bytes = new byte[START_BYTES];
  private int end;
  private int headBytes;
  private int bodyBytes;
  private String head = "";

  HttpConnection(Socket socket) throws IOException {
    this.in = socket.getInputStream();
    this.out = socket.getOutputStream();
  }

  /** Reads the next request; false if the client has closed. */
  boolean next() throws IOException {
    int used = headBytes + bodyBytes;
    System.arraycopy(bytes, used, bytes, 0, end - used);
    end -= used;
    headBytes = 0;
    bodyBytes = 0;
    int searched = 0;
    for (int at = headEnd(0); at < 0; at = headEnd(Math.max(0, searched - 3))) {
      searched = end;
      if (!read()) {
        return false;
      }
    }
    headBytes = headEnd(0);
    head = new String(bytes, 0, headBytes, StandardCharsets.ISO_8859_1).toLowerCase(Locale.ROOT);
    bodyBytes = Integer.parseInt(header("content-length", "0"));
    if (header("expect", "").equals("100-continue") && end < headBytes + bodyBytes) {
      out.write(CONTINUE);
    }
    while (end < headBytes + bodyBytes) {
      if (!read()) {
        throw new IOException("the body of a request ends early");
      }
    }
    return true;
  }

  /** A header of the request in lower case. */
  String header(String name, String missing) {
    int at = head.indexOf("\r\n" + name + ":");
    if (at < 0) {
      return missing;
    }
    int from = at + name.length() + 3;
    return head.substring(from, head.indexOf("\r\n", from)).strip();
  }

  byte[] bytes() {
    return bytes;
  }

  int bodyFrom() {
    return headBytes;
  }

  int bodyBytes() {
    return bodyBytes;
  }

  /** Head and body in one write: one packet where they fit. */
  void answer(String contentType, byte[] body) throws IOException {
    byte[] start =
        ("HTTP/1.1 200 OK\r\nx-amzn-RequestId: bench\r\nContent-Type: "
                + contentType
                + "\r\nContent-Length: "
                + body.length
                + "\r\n\r\n")
            .getBytes(StandardCharsets.US_ASCII);
    byte[] all = Arrays.copyOf(start, start.length + body.length);
    System.arraycopy(body, 0, all, start.length, body.length);
    out.write(all);
  }

  private boolean read() throws IOException {
    if (end == bytes.length) {
      if (bytes.length >= REQUEST_BYTES_MAX) {
        throw new IOException("a request of more than " + REQUEST_BYTES_MAX + " bytes");
      }
      bytes = Arrays.copyOf(bytes, bytes.length * 2);
    }
    int count = in.read(bytes, end, bytes.length - end);
    end += Math.max(0, count);
    return count >= 0;
  }

  private int headEnd(int from) {
    for (int i = from; i + 3 < end; i++) {
      if (bytes[i] == '\r'
          && bytes[i + 1] == '\n'
          && bytes[i + 2] == '\r'
          && bytes[i + 3] == '\n') {
        return i + 4;
      }
    }
    return -1;
  }
}
