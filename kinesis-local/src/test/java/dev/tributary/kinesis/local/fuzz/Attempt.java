package dev.tributary.kinesis.local.fuzz;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/**
 * What is sent.
 *
 * @param framed whether it is one complete request of HTTP/1.1: then there must be one answer
 * @param toApi whether it is for the API, or for the door beside it
 */
record Attempt(byte[] bytes, boolean framed, boolean toApi) {

  /** A request of HTTP/1.1 whose length is right. */
  static byte[] http(String start, Map<String, String> headers, byte[] body) {
    StringBuilder head = new StringBuilder(start).append(" HTTP/1.1\r\n");
    headers.forEach((name, value) -> head.append(name).append(": ").append(value).append("\r\n"));
    head.append("Content-Length: ").append(body.length).append("\r\n\r\n");
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    all.writeBytes(head.toString().getBytes(StandardCharsets.ISO_8859_1));
    all.writeBytes(body);
    return all.toByteArray();
  }
}
