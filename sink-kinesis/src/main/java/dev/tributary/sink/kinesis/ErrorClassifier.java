package dev.tributary.sink.kinesis;

import dev.tributary.sink.kinesis.Fault.Kind;
import java.util.Set;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkException;

/**
 * Says what a failed request means: the table of {@code design.md} section 4 in code. What it does
 * not know is {@link Kind#TRANSIENT}: unknown is never a reason to drop.
 */
final class ErrorClassifier {

  private static final Set<String> THROTTLED =
      Set.of(
          "ProvisionedThroughputExceededException",
          "LimitExceededException",
          "KMSThrottlingException",
          "Throttling",
          "ThrottlingException",
          "ThrottledException",
          "RequestThrottled",
          "RequestThrottledException",
          "RequestLimitExceeded",
          "TooManyRequestsException",
          "EC2ThrottledException",
          "BandwidthLimitExceeded",
          "SlowDown");

  /** Session credentials that the SDK will have renewed by the next try, and clocks apart. */
  private static final Set<String> EXPIRED =
      Set.of(
          "ExpiredToken",
          "ExpiredTokenException",
          "RequestExpired",
          "RequestTimeTooSkewed",
          "RequestInTheFuture");

  private static final Set<String> DENIED =
      Set.of(
          "AccessDeniedException",
          "AccessDenied",
          "NotAuthorized",
          "UnauthorizedOperation",
          "KMSAccessDeniedException");

  private static final Set<String> BAD_KEYS =
      Set.of(
          "InvalidSignatureException",
          "SignatureDoesNotMatch",
          "IncompleteSignature",
          "IncompleteSignatureException",
          "UnrecognizedClientException",
          "InvalidClientTokenId",
          "InvalidAccessKeyId",
          "MissingAuthenticationToken",
          "MissingAuthenticationTokenException",
          "MissingCredentialsException",
          "AuthFailure");

  private static final Set<String> KMS =
      Set.of(
          "KMSDisabledException",
          "KMSInvalidStateException",
          "KMSNotFoundException",
          "KMSOptInRequired",
          "OptInRequired");

  static final String STREAM_MISSING = "ResourceNotFoundException";

  private static final Set<String> INVALID =
      Set.of(
          "InvalidArgumentException",
          "ValidationException",
          "ValidationError",
          "SerializationException",
          "RequestEntityTooLargeException");

  private static final int PROXY_AUTHENTICATION = 407;
  private static final int PAYLOAD_TOO_LARGE = 413;
  private static final int TOO_MANY_REQUESTS = 429;

  /** A service's message may quote what it was sent. */
  private static final int SAID_CHARACTERS_MAX = 500;

  private ErrorClassifier() {}

  /**
   * Classifies what the SDK has thrown.
   *
   * @param subject what the request was about, such as {@code stream my_stream}
   */
  static Fault classify(SdkException e, String subject, Target target) {
    Fault unsigned = CredentialFaults.classify(e);
    if (unsigned != null) {
      return unsigned;
    }
    return e instanceof AwsServiceException answer
        ? classifyAnswer(answer, subject, target)
        : NetworkFaults.classify(e, target);
  }

  private static Fault classifyAnswer(AwsServiceException e, String subject, Target target) {
    String code = codeOf(e);
    if (e.statusCode() == PROXY_AUTHENTICATION) {
      return new Fault(
          Kind.OPERATOR,
          code,
          "the proxy asks who we are: correct proxy.username and proxy.password");
    }
    Kind kind = kindOf(code, e.statusCode());
    return new Fault(kind, code, explain(kind, code, said(e), subject, target));
  }

  static Kind kindOf(String code, int httpStatus) {
    if (THROTTLED.contains(code) || httpStatus == TOO_MANY_REQUESTS) {
      return Kind.THROTTLED;
    }
    if (DENIED.contains(code)) {
      return Kind.DENIED;
    }
    if (code.equals(STREAM_MISSING) || BAD_KEYS.contains(code) || KMS.contains(code)) {
      return Kind.OPERATOR;
    }
    if (INVALID.contains(code) || httpStatus == PAYLOAD_TOO_LARGE) {
      return Kind.INVALID;
    }
    return Kind.TRANSIENT;
  }

  /** Whether the stream's encryption is what fails. */
  static boolean isAboutKms(String code) {
    return KMS.contains(code);
  }

  private static String explain(
      Kind kind, String code, String said, String subject, Target target) {
    return switch (kind) {
      case THROTTLED -> subject + " in " + target + " is throttled: " + said;
      case DENIED -> "access to " + subject + " in " + target + " is denied; grant it: " + said;
      case OPERATOR -> whatToDo(code, said, subject, target);
      case INVALID -> "the request for " + subject + " was refused: " + said;
      case TRANSIENT, UNREACHABLE -> whatTimeHeals(code, said, subject, target);
    };
  }

  private static String whatToDo(String code, String said, String subject, Target target) {
    if (code.equals(STREAM_MISSING)) {
      return subject + " does not exist in " + target + ": create it or correct stream_name";
    }
    if (BAD_KEYS.contains(code)) {
      return "the credentials are not accepted in "
          + target
          + ": correct aws_access_key_id and aws_secret_access_key: "
          + said;
    }
    return "the KMS key of " + subject + " in " + target + " cannot be used; repair it: " + said;
  }

  private static String whatTimeHeals(String code, String said, String subject, Target target) {
    if (EXPIRED.contains(code)) {
      return "the credentials have expired or the clock of this machine is wrong: " + said;
    }
    return "the service failed for " + subject + " in " + target + ": " + said;
  }

  private static String codeOf(AwsServiceException e) {
    var details = e.awsErrorDetails();
    String code = details == null ? null : details.errorCode();
    return code == null ? "Http" + e.statusCode() : code;
  }

  /** What the service said, bounded; for what is not an answer, the exception's text. */
  static String said(SdkException e) {
    String message = e.getMessage();
    if (e instanceof AwsServiceException answer) {
      var details = answer.awsErrorDetails();
      message = details == null ? null : details.errorMessage();
      message =
          message == null || message.isBlank() ? "HTTP status " + answer.statusCode() : message;
    }
    String text = String.valueOf(message);
    return text.length() <= SAID_CHARACTERS_MAX
        ? text
        : text.substring(0, SAID_CHARACTERS_MAX) + "…";
  }
}
