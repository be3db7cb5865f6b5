package dev.tributary.broker.internal.websocket;

import dev.tributary.broker.WebSocketOptions;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.websocketx.WebSocketVersion;
import java.util.Arrays;
import java.util.Base64;

/** Which requests may become a WebSocket (RFC 6455, 4.2), and what others are answered. */
sealed interface Upgrade {

  /** Goes on, with one of the listener's subprotocols if the client names any. */
  record Accept() implements Upgrade {}

  record Refuse(HttpResponseStatus status, String why) implements Upgrade {}

  int KEY_BYTES = 16;

  static Upgrade decide(HttpRequest request, WebSocketOptions options) {
    HttpHeaders headers = request.headers();
    if (request.decoderResult().isFailure()) {
      return new Refuse(HttpResponseStatus.BAD_REQUEST, "no HTTP");
    }
    if (!path(request.uri()).equals(options.path())) {
      return new Refuse(HttpResponseStatus.NOT_FOUND, "the path is " + options.path());
    }
    if (!request.method().equals(HttpMethod.GET)) {
      return new Refuse(HttpResponseStatus.METHOD_NOT_ALLOWED, "only GET can be upgraded");
    }
    if (!request.protocolVersion().equals(HttpVersion.HTTP_1_1)
        || !headers.containsValue(HttpHeaderNames.CONNECTION, HttpHeaderValues.UPGRADE, true)
        || !headers.containsValue(HttpHeaderNames.UPGRADE, HttpHeaderValues.WEBSOCKET, true)) {
      return new Refuse(HttpResponseStatus.UPGRADE_REQUIRED, "this is a WebSocket");
    }
    if (!WebSocketVersion.V13
        .toHttpHeaderValue()
        .equals(headers.get(HttpHeaderNames.SEC_WEBSOCKET_VERSION))) {
      return new Refuse(HttpResponseStatus.UPGRADE_REQUIRED, "the version is 13");
    }
    if (!isKey(headers.get(HttpHeaderNames.SEC_WEBSOCKET_KEY, ""))) {
      return new Refuse(
          HttpResponseStatus.BAD_REQUEST, "Sec-WebSocket-Key must be 16 bytes in Base64");
    }
    if (options.checkOrigin()
        && !options.origins().contains(headers.get(HttpHeaderNames.ORIGIN, ""))) {
      return new Refuse(HttpResponseStatus.FORBIDDEN, "this origin is not allowed");
    }
    return subprotocol(headers, options);
  }

  private static Upgrade subprotocol(HttpHeaders headers, WebSocketOptions options) {
    String offered = String.join(",", headers.getAll(HttpHeaderNames.SEC_WEBSOCKET_PROTOCOL));
    boolean none = offered.isBlank();
    boolean known =
        Arrays.stream(offered.split(",", -1))
            .map(String::strip)
            .anyMatch(options.subprotocols()::contains);
    if (known || (none && !options.failIfNoSubprotocol())) {
      return new Accept();
    }
    return new Refuse( // [MQTT-6.0.0-3]
        HttpResponseStatus.BAD_REQUEST,
        "Sec-WebSocket-Protocol must name one of " + String.join(", ", options.subprotocols()));
  }

  private static String path(String uri) {
    int query = uri.indexOf('?');
    return query < 0 ? uri : uri.substring(0, query);
  }

  private static boolean isKey(String text) {
    try {
      return Base64.getDecoder().decode(text.strip()).length == KEY_BYTES;
    } catch (IllegalArgumentException _) {
      return false;
    }
  }
}
