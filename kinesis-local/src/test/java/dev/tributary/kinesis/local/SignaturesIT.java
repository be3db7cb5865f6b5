package dev.tributary.kinesis.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tributary.testkit.TestClock;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.SdkGlobalTime;
import software.amazon.awssdk.http.ContentStreamProvider;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.http.apache.ApacheHttpClient;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4HttpSigner;
import software.amazon.awssdk.http.auth.spi.signer.HttpSigner;
import software.amazon.awssdk.identity.spi.AwsCredentialsIdentity;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.retries.DefaultRetryStrategy;
import software.amazon.awssdk.services.kinesis.KinesisClient;

/** Signatures by the AWS SDK, and authorizations that no SDK would write. */
final class SignaturesIT {
  private static final String KEY = "AKIDEXAMPLE";
  private static final String SECRET = "a secret";

  private final TestClock clock = new TestClock(Instant.now());
  private final LocalKinesis server =
      new LocalKinesis(
          LocalKinesisSettings.defaults()
              .withBind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
              .withCredentials(Map.of(KEY, SECRET)),
          clock,
          new Random(1));

  @BeforeEach
  void start() throws IOException {
    SdkGlobalTime.setGlobalTimeOffset(0); // the SDK learns from servers, also those of other tests
    server.start();
  }

  @AfterEach
  void stop() {
    server.close();
  }

  private KinesisClient client(AwsCredentials credentials, Region region) {
    return KinesisClient.builder()
        .endpointOverride(URI.create("http://127.0.0.1:" + server.port()))
        .region(region)
        .credentialsProvider(StaticCredentialsProvider.create(credentials))
        .httpClientBuilder(ApacheHttpClient.builder())
        .overrideConfiguration(o -> o.retryStrategy(DefaultRetryStrategy.doNotRetry()))
        .build();
  }

  private void assertRefused(
      AwsCredentials credentials, Region region, String type, String message) {
    try (KinesisClient kinesis = client(credentials, region)) {
      assertThatThrownBy(kinesis::listStreams)
          .isInstanceOfSatisfying(
              AwsServiceException.class,
              e -> {
                assertThat(e.awsErrorDetails().errorCode()).isEqualTo(type);
                assertThat(e.awsErrorDetails().errorMessage()).contains(message);
                assertThat(e.awsErrorDetails().errorMessage()).doesNotContain(SECRET);
              });
    }
  }

  private static AwsBasicCredentials right() {
    return AwsBasicCredentials.create(KEY, SECRET);
  }

  @Test
  void acceptsWhatIsSignedRight() {
    try (KinesisClient kinesis = client(right(), Region.US_EAST_1)) {
      assertThatCode(kinesis::listStreams).doesNotThrowAnyException();
    }
  }

  @Test
  void acceptsASessionToken() {
    AwsCredentials session = AwsSessionCredentials.create(KEY, SECRET, "a token");
    try (KinesisClient kinesis = client(session, Region.US_EAST_1)) {
      assertThatCode(kinesis::listStreams).doesNotThrowAnyException();
    }
  }

  @Test
  void refusesAWrongSecret() {
    assertRefused(
        AwsBasicCredentials.create(KEY, "another"),
        Region.US_EAST_1,
        "InvalidSignatureException",
        "The request signature we calculated does not match the signature you provided.");
  }

  @Test
  void refusesAnAccessKeyThatIsNotKnown() {
    assertRefused(
        AwsBasicCredentials.create("AKIDOTHER", SECRET),
        Region.US_EAST_1,
        "UnrecognizedClientException",
        "The security token included in the request is invalid.");
  }

  @Test
  void refusesAnotherRegion() {
    assertRefused(
        right(),
        Region.EU_WEST_1,
        "InvalidSignatureException",
        "Credential should be scoped to a valid region, not 'eu-west-1'.");
  }

