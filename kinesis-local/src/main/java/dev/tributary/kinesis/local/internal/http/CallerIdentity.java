package dev.tributary.kinesis.local.internal.http;

import dev.tributary.kinesis.local.internal.api.Refusal;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.QueryStringDecoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/**
 * The one operation of AWS's Security Token Service that producers call before they begin:
 * GetCallerIdentity, by which KPL learns the account for the ARN of its stream. Thread-safe.
 *
 * @param accountId what stands in all ARNs of this server
 */
record CallerIdentity(String accountId, Signatures signatures) {
  private static final String FORM = "application/x-www-form-urlencoded";
  private static final String NAMESPACE = "https://sts.amazonaws.com/doc/2011-06-15/";
  private static final int BODY_BYTES_MAX = 4096;
  private static final int PARAMETERS_MAX = 8;
  private static final int BAD_REQUEST = 400;
  private static final int FORBIDDEN = 403;

  /**
   * An answer, in XML.
   *
   * @param status of HTTP
   */
  record Answer(int status, ByteBuf body) {
    private static Answer of(int status, String xml) {
      return new Answer(status, Unpooled.copiedBuffer(xml, StandardCharsets.UTF_8));
    }
  }

  /** Whether it asks that; nothing else of that service is known. */
  static boolean asks(FullHttpRequest request) {
    return request.method().equals(HttpMethod.POST)
        && request.headers().get(HttpHeaderNames.CONTENT_TYPE, "").startsWith(FORM)
        && request.content().readableBytes() <= BODY_BYTES_MAX
        && "GetCallerIdentity".equals(parameter(request, "Action"));
  }

  private static String parameter(FullHttpRequest request, String name) {
    String form = request.content().toString(StandardCharsets.UTF_8);
    try {
      return new QueryStringDecoder(form, StandardCharsets.UTF_8, false, PARAMETERS_MAX)
          .parameters()
          .getOrDefault(name, List.of(""))
          .getFirst();
    } catch (IllegalArgumentException _) { // a percent sign without its two digits
      return "";
    }
  }

  /**
   * Answers it, or refuses a wrong signature.
   *
   * @param requestId of the answer
   */
  Answer answer(FullHttpRequest request, String requestId) {
    Optional<Refusal> refusal = signatures.check(request, "sts");
    return refusal.isPresent() ? refused(refusal.get(), requestId) : known(requestId);
  }

  private Answer known(String requestId) {
    return Answer.of(
        200,
        """
        <GetCallerIdentityResponse xmlns="%s">
          <GetCallerIdentityResult>
            <Arn>arn:aws:iam::%s:root</Arn>
            <UserId>%s</UserId>
            <Account>%s</Account>
          </GetCallerIdentityResult>
          <ResponseMetadata><RequestId>%s</RequestId></ResponseMetadata>
        </GetCallerIdentityResponse>
        """
            .formatted(NAMESPACE, accountId, accountId, accountId, requestId));
  }

  private static Answer refused(Refusal refusal, String requestId) {
    String code = code(refusal.type());
    return Answer.of(
        code.equals("IncompleteSignature") ? BAD_REQUEST : FORBIDDEN,
        """
        <ErrorResponse xmlns="%s">
          <Error><Type>Sender</Type><Code>%s</Code><Message>%s</Message></Error>
          <RequestId>%s</RequestId>
        </ErrorResponse>
        """
            .formatted(NAMESPACE, code, Answers.escaped(refusal.message()), requestId));
  }

  /** What this service calls the errors that Kinesis has, too. */
  private static String code(String type) {
    return switch (type) {
      case "UnrecognizedClientException" -> "InvalidClientTokenId";
      case "InvalidSignatureException" -> "SignatureDoesNotMatch";
      default -> type.replace("Exception", "");
    };
  }
}
