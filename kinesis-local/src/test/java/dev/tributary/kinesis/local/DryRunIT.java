package dev.tributary.kinesis.local;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.kinesis.model.ShardIteratorType;

/**
 * "If all checks pass, the API returns HTTP 400 with a DryRunOperationException. If any check
 * fails, the API returns the same error that the actual operation would return." The SDK's model
 * does not know the member yet, so these requests are written by hand.
 */
final class DryRunIT extends LocalKinesisFixture {
  private final HttpClient http = HttpClient.newHttpClient();

  DryRunIT() {
    super(false);
  }

  @BeforeEach
  void stream() {
    create(1);
  }

  @AfterEach
  void closeClient() {
    http.close();
  }

  @Test
  void putRecordsStoresNothing() {
    var answer =
        call(
            "PutRecords",
            """
            {"DryRun": true, "StreamName": "s", "Records": [{"PartitionKey": "k", "Data": "AA=="}]}
            """);
    assertIsDryRun(answer);
    assertThat(all(SHARD_0)).isEmpty();
  }

  @Test
  void putRecordStoresNothing() {
    var answer =
        call(
            "PutRecord",
            """
            {"StreamName": "s", "PartitionKey": "k", "Data": "AA==", "DryRun": true}
            """);
    assertIsDryRun(answer);
    assertThat(all(SHARD_0)).isEmpty();
  }

  @Test
  void getRecordsAndIteratorsGiveNothing() {
    put("k", "secret");
    String iterator = iterator(SHARD_0, ShardIteratorType.TRIM_HORIZON);
    var records = call("GetRecords", "{\"DryRun\": true, \"ShardIterator\": \"" + iterator + "\"}");
    assertIsDryRun(records);
    var given =
        call(
            "GetShardIterator",
            """
            {"DryRun": true, "StreamName": "s", "ShardId": "shardId-000000000000",
             "ShardIteratorType": "LATEST"}
            """);
    assertIsDryRun(given);
  }

  @Test
  void whatWouldFailFailsInTheSameWay() {
    String toNowhere =
        """
        {"DryRun": true, "StreamName": "x", "Records": [{"PartitionKey": "k", "Data": "AA=="}]}
        """;
    assertThat(call("PutRecords", toNowhere).body()).contains("ResourceNotFoundException");
    assertThat(
            call("PutRecords", "{\"DryRun\": true, \"StreamName\": \"s\", \"Records\": []}").body())
        .contains("ValidationException");
    assertThat(call("GetRecords", "{\"DryRun\": true, \"ShardIterator\": \"nonsense\"}").body())
        .contains("InvalidArgumentException");
  }

  @ParameterizedTest
  @ValueSource(strings = {"false", "null"})
  void withoutItIsAnOrdinaryCall(String value) {
    var answer =
        call(
            "PutRecords",
            """
            {"DryRun": %s, "StreamName": "s", "Records": [{"PartitionKey": "k", "Data": "AA=="}]}
            """
                .formatted(value));
    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(all(SHARD_0)).hasSize(1);
  }

  @Test
  void anythingElseThanABooleanIsRefused() {
    String put =
        "{\"DryRun\": 1, \"StreamName\": \"s\", \"PartitionKey\": \"k\", \"Data\": \"AA==\"}";
    assertThat(call("PutRecord", put).body()).contains("SerializationException");
    assertThat(call("PutRecords", "{\"DryRun\": \"true\"}").body())
        .contains("SerializationException");
  }

  /** A client may send it only where it is known. */
  @Test
  void isAnnounced() {
    assertThat(call("DescribeStreamSummary", "{\"StreamName\": \"s\"}").headers().map())
        .containsKey("x-tributary-dry-run");
  }

  private static void assertIsDryRun(HttpResponse<String> answer) {
    assertThat(answer.statusCode()).isEqualTo(400);
    assertThat(answer.body()).contains("\"__type\":\"DryRunOperationException\"");
  }

  private HttpResponse<String> call(String operation, String body) {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.port()))
            .header("X-Amz-Target", "Kinesis_20131202." + operation)
            .header("Content-Type", "application/x-amz-json-1.1")
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
