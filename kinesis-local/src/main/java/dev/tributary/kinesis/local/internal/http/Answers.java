package dev.tributary.kinesis.local.internal.http;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.tributary.kinesis.local.internal.api.Performed;
import dev.tributary.kinesis.local.internal.api.Refusal;
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
import java.util.Optional;

/** Makes the answers: those of the API, those of the doors beside it, and those of none. */
record Answers(
    AnswerHeaders headers,
    CrossOrigin crossOrigin,
    Signatures signatures,
    CallerIdentity identity,
    SideDoor side) {
  private static final String JSON = "application/json";
  private static final String XML = "text/xml";
  private static final String SERVICE = "kinesis";
  private static final int OK = 200;
  private static final int FORBIDDEN = 403;
  private static final int NOT_FOUND = 404;

  private static final Refusal NO_SERVICE =
      new Refusal(
          FORBIDDEN,
          "AccessDeniedException",
          "Unable to determine service/operation name to be authorized");

  private static final String NO_OPERATION_PLAIN =
      "{\"Output\":{\"__type\":\"com.amazon.coral.service#UnknownOperationException\",\"message\":null},"
          + "\"Version\":\"1.0\"}";

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
      return atSideDoor(request);
    }
    if (Requests.isPreflight(request)) {
      FullHttpResponse response = response(OK, JSON, Unpooled.EMPTY_BUFFER);
      headers.write(response.headers());
      crossOrigin.allowRequest(request, response.headers());
      return response;
    }
    if (CallerIdentity.asks(request)) {
      return identified(request);
    }
    return Requests.isForRoot(request) ? foreign(request) : notFound();
  }

  /** Who may not call the API may not make it fail, either. */
  private FullHttpResponse atSideDoor(FullHttpRequest request) {
    if (crossOrigin.refuses(request)) {
      return error(FORBIDDEN, NO_SERVICE.type(), "pages of other origins may not do this");
    }
    Optional<Refusal> refusal = signatures.check(request, SERVICE);
    if (refusal.isPresent()) {
      return error(FORBIDDEN, refusal.get().type(), refusal.get().message());
    }
    return side.serve(
            request.method().name(), request.uri(), ByteBufUtil.getBytes(request.content()))
        .map(answer -> response(answer.status(), JSON, Unpooled.wrappedBuffer(answer.body())))
        .orElseGet(Answers::notFound);
  }

  /** Of what is not a request of the protocol AWS answers in XML, and says not even that it is. */
  private FullHttpResponse foreign(FullHttpRequest request) {
    FullHttpResponse response =
        Requests.isPlainJson(request) && request.method().equals(HttpMethod.POST)
            ? response(OK, JSON, utf8(NO_OPERATION_PLAIN))
            : refused(signatures.check(request, SERVICE).orElse(NO_SERVICE));
    headers.write(response.headers());
    crossOrigin.allow(request, response.headers());
    return response;
  }

  private static FullHttpResponse refused(Refusal refusal) {
    String xml =
        "<%s>\n  <Message>%s</Message>\n</%s>\n"
            .formatted(refusal.type(), escaped(refusal.message()), refusal.type());
    return new DefaultFullHttpResponse(
        HttpVersion.HTTP_1_1, HttpResponseStatus.FORBIDDEN, utf8(xml));
  }

  static String escaped(String text) {
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
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
    return error(
        NOT_FOUND,
        "UnknownOperationException",
        "there is nothing at this path; the Kinesis API is POST /");
  }

  private static FullHttpResponse error(int status, String type, String message) {
    String json =
        JsonNodeFactory.instance
            .objectNode()
            .put("__type", type)
            .put("message", message)
            .toString();
    return response(status, JSON, utf8(json));
  }

  private static ByteBuf utf8(String text) {
    return Unpooled.copiedBuffer(text, StandardCharsets.UTF_8);
  }

  private static FullHttpResponse response(int status, String contentType, ByteBuf body) {
    FullHttpResponse response =
        new DefaultFullHttpResponse(HttpVersion.HTTP_1_1, HttpResponseStatus.valueOf(status), body);
    response.headers().set(HttpHeaderNames.CONTENT_TYPE, contentType);
    return response;
  }
}
