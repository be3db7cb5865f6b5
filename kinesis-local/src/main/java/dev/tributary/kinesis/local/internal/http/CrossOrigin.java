package dev.tributary.kinesis.local.internal.http;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpRequest;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Lets pages in a browser call the API, as AWS does; but pages of other machines only where
 * signatures are checked, for any page could read the streams of a laptop otherwise.
 */
record CrossOrigin(boolean anyOrigin) {
  private static final Pattern LOCAL =
      Pattern.compile("https?://(localhost|127\\.0\\.0\\.1|\\[::1])(:\\d{1,5})?");
  private static final String EXPOSED = "x-amzn-RequestId,x-amz-id-2,Date";
  private static final String PREFLIGHT_SECONDS = "172800";

  /** Adds to an answer what its request's page may do with it. */
  void allow(HttpRequest request, HttpHeaders answer) {
    String origin = request.headers().get(HttpHeaderNames.ORIGIN);
    if (isAllowed(origin)) {
      answer
          .set(HttpHeaderNames.ACCESS_CONTROL_ALLOW_ORIGIN, origin)
          .set(HttpHeaderNames.VARY, HttpHeaderNames.ORIGIN)
          .set(HttpHeaderNames.ACCESS_CONTROL_EXPOSE_HEADERS, EXPOSED);
    }
  }

  /** Adds to the answer of an OPTIONS what a page may send. */
  void allowRequest(HttpRequest request, HttpHeaders answer) {
    allow(request, answer);
    if (isAllowed(request.headers().get(HttpHeaderNames.ORIGIN))) {
      answer
          .set(HttpHeaderNames.ACCESS_CONTROL_ALLOW_METHODS, "POST")
          .set(
              HttpHeaderNames.ACCESS_CONTROL_ALLOW_HEADERS,
              request.headers().get(HttpHeaderNames.ACCESS_CONTROL_REQUEST_HEADERS, ""))
          .set(HttpHeaderNames.ACCESS_CONTROL_MAX_AGE, PREFLIGHT_SECONDS);
    }
  }

  /** Whether a page sent it that may not: for what browsers send without asking first. */
  boolean refuses(HttpRequest request) {
    String origin = request.headers().get(HttpHeaderNames.ORIGIN);
    return origin != null && !isAllowed(origin);
  }

  private boolean isAllowed(@Nullable String origin) {
    return origin != null && (anyOrigin || LOCAL.matcher(origin).matches());
  }
}
