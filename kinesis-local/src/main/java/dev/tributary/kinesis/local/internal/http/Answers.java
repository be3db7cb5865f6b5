package dev.tributary.kinesis.local.internal.http;

import dev.tributary.kinesis.local.internal.api.Performed;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.DefaultHttpHeaders;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;
import java.nio.charset.StandardCharsets;

/** Makes the answers: those of the API, those of the doors beside it, and those of none. */
record Answers(
    AnswerHeaders headers, CrossOrigin crossOrigin, CallerIdentity identity, SideDoor side) {
  private static final String JSON = "application/json";
  private static final String XML = "text/xml";
  private static final int OK = 200;
  private static final int NOT_FOUND = 404;

  /** Takes over the body. */
  FullHttpResponse of(FullHttpRequest request, Performed performed, ByteBuf body) {
    FullHttpResponse response =
        response(performed.status(), Requests.encoding(request).contentType(), body);
    headers.write(response.headers());
    crossOrigin.allow(request, response.headers());
    return response;
  }

  /** Of a request that is none of the API. */
  FullHttpResponse beside(FullHttpRequest request) {
    if (Requests.isForSideDoor(request)) {
      return side.serve(
              request.method().name(), request.uri(), ByteBufUtil.getBytes(request.content()))
          .map(answer -> response(answer.status(), JSON, Unpooled.wrappedBuffer(answer.body())))
          .orElseGet(Answers::notFound);
    }
    if (request.method().equals(HttpMethod.OPTIONS)) {
      FullHttpResponse response = response(OK, JSON, Unpooled.EMPTY_BUFFER);
      crossOrigin.allowRequest(request, response.headers());
      return response;
    }
    return CallerIdentity.asks(request) ? identified(request) : notFound();
  }

  private FullHttpResponse identified(FullHttpRequest request) {
    HttpHeaders ids = new DefaultHttpHeaders();
    headers.write(ids);
    CallerIdentity.Answer answer = identity.answer(request, AnswerHeaders.requestId(ids));
    FullHttpResponse response = response(answer.status(), XML, answer.body());
    response.headers().add(ids);
    return response;
  }

  private static FullHttpResponse notFound() {
    String text =
        "{\"__type\":\"UnknownOperationException\",\"message\":\"there is nothing at this path; the"
            + " Kinesis API is POST /\"}";
    return response(NOT_FOUND, JSON, Unpooled.wrappedBuffer(text.getBytes(StandardCharsets.UTF_8)));
  }

  private static FullHttpResponse response(int status, String contentType, ByteBuf body) {
    FullHttpResponse response =
        new DefaultFullHttpResponse(HttpVersion.HTTP_1_1, HttpResponseStatus.valueOf(status), body);
    response.headers().set(HttpHeaderNames.CONTENT_TYPE, contentType);
    return response;
  }
}
