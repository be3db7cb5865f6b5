package dev.tributary.sink.kinesis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tributary.sink.BatchOutcome;
import dev.tributary.sink.kinesis.Fault.Kind;
import java.net.ConnectException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import javax.net.ssl.SSLHandshakeException;
import org.apache.http.NoHttpResponseException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.services.kinesis.model.KinesisException;

/** The table of design.md section 4. */
final class ErrorClassifierTest {

  private static final Target TARGET = new Target("us-east-1", "http://localhost:4566");

  @ParameterizedTest
  @CsvSource({
    "ProvisionedThroughputExceededException, 400, THROTTLED",
    "ThrottlingException, 400, THROTTLED",
    "LimitExceededException, 400, THROTTLED",
    "KMSThrottlingException, 400, THROTTLED",
    "Whatever, 429, THROTTLED",
    "InternalFailure, 500, TRANSIENT",
    "ServiceUnavailable, 503, TRANSIENT",
    "ExpiredTokenException, 400, TRANSIENT",
    "RequestExpired, 400, TRANSIENT",
    "ResourceInUseException, 400, TRANSIENT",
    "RequestTimeTooSkewed, 403, TRANSIENT",
    "NeverHeardOf, 400, TRANSIENT",
    "NeverHeardOf, 403, TRANSIENT",
    "Http407, 407, OPERATOR",
    "ResourceNotFoundException, 400, OPERATOR",
    "KMSDisabledException, 400, OPERATOR",
    "KMSInvalidStateException, 400, OPERATOR",
    "KMSNotFoundException, 400, OPERATOR",
    "KMSOptInRequired, 400, OPERATOR",
    "InvalidSignatureException, 400, OPERATOR",
    "UnrecognizedClientException, 400, OPERATOR",
    "AccessDeniedException, 400, DENIED",
    "KMSAccessDeniedException, 400, DENIED",
    "InvalidArgumentException, 400, INVALID",
    "ValidationException, 400, INVALID",
    "SerializationException, 400, INVALID",
    "Whatever, 413, INVALID",
  })
  void answers(String code, int status, Kind kind) {
    Fault fault = ErrorClassifier.classify(answer(code, status), "stream s", TARGET);
    assertThat(fault.kind()).isEqualTo(kind);
    assertThat(fault.code()).isEqualTo(code);
    Class<? extends BatchOutcome> outcome =
        switch (kind) {
          case THROTTLED, TRANSIENT, UNREACHABLE -> BatchOutcome.RetryAll.class;
          case DENIED, OPERATOR -> BatchOutcome.Hold.class;
          case INVALID -> BatchOutcome.Invalid.class;
        };
    assertThat(fault.outcome()).isInstanceOf(outcome);
  }

  @Test
  void aMissingStreamSaysWhatToDo() {
    Fault fault =
        ErrorClassifier.classify(
            answer("ResourceNotFoundException", 400), "stream my_stream", TARGET);
    assertThat(fault.why())
        .isEqualTo(
            "stream my_stream does not exist in us-east-1 at http://localhost:4566: create it or"
                + " correct stream_name");
  }

  @Test
  void anAnswerWithoutDetailsIsNamedByItsStatus() {
    Fault fault =
        ErrorClassifier.classify(
            KinesisException.builder().statusCode(502).build(), "stream s", TARGET);
    assertThat(fault.kind()).isEqualTo(Kind.TRANSIENT);
    assertThat(fault.code()).isEqualTo("Http502");
  }

  @Test
  void theNetwork() {
    assertNetwork(new UnknownHostException("x"), Kind.UNREACHABLE, "UnknownHost");
    assertNetwork(new ConnectException("refused"), Kind.UNREACHABLE, "ConnectionRefused");
    assertNetwork(new SocketTimeoutException("read"), Kind.TRANSIENT, "Timeout");
    assertNetwork(new SocketException("reset"), Kind.TRANSIENT, "ConnectionReset");
    assertNetwork(new NoHttpResponseException("x"), Kind.TRANSIENT, "ConnectionReset");
    assertNetwork(new SSLHandshakeException("bad cert"), Kind.UNREACHABLE, "TlsFailure");
    assertNetwork(new IllegalStateException("?"), Kind.TRANSIENT, "Unknown");
  }

  private static void assertNetwork(Exception cause, Kind kind, String code) {
    SdkClientException wrapped =
        SdkClientException.create("Unable to execute", new RuntimeException(cause));
    Fault fault = ErrorClassifier.classify(wrapped, "stream s", TARGET);
    assertThat(fault.kind()).isEqualTo(kind);
    assertThat(fault.code()).isEqualTo(code);
    assertThat(fault.why()).contains("localhost:4566");
  }

  @Test
  void missingCredentialsHold() {
    SdkClientException e =
        SdkClientException.create("Unable to load credentials from any of the providers in [...]");
    Fault fault = ErrorClassifier.classify(e, "stream s", TARGET);
    assertThat(fault.kind()).isEqualTo(Kind.OPERATOR);
    assertThat(fault.why()).contains("aws_access_key_id");
  }

  private static KinesisException answer(String code, int status) {
    return (KinesisException)
        KinesisException.builder()
            .statusCode(status)
            .awsErrorDetails(
                AwsErrorDetails.builder().errorCode(code).errorMessage("said so").build())
            .build();
  }
}
