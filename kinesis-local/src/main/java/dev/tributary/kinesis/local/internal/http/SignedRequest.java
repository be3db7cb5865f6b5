package dev.tributary.kinesis.local.internal.http;

import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.HttpHeaderNames;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * The arithmetic of AWS Signature Version 4 over one request: its canonical form, the text that is
 * signed, the signature.
 */
record SignedRequest(
    FullHttpRequest request, List<String> signedHeaders, String date, String scope) {
  static final String ALGORITHM = "AWS4-HMAC-SHA256";
  private static final String PAYLOAD_HASH = "x-amz-content-sha256";
  private static final String UNSIGNED = "UNSIGNED-PAYLOAD";
  private static final String UNRESERVED = "-._~";

  /** What the signature has to be, in hexadecimal. */
  String signature(String secret) {
    byte[] key = ("AWS4" + secret).getBytes(StandardCharsets.UTF_8);
    for (String part : scope.split("/", -1)) {
      key = hmac(key, part);
    }
    return HexFormat.of().formatHex(hmac(key, textToSign()));
  }

  private String textToSign() {
    String canonical = hash(canonical().getBytes(StandardCharsets.UTF_8));
    return String.join("\n", ALGORITHM, date, scope, canonical);
  }

  private String canonical() {
    String uri = request.uri();
    int query = uri.indexOf('?');
    String path = query < 0 ? uri : uri.substring(0, query);
    String headers =
        signedHeaders.stream()
            .map(name -> name + ":" + value(name) + "\n")
            .collect(Collectors.joining());
    return String.join(
        "\n",
        request.method().name(),
        encoded(path),
        query < 0 ? "" : canonicalQuery(uri.substring(query + 1)),
        headers,
        String.join(";", signedHeaders),
        payloadHash());
  }

  /** Several values are one, and spaces count once. */
  private String value(String name) {
    return request.headers().getAll(name).stream()
        .map(value -> value.strip().replaceAll(" +", " "))
        .collect(Collectors.joining(","));
  }

  /** The path as it was sent is encoded once more: so do all services of AWS but one. */
  private static String encoded(String path) {
    StringBuilder text = new StringBuilder();
    for (byte b : path.getBytes(StandardCharsets.UTF_8)) {
      char c = (char) (b & 0xFF);
      boolean plain =
          (c < 0x80 && Character.isLetterOrDigit(c)) || c == '/' || UNRESERVED.indexOf(c) >= 0;
      text.append(plain ? String.valueOf(c) : "%%%02X".formatted((int) c));
    }
    return text.isEmpty() ? "/" : text.toString();
  }

  private static String canonicalQuery(String query) {
    return Arrays.stream(query.split("&", -1))
        .filter(parameter -> !parameter.isEmpty())
        .map(parameter -> parameter.contains("=") ? parameter : parameter + "=")
        .sorted()
        .collect(Collectors.joining("&"));
  }

  /** Of the body as it came, unless the client chose not to sign it. */
  private String payloadHash() {
    return UNSIGNED.equals(request.headers().get(PAYLOAD_HASH)) ? UNSIGNED : hash(body());
  }

  private byte[] body() {
    byte[] bytes = new byte[request.content().readableBytes()];
    request.content().getBytes(request.content().readerIndex(), bytes);
    return bytes;
  }

  /** Those that decide what is done have to be signed. */
  boolean signs(String header) {
    return signedHeaders.contains(header.toLowerCase(Locale.ROOT))
        || !request.headers().contains(header);
  }

  boolean signsHost() {
    return signedHeaders.contains(HttpHeaderNames.HOST.toString())
        || signedHeaders.contains(":authority");
  }

  private static String hash(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }

  private static byte[] hmac(byte[] key, String text) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(key, "HmacSHA256"));
      return mac.doFinal(text.getBytes(StandardCharsets.UTF_8));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has HmacSHA256", e);
    }
  }
}
