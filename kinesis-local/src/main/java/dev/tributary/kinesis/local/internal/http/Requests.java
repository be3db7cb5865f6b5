package dev.tributary.kinesis.local.internal.http;

import dev.tributary.kinesis.local.internal.api.Encoding;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;

/** Reads what a request of the protocol "AWS JSON 1.1" says about itself. */
final class Requests {
  private static final String TARGET = "X-Amz-Target";
  private static final String TARGET_PREFIX = "Kinesis_20131202.";
  private static final String SIDE_PREFIX = "/_";

  private Requests() {}

  /** Whether it goes to the one path that the API has, and asks nothing else there. */
  static boolean isForApi(FullHttpRequest request) {
    String uri = request.uri();
    return (uri.equals("/") || uri.startsWith("/?"))
        && !request.method().equals(HttpMethod.OPTIONS)
        && !CallerIdentity.asks(request);
  }

  static boolean isForSideDoor(HttpRequest request) {
    return request.uri().startsWith(SIDE_PREFIX);
  }

  static Encoding encoding(HttpRequest request) {
    return Encoding.of(request.headers().get(HttpHeaderNames.CONTENT_TYPE, ""))
        .orElse(Encoding.JSON);
  }

  /** Whether it could be a request of the protocol at all; such a one is not performed. */
  static boolean looksRight(HttpRequest request) {
    return Encoding.of(request.headers().get(HttpHeaderNames.CONTENT_TYPE, "")).isPresent()
        && request.method().equals(HttpMethod.POST)
        && request.headers().contains(TARGET);
  }

  /** The part of the target behind the dot, or whatever the client sent. */
  static String operation(HttpRequest request) {
    String target = request.headers().get(TARGET, "");
    return target.startsWith(TARGET_PREFIX) ? target.substring(TARGET_PREFIX.length()) : target;
  }
}
