package dev.tributary.kinesis.local.contract;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What the SDK does not send. */
final class ProtocolContractIT extends ContractFixture {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String SIGNATURE =
      "AWS4-HMAC-SHA256 Credential=any/20260101/us-east-1/kinesis/aws4_request,"
          + " SignedHeaders=host;x-amz-date, Signature=00";

  // Most requests that offer to go on in HTTP/2 (Upgrade: h2c) kinesis-local leaves unanswered.
  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  @AfterEach
  void closeClient() {
    http.close();
  }

  @Test
  @Differs(Difference.UNSIGNED)
  void aRequestIsSigned() throws IOException {
    HttpResponse<String> answer = send("ListStreams", "{}", List.of());
    either(
        Difference.UNSIGNED,
        () -> assertThat(answer.statusCode()).isEqualTo(200),
        () -> assertThat(type(answer)).isEqualTo("MissingAuthenticationTokenException"));
  }

  @Test
  @Differs(Difference.UNKNOWN_OPERATION)
  void anUnknownOperationIsToldApart() throws IOException {
    HttpResponse<String> answer = call("FlyToMoon", "{}");
    String type = type(answer);
    either(
        Difference.UNKNOWN_OPERATION,
        () -> assertThat(type).isEqualTo("UnknownOperationException"),
        () -> assertThat(type).isEqualTo("AccessDeniedException"));
  }

  @Test
  void whatIsNoJsonIsASerializationException() throws IOException {
    HttpResponse<String> answer = call("ListStreams", "{");
    assertThat(answer.statusCode()).isEqualTo(400);
    assertThat(type(answer)).isEqualTo("SerializationException");
  }

  @Test
  void anAnswerHasAnId() {
    HttpResponse<String> answer = call("ListStreams", "{}");
    assertThat(answer.headers().firstValue("x-amzn-RequestId")).isPresent();
    assertThat(answer.headers().firstValue("content-type")).hasValue("application/x-amz-json-1.1");
  }

  @Test
  @Differs(Difference.DRY_RUN)
  void aDryRunStoresNothing() {
    create(1);
    HttpResponse<String> answer =
        call(
            "PutRecord",
            """
            {"StreamName": "%s", "PartitionKey": "k", "Data": "eA==", "DryRun": true}
            """
                .formatted(stream));
    either(
        Difference.DRY_RUN,
        () -> {
          assertThat(answer.statusCode()).isEqualTo(400);
          assertThat(type(answer)).isEqualTo("DryRunOperationException");
          assertThat(all(SHARD_0)).isEmpty();
        },
        () -> {
          assertThat(answer.statusCode()).isEqualTo(200);
          assertThat(all(SHARD_0)).containsExactly("x");
        });
  }

  private static String type(HttpResponse<String> answer) throws IOException {
    JsonNode body = JSON.readTree(answer.body());
    return body.path("__type").asText();
  }

  private HttpResponse<String> call(String operation, String body) {
    return send(
        operation, body, List.of("Authorization", SIGNATURE, "X-Amz-Date", "20260101T000000Z"));
  }

  private HttpResponse<String> send(String operation, String body, List<String> signature) {
    List<String> headers = new ArrayList<>(signature);
    Collections.addAll(
        headers,
        "X-Amz-Target",
        "Kinesis_20131202." + operation,
        "Content-Type",
        "application/x-amz-json-1.1");
    HttpRequest request =
        HttpRequest.newBuilder(clients.endpoint().plain().resolve("/"))
            .headers(headers.toArray(String[]::new))
            .timeout(Duration.ofSeconds(60))
            .POST(HttpRequest.BodyPublishers.ofString(body))
            .build();
    try {
      return http.send(request, HttpResponse.BodyHandlers.ofString());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
