package dev.tributary.management.internal.rest;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.handler.ErrorHandler;
import org.eclipse.jetty.util.Callback;

/**
 * Answers what never reaches an endpoint because it is not HTTP or its path cannot be decoded, with
 * an error of the API in place of Jetty's page.
 */
public final class UnreadableRequests extends ErrorHandler {

  private static final byte[] BODY =
      """
      {"code":"BAD_REQUEST","message":"the request cannot be read: expected HTTP/1.1 with a path of\
       percent-encoded UTF-8"}\
      """
          .getBytes(StandardCharsets.UTF_8);

  @Override
  public boolean handle(Request request, Response response, Callback callback) {
    response.getHeaders().put(HttpHeader.CONTENT_TYPE, "application/json");
    response.write(true, ByteBuffer.wrap(BODY), callback);
    return true;
  }
}
