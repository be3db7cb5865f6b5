package dev.tributary.kinesis.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tributary.testkit.netty.LeakCheck;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.services.kinesis.model.KinesisException;
import software.amazon.awssdk.services.kinesis.model.KmsThrottlingException;
import software.amazon.awssdk.services.kinesis.model.LimitExceededException;
import software.amazon.awssdk.services.kinesis.model.ProvisionedThroughputExceededException;
import software.amazon.awssdk.services.kinesis.model.PutRecordsRequestEntry;
import software.amazon.awssdk.services.kinesis.model.PutRecordsResponse;

/** Faults on demand, as the real AWS SDK sees them. */
@ExtendWith(LeakCheck.class)
@ParameterizedClass(name = "cbor={0}")
@ValueSource(booleans = {true, false})
final class FaultsIT extends LocalKinesisFixture {
  private static final FaultRule THROTTLE = FaultRule.always(new FaultEffect.Throttle());

  FaultsIT(boolean cbor) {
    super(cbor);
  }

  private static FaultRule once(FaultEffect effect) {
    return FaultRule.always(effect).withOperations("PutRecord").withTimes(1);
  }

  @Test
  void afterAResetBehindStoringTheRecordIsThere() {
    create(1);
    String id = server.faults().add(once(new FaultEffect.ResetAfterStoring()));
    assertThatThrownBy(() -> put("k", "lost answer")).isInstanceOf(SdkClientException.class);
    assertThat(all(SHARD_0)).containsExactly("lost answer");
    assertThat(server.faults().rule(id).orElseThrow().applied()).isEqualTo(1);
    put("k", "fine");
    assertThat(all(SHARD_0)).hasSize(2);
  }

  @Test
  void afterAResetBeforeStoringTheRecordIsNotThere() {
    create(1);
    server.faults().add(once(new FaultEffect.ResetBeforeStoring()));
    assertThatThrownBy(() -> put("k", "lost")).isInstanceOf(SdkClientException.class);
    assertThat(all(SHARD_0)).isEmpty();
  }

  @Test
  void throttlesRequests() {
    create(1);
    server.faults().add(THROTTLE.withTimes(2));
    assertThatThrownBy(() -> put("k", "x"))
        .isInstanceOf(ProvisionedThroughputExceededException.class)
        .hasMessageContaining("Rate exceeded for stream s under account 000000000000.");
    assertThatThrownBy(kinesis::listStreams).isInstanceOf(LimitExceededException.class);
    put("k", "x");
    assertThat(all(SHARD_0)).hasSize(1);
  }

  @Test
  void answersWithErrorsOfAwsAndOfBalancers() {
    create(1);
    server
        .faults()
        .add(
            FaultRule.script(
                    new FaultEffect.AwsError("KMSThrottlingException"),
                    new FaultEffect.AwsError("InternalFailure"),
                    new FaultEffect.Status(503, true),
                    new FaultEffect.Status(503, false))
                .withOperations("PutRecord"));
    assertThatThrownBy(() -> put("k", "x")).isInstanceOf(KmsThrottlingException.class);
    for (int status : new int[] {500, 503, 503}) {
      assertThatThrownBy(() -> put("k", "x"))
          .isInstanceOfSatisfying(
              KinesisException.class, e -> assertThat(e.statusCode()).isEqualTo(status));
    }
    assertThat(all(SHARD_0)).isEmpty();
    put("k", "x");
  }

  /** The answer comes later, and what was asked for is done. */
  @Test
  void holdsAnswersBack() {
    create(1);
    String id =
        server
            .faults()
            .add(once(new FaultEffect.Latency(new FaultLatency.Uniform(5, 20))).withSeed(1));
    put("k", "slow");
    assertThat(all(SHARD_0)).containsExactly("slow");
    assertThat(server.faults().rule(id).orElseThrow().applied()).isEqualTo(1);
  }

