package dev.tributary.kinesis.local.fuzz;

import java.io.BufferedInputStream;
import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * A connection to the server. What is not answered or closed in time fails with
 * SocketTimeoutException.
 */
final class FuzzConnection implements AutoCloseable {
  private static final int PATIENCE_MILLIS = 60_000;
  private static final int CONTINUE = 100;
  private static final int SWITCHING = 101;

  private final Socket socket;
  private final InputStream in;

  FuzzConnection(int port) throws IOException {
    socket = new Socket(InetAddress.getLoopbackAddress(), port);
    socket.setSoTimeout(PATIENCE_MILLIS);
    socket.setTcpNoDelay(true);
    in = new BufferedInputStream(socket.getInputStream());
  }

  /**
   * @param headers by names in lower case
   * @param body of an event stream: nothing, for it does not end
   */
  record Answer(int status, Map<String, String> headers, byte[] body) {
    boolean isEvents() {
      return header("content-type").equals("application/vnd.amazon.eventstream");
    }

    boolean isLast() {
      return header("connection").equals("close");
    }

    String header(String name) {
      return headers.getOrDefault(name, "");
    }
  }

  /** Throws EOFException if the server has closed without a whole answer. */
  Answer call(byte[] request) throws IOException {
    socket.getOutputStream().write(request);
    return answer(in);
  }

  /**
   * Sends, says that nothing follows, and reads to the end: whole answers, if it is HTTP/1.1. An
   * answer may be cut off, as the client has left.
   */
  List<Answer> callAndLeave(byte[] request) throws IOException {
    byte[] all;
    try {
      socket.getOutputStream().write(request);
      socket.shutdownOutput();
      all = in.readAllBytes();
    } catch (SocketException _) {
      return List.of(); // closed while more was on its way: the answer, if any, is lost
    }
    List<Answer> answers = new ArrayList<>();
    ByteArrayInputStream rest = new ByteArrayInputStream(all);
    try {
      while (rest.available() > 0 && startsAnswer(rest)) {
        Answer answer = answer(rest);
        answers.add(answer);
        if (answer.isEvents() || answer.status() == SWITCHING) {
          break;
        }
      }
    } catch (EOFException _) {
      return answers;
    }
    return answers;
  }

  /** Or it is frames of HTTP/2, which a client has to know. */
  private static boolean startsAnswer(ByteArrayInputStream in) {
    in.mark(0);
    byte[] start = new byte[5];
    int _ = in.readNBytes(start, 0, start.length);
    in.reset();
    return new String(start, StandardCharsets.ISO_8859_1).equals("HTTP/");
  }

  private static Answer answer(InputStream in) throws IOException {
    String start = line(in);
    Map<String, String> headers = new HashMap<>();
    for (String line = line(in); !line.isEmpty(); line = line(in)) {
      int colon = line.indexOf(':');
      headers.put(
          line.substring(0, colon).toLowerCase(Locale.ROOT), line.substring(colon + 1).strip());
    }
    int status = Integer.parseInt(start.substring(9, 12));
    if (status == CONTINUE) {
      return answer(in);
    }
    int length = Integer.parseInt(headers.getOrDefault("content-length", "0"));
    byte[] body = in.readNBytes(length);
    if (body.length < length) {
      throw new EOFException("answer ended after %d of %d bytes".formatted(body.length, length));
    }
    return new Answer(status, headers, body);
  }

  private static String line(InputStream in) throws IOException {
    StringBuilder line = new StringBuilder();
    for (int c = in.read(); c != '\n'; c = in.read()) {
      if (c < 0) {
        throw new EOFException("closed by the server");
      }
      if (c != '\r') {
        line.append((char) c);
      }
    }
    return line.toString();
  }

  /** Without saying goodbye. */
  void reset() throws IOException {
    socket.setSoLinger(true, 0);
    socket.close();
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
