package dev.tributary.kinesis.local.internal.http;

import dev.tributary.kinesis.local.internal.api.Encoding;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;

/** Reads what a request of the protocol "AWS JSON 1.1" says about itself. */
final class Requests {
  private static final String TARGET = "X-Amz-Target";
  private static final String TARGET_PREFIX = "Kinesis_20131202.";
  private static final String SIDE_PREFIX = "/_";

  private Requests() {}

  /** Whether it goes to the one path that the API has. */
  static boolean isForRoot(HttpRequest request) {
    String uri = request.uri();
    return uri.equals("/") || uri.startsWith("/?");
  }

  /** Whether it could be a request of the API's protocol. */
  static boolean isForApi(HttpRequest request) {
    return isForRoot(request)
        && request.method().equals(HttpMethod.POST)
        && Encoding.of(contentType(request)).isPresent();
  }

  /** Of an older protocol of AWS, in which there are no operations. */
  static boolean isPlainJson(HttpRequest request) {
    return contentType(request).startsWith("application/json");
  }

  static boolean isPreflight(HttpRequest request) {
    return request.method().equals(HttpMethod.OPTIONS)
        && request.headers().contains(HttpHeaderNames.ORIGIN);
  }

  private static String contentType(HttpRequest request) {
    return request.headers().get(HttpHeaderNames.CONTENT_TYPE, "");
  }

  static boolean isForSideDoor(HttpRequest request) {
    return request.uri().startsWith(SIDE_PREFIX);
  }

  static Encoding encoding(HttpRequest request) {
    return Encoding.of(contentType(request)).orElse(Encoding.JSON);
  }

  static boolean namesOperation(HttpRequest request) {
    return request.headers().contains(TARGET);
  }

  /** The part of the target behind the dot, or whatever the client sent. */
  static String operation(HttpRequest request) {
    String target = request.headers().get(TARGET, "");
    return target.startsWith(TARGET_PREFIX) ? target.substring(TARGET_PREFIX.length()) : target;
  }
}