  @Test
  void failsRecordsByKeyAndByPlace() {
    create(1);
    server
        .faults()
        .add(THROTTLE.withTimes(1).withRecords(FaultRecords.ALL.withPartitionKeys("hot-*")));
    server
        .faults()
        .add(
            FaultRule.always(new FaultEffect.AwsError("InternalFailure"))
                .withTimes(1)
                .withRecords(FaultRecords.ALL.withIndexes(0)));
    List<PutRecordsRequestEntry> batch =
        List.of(entry("a", "0"), entry("hot-1", "1"), entry("b", "2"), entry("hot-2", "3"));
    PutRecordsResponse answer = kinesis.putRecords(r -> r.streamName("s").records(batch));
    assertThat(answer.failedRecordCount()).isEqualTo(3);
    assertThat(answer.records().get(0).errorCode()).isEqualTo("InternalFailure");
    assertThat(answer.records().get(1).errorCode())
        .isEqualTo("ProvisionedThroughputExceededException");
    assertThat(answer.records().get(3).errorMessage())
        .isEqualTo(
            "Rate exceeded for shard shardId-000000000000 in stream s under account 000000000000.");
    assertThat(all(SHARD_0)).containsExactly("2");
    assertThat(kinesis.putRecords(r -> r.streamName("s").records(batch)).failedRecordCount())
        .isZero();
  }

  @Test
  void failsAShareOfTheRecords() {
    create(1);
    String id =
        server.faults().add(THROTTLE.withRecords(FaultRecords.ALL.withShare(0.1)).withSeed(5));
    List<PutRecordsRequestEntry> batch =
        IntStream.range(0, 500).mapToObj(i -> entry("k" + i, "d" + i)).toList();
    int failed = kinesis.putRecords(r -> r.streamName("s").records(batch)).failedRecordCount();
    assertThat(failed).isBetween(25, 80);
    assertThat(all(SHARD_0)).hasSize(500 - failed);
    assertThat(server.faults().rule(id).orElseThrow().recordsFailed()).isEqualTo(failed);
  }

  @Test
  void aSingleRecordFailsAsARequest() {
    create(1);
    server.faults().add(THROTTLE.withRecords(FaultRecords.ALL.withPartitionKeys("hot")));
    assertThatThrownBy(() -> put("hot", "x"))
        .isInstanceOf(ProvisionedThroughputExceededException.class)
        .hasMessageContaining("Rate exceeded for shard shardId-000000000000 in stream s");
    put("cold", "x");
    assertThat(all(SHARD_0)).hasSize(1);
  }

  @Test
  void isSetOverHttp() throws IOException, InterruptedException {
    create(1);
    HttpResponse<String> added =
        http(
            "POST",
            "/_faults",
            """
            {"id": "twice", "operations": ["PutRecord"], "stream": "s",
             "effect": "throttle", "times": 2}
            """);
    assertThat(added.statusCode()).isEqualTo(201);
    assertThat(added.headers().firstValue("content-type")).contains("application/json");
    for (int i = 0; i < 2; i++) {
      assertThatThrownBy(() -> put("k", "x"))
          .isInstanceOf(ProvisionedThroughputExceededException.class);
    }
    put("k", "x");
    assertThat(http("GET", "/_faults/twice", "").body())
        .contains("\"counters\":{\"asked\":3,\"applied\":2,\"records_failed\":0,\"over\":true}");
    assertThat(http("POST", "/_faults", "{\"effect\": \"boom\"}").statusCode()).isEqualTo(400);
    assertThat(http("DELETE", "/_faults", "").statusCode()).isEqualTo(204);
  }

  private HttpResponse<String> http(String method, String path, String body)
      throws IOException, InterruptedException {
    try (HttpClient client = HttpClient.newHttpClient()) {
      HttpRequest request =
          HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.port() + path))
              .method(method, HttpRequest.BodyPublishers.ofString(body))
              .build();
      return client.send(request, HttpResponse.BodyHandlers.ofString());
    }
  }
}