  @ParameterizedTest
  @CsvSource({
    "-901,Signature expired: , - 15 min.)",
    "901,Signature not yet current: , + 15 min.)",
    "-899,does not match,signature",
    "899,does not match,signature"
  })
  void refusesWhatIsTooOldOrTooNew(int seconds, String start, String end) throws IOException {
    String credential = "AKIDEXAMPLE/DAY/us-east-1/kinesis/aws4_request";
    Instant then = clock.instant().plusSeconds(seconds);
    assertThat(answer(signed(then, credential, "host;x-amz-date;x-amz-target")))
        .contains(start)
        .contains(end);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "|MissingAuthenticationTokenException|Missing Authentication Token",
        "X|IncompleteSignatureException|Authorization header requires 'Credential' parameter. Authorization header requires 'Signature' parameter. Authorization header requires 'SignedHeaders' parameter. Authorization header requires existence of either a 'X-Amz-Date' or a 'Date' header. Authorization=X",
        "AWS4- Signature=b Credential=a|IncompleteSignatureException|Authorization header requires 'SignedHeaders' parameter. Authorization header requires existence",
        "AWS4- Signature=b,Credential=a|IncompleteSignatureException|:\"Authorization header requires 'SignedHeaders' parameter.",
        "AWS4- Signature=b, Credential=a|IncompleteSignatureException|:\"Authorization header requires 'SignedHeaders' parameter.",
        "AWS4-HMAC-SHA256 Credential=a|IncompleteSignatureException|requires 'Signature' parameter",
        "AWS4-HMAC-SHA256 Credential=a, SignedHeaders=host, Signature=1|IncompleteSignatureException|requires existence of either a 'X-Amz-Date' or a 'Date' header",
        "AWS4-HMAC-SHA256 =,=,=|IncompleteSignatureException|requires 'Credential' parameter",
      })
  void refusesMalformedAuthorizations(String header, String type, String message)
      throws IOException {
    assertThat(answer(header == null ? "" : "Authorization: " + header + "\r\n"))
        .contains("\"__type\":\"" + type + "\"")
        .contains(message);
  }

  @Test
  void refusesWhatItCannotCheck() throws IOException {
    String all = " Credential=a, SignedHeaders=host, Signature=1\r\n";
    assertThat(answer("X-Amz-Date: x\r\nAuthorization: AWS4-HMAC-SHA512" + all))
        .contains("\"Unsupported AWS 'algorithm': 'AWS4-HMAC-SHA512'\"");
    assertThat(answer("Date: x\r\nAuthorization: AWS4-HMAC-SHA256" + all))
        .contains(
            "\"Date must be in ISO-8601 'basic format'. Got 'x'. See http://en.wikipedia.org/");
    assertThat(answer("/?X-Amz-Algorithm", "Authorization: X\r\n"))
        .contains("InvalidSignatureException", "\"Found both 'X-Amz-Algorithm' as a query-string");
    assertThat(answer("/?X-Amz-Algorith", "Authorization: X\r\n"))
        .contains("\"Authorization header requires 'Credential' parameter.");
  }

  @Test
  void whatIsNotTheProtocolIsNotSigned() throws IOException {
    try (RawConnection connection = new RawConnection(server.port())) {
      connection.sendHead("GET / HTTP/1.1", "Host: x");
      RawConnection.Answer answer = connection.receive();
      assertThat(answer.status()).isEqualTo(403);
      assertThat(answer.text())
          .isEqualTo(
              "<MissingAuthenticationTokenException>\n  <Message>Missing Authentication Token"
                  + "</Message>\n</MissingAuthenticationTokenException>\n");
    }
  }

  /** Who may not call the API may not make it fail, either. */
  @Test
  void faultsAreForThoseWhoMayCall() throws Exception {
    String rule = "{\"id\": \"x\", \"effect\": \"throttle\"}";
    assertThat(fault("a secret", rule).statusCode()).isEqualTo(201);
    HttpResponse<String> refused = fault("another", rule);
    assertThat(refused.statusCode()).isEqualTo(403);
    assertThat(refused.body()).contains("InvalidSignatureException");
    try (RawConnection connection = new RawConnection(server.port())) {
      connection.sendHead("DELETE /_faults HTTP/1.1", "Host: x");
      RawConnection.Answer answer = connection.receive();
      assertThat(answer.status()).isEqualTo(403);
      assertThat(answer.text()).contains("MissingAuthenticationTokenException");
    }
    assertThat(server.faults().rule("x")).isPresent();
  }

  private HttpResponse<String> fault(String secret, String body) throws Exception {
    URI uri = URI.create("http://127.0.0.1:%d/_faults".formatted(server.port()));
    SdkHttpRequest request = SdkHttpRequest.builder().method(SdkHttpMethod.POST).uri(uri).build();
    SdkHttpRequest signed =
        AwsV4HttpSigner.create()
            .sign(r ->
                r.identity(AwsCredentialsIdentity.create(KEY, secret))
                    .request(request)
                    .payload(ContentStreamProvider.fromUtf8String(body))
                    .putProperty(AwsV4HttpSigner.SERVICE_SIGNING_NAME, "kinesis")
                    .putProperty(AwsV4HttpSigner.REGION_NAME, "us-east-1")
                    .putProperty(
                        HttpSigner.SIGNING_CLOCK, Clock.fixed(clock.instant(), ZoneOffset.UTC)))
            .request();
    HttpRequest.Builder call =
        HttpRequest.newBuilder(uri).POST(HttpRequest.BodyPublishers.ofString(body));
    signed.forEachHeader((name, values) -> {
      if (!name.equalsIgnoreCase("Host")) { // the client writes it
        values.forEach(value -> call.header(name, value));
      }
    });
    try (HttpClient client = HttpClient.newHttpClient()) {
      return client.send(call.build(), HttpResponse.BodyHandlers.ofString());
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "a/b|host|must have exactly 5 slash-delimited elements",
        "AKIDEXAMPLE/DAY/us-east-1/s3/aws4_request|host|scoped to correct service: 'kinesis'",
        "AKIDEXAMPLE/DAY/us-east-1/kinesis/aws3|host|valid terminator: 'aws4_request', not 'aws3'",
        "AKIDEXAMPLE/20200101/us-east-1/kinesis/aws4_request|host|Date in Credential scope does not match",
        "AKIDEXAMPLE/DAY/us-east-1/kinesis/aws4_request|x-amz-date|'Host' or ':authority' must be a 'SignedHeader'",
        "AKIDEXAMPLE/DAY/us-east-1/kinesis/aws4_request|host|'X-Amz-Target' must be a 'SignedHeader'",
        "AKIDEXAMPLE/DAY/us-east-1/kinesis/aws4_request|host;x-amz-date;x-amz-target|does not match",
      })
  void refusesScopesAndHeadersThatAreWrong(String credential, String signed, String message)
      throws IOException {
    assertThat(answer(signed(clock.instant(), credential, signed))).contains(message);
  }

  private static String signed(Instant time, String credential, String signed) {
    String date = time.toString().substring(0, 19).replaceAll("[-:]", "") + "Z";
    return "X-Amz-Date: %s\r\nAuthorization: AWS4-HMAC-SHA256 Credential=%s, SignedHeaders=%s, Signature=00\r\n"
        .formatted(date, credential.replace("DAY", date.substring(0, 8)), signed);
  }

  private String answer(String header) throws IOException {
    return answer("/", header);
  }

  private String answer(String path, String header) throws IOException {
    try (RawConnection connection = new RawConnection(server.port())) {
      String request =
          new String(RawConnection.json("ListStreams", "{}"), StandardCharsets.UTF_8)
              .replace("POST /", "POST " + path)
              .replace("Host: x\r\n", "Host: x\r\n" + header);
      RawConnection.Answer answer = connection.call(request.getBytes(StandardCharsets.UTF_8));
      assertThat(answer.status()).isEqualTo(400);
      return answer.text();
    }
  }
}
