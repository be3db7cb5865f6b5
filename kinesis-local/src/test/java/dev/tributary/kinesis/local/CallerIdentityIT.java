package dev.tributary.kinesis.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tributary.testkit.netty.LeakCheck;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.apache.ApacheHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.retries.DefaultRetryStrategy;
import software.amazon.awssdk.services.sts.StsClient;
import software.amazon.awssdk.services.sts.model.GetCallerIdentityResponse;
import software.amazon.awssdk.services.sts.model.StsException;

/** Who the caller is, as KPL and scripts ask before they begin. */
@ExtendWith(LeakCheck.class)
final class CallerIdentityIT {
  private final LocalKinesis server =
      new LocalKinesis(
          LocalKinesisSettings.defaults()
              .withBind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
              .withAccountId("123456789012")
              .withCredentials(Map.of("key", "secret")),
          InstantSource.system(),
          new Random(1));

  @BeforeEach
  void start() throws IOException {
    server.start();
  }

  @AfterEach
  void stop() {
    server.close();
  }

  private StsClient client(String key, String secret) {
    return StsClient.builder()
        .endpointOverride(URI.create("http://127.0.0.1:" + server.port()))
        .region(Region.US_EAST_1)
        .credentialsProvider(
            StaticCredentialsProvider.create(AwsBasicCredentials.create(key, secret)))
        .httpClientBuilder(ApacheHttpClient.builder())
        .overrideConfiguration(o -> o.retryStrategy(DefaultRetryStrategy.doNotRetry()))
        .build();
  }

  @Test
  void namesTheAccountOfTheServer() {
    try (StsClient sts = client("key", "secret")) {
      GetCallerIdentityResponse caller = sts.getCallerIdentity();
      assertThat(caller.account()).isEqualTo("123456789012");
      assertThat(caller.userId()).isEqualTo("123456789012");
      assertThat(caller.arn()).isEqualTo("arn:aws:iam::123456789012:root");
      assertThat(caller.responseMetadata().requestId()).hasSize(36);
    }
  }

  @ParameterizedTest
  @CsvSource({"key,wrong,SignatureDoesNotMatch", "other,secret,InvalidClientTokenId"})
  void refusesWhoDoesNotKnowTheSecret(String key, String secret, String code) {
    try (StsClient sts = client(key, secret)) {
      assertThatThrownBy(sts::getCallerIdentity)
          .isInstanceOfSatisfying(
              StsException.class,
              e -> {
                assertThat(e.statusCode()).isEqualTo(403);
                assertThat(e.awsErrorDetails().errorCode()).isEqualTo(code);
                assertThat(e.awsErrorDetails().errorMessage()).isNotEmpty();
              });
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Action=AssumeRole&Version=2011-06-15",
        "Version=2011-06-15",
        "Action=%zz",
        "Action=GetCallerIdentity%",
        "Action",
        "",
      })
  void knowsNothingElseOfThatService(String form) throws IOException {
    assertThat(call(form).status()).isEqualTo(403);
  }

  @Test
  void refusesAQuestionThatNobodySigned() throws IOException {
    RawConnection.Answer answer = call("Action=GetCallerIdentity&Version=2011-06-15");
    assertThat(answer.status()).isEqualTo(403);
    assertThat(answer.headers()).containsEntry("content-type", "text/xml");
    assertThat(answer.text()).contains("<Code>MissingAuthenticationToken</Code>");
  }

  private RawConnection.Answer call(String form) throws IOException {
    String request =
        """
        POST / HTTP/1.1\r
        Host: x\r
        Content-Type: application/x-www-form-urlencoded; charset=utf-8\r
        Content-Length: %d\r
        \r
        %s\
        """
            .formatted(form.length(), form);
    try (RawConnection connection = new RawConnection(server.port())) {
      return connection.call(request.getBytes(StandardCharsets.UTF_8));
    }
  }
}
