package dev.tributary.management;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/** HTTP by hand, so that any path and any body can be sent. One connection per request. */
final class RestClient {

  static final ObjectMapper JSON = new ObjectMapper();

  /** An answer; headers in lower case. */
  record Answer(int status, Map<String, String> headers, byte[] body) {
    String text() {
      return new String(body, StandardCharsets.UTF_8);
    }

    JsonNode json() {
      try {
        return JSON.readTree(body);
      } catch (IOException e) {
        throw new AssertionError("not JSON: " + text(), e);
      }
    }

    boolean isJson() {
      return headers.getOrDefault("content-type", "").startsWith("application/json");
    }

    String code() {
      return isJson() ? json().path("code").asText("") : "";
    }
  }

  private final int port;

  RestClient(int port) {
    this.port = port;
  }

  String login() throws IOException {
    return send(
            "POST",
            "/api/v5/login",
            Map.of("content-type", "application/json"),
            """
            {"username":"admin","password":"public"}\
            """
                .getBytes(StandardCharsets.UTF_8))
        .json()
        .path("token")
        .asText();
  }

  /** With a fresh login; {@code body} may be null. */
  Answer call(String method, String path, String body) throws IOException {
    Map<String, String> headers = new LinkedHashMap<>();
    headers.put("authorization", "Bearer " + login());
    headers.put("content-type", "application/json");
    return send(
        method,
        "/api/v5" + path,
        headers,
        body == null ? new byte[0] : body.getBytes(StandardCharsets.UTF_8));
  }

  Answer send(String method, String target, Map<String, String> headers, byte[] body)
      throws IOException {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      socket.setSoTimeout(30_000);
      var head = new StringBuilder(method + " " + target + " HTTP/1.1\r\nhost: localhost\r\n");
      headers.forEach((name, value) -> head.append(name + ": " + value + "\r\n"));
      head.append("content-length: " + body.length + "\r\nconnection: close\r\n\r\n");
      // At once, or the second packet waits for the acknowledgement of the first.
      var whole = new ByteArrayOutputStream();
      whole.write(head.toString().getBytes(StandardCharsets.ISO_8859_1));
      whole.write(body);
      whole.writeTo(socket.getOutputStream());
      return read(socket.getInputStream());
    }
  }

  private static Answer read(InputStream in) throws IOException {
    String statusLine = line(in);
    Map<String, String> headers = new LinkedHashMap<>();
    for (String line = line(in); !line.isEmpty(); line = line(in)) {
      int colon = line.indexOf(':');
      headers.put(
          line.substring(0, colon).toLowerCase(Locale.ROOT), line.substring(colon + 1).strip());
    }
    byte[] body = in.readAllBytes();
    if ("chunked".equalsIgnoreCase(headers.get("transfer-encoding"))) {
      body = unchunked(body);
    }
    return new Answer(Integer.parseInt(statusLine.split(" ", 3)[1]), headers, body);
  }

  private static byte[] unchunked(byte[] chunked) throws IOException {
    var in = new java.io.ByteArrayInputStream(chunked);
    var out = new ByteArrayOutputStream();
    for (int size = Integer.parseInt(line(in), 16);
        size > 0;
        size = Integer.parseInt(line(in), 16)) {
      out.write(in.readNBytes(size));
      line(in);
    }
    return out.toByteArray();
  }

  private static String line(InputStream in) throws IOException {
    var line = new ByteArrayOutputStream();
    for (int c = in.read(); c >= 0 && c != '\n'; c = in.read()) {
      if (c != '\r') {
        line.write(c);
      }
    }
    return line.toString(StandardCharsets.ISO_8859_1);
  }
}
