package dev.tributary.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.cbor.CBORFactory;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

final class FakeKinesisTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final ObjectMapper CBOR = new ObjectMapper(new CBORFactory());

  private final FakeKinesis fake = new FakeKinesis("s", 2).start();
  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  private record Answer(int status, JsonNode body) {}

  @AfterEach
  void close() {
    fake.close();
    http.close();
  }

  @ParameterizedTest
  @EnumSource
  void storesAndAnswersInTheEncodingOfTheRequest(WireEncoding encoding) throws Exception {
    Answer answer = call("PutRecords", encoding, records("a", "b"));

    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.body().path("FailedRecordCount").asInt(-1)).isZero();
    assertThat(answer.body().path("Records").get(1).path("SequenceNumber").asText())
        .isEqualTo(fake.stored("b").getFirst().sequenceNumber());
    assertThat(fake.stored())
        .extracting(StoredRecord::text)
        .containsExactly("data of a", "data of b");
    assertThat(fake.requests().getFirst().encoding()).isEqualTo(encoding);
    assertThat(fake.requests().getFirst().keys()).containsExactly("a", "b");
  }

  @Test
  void routesByMd5() {
    // md5("a") = 0cc1…, md5("b") = 92eb…: below and above the middle of the hash range
    assertThat(fake.shardIdOf("s", "a")).isEqualTo("shardId-000000000000");
    assertThat(fake.shardIdOf("s", "b")).isEqualTo("shardId-000000000001");
  }

  @Test
  void failsTheChosenRecordsAlone() throws Exception {
    fake.script().next(Fault.throttleAt(0));
    Answer answer = call("PutRecords", WireEncoding.JSON, records("a", "b"));

    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.body().path("FailedRecordCount").asInt()).isEqualTo(1);
    assertThat(answer.body().path("Records").get(0).path("ErrorCode").asText())
        .isEqualTo("ProvisionedThroughputExceededException");
    assertThat(fake.stored()).extracting(StoredRecord::partitionKey).containsExactly("b");
  }

  @Test
  void decidesPerRecordByKeyAndRequest() throws Exception {
    fake.script()
        .always(
            Fault.records((request, _, key, _) ->
                request == 1 && key.equals("b")
                    ? Optional.of(Fault.RecordError.INTERNAL_FAILURE)
                    : Optional.empty()));
    call("PutRecords", WireEncoding.JSON, records("a", "b"));
    call("PutRecords", WireEncoding.JSON, records("b"));
    assertThat(fake.stored()).extracting(StoredRecord::request).containsExactly(1, 2);
  }

  @Test
  void refusesWholeRequests() throws Exception {
    fake.script().next(Fault.internalFailure(), Fault.accessDenied());
    assertThat(call("PutRecords", WireEncoding.CBOR, records("a")).status()).isEqualTo(500);
    Answer denied = call("PutRecords", WireEncoding.CBOR, records("a"));
    assertThat(denied.status()).isEqualTo(400);
    assertThat(denied.body().path("__type").asText()).isEqualTo("AccessDeniedException");
    assertThat(fake.stored()).isEmpty();
    assertThat(fake.script().left()).isZero();
  }

  @Test
  void resetsBeforeAndAfterStoring() {
    fake.script().next(Fault.resetBeforeStoring(), Fault.resetAfterStoring());
    assertThatThrownBy(() -> call("PutRecords", WireEncoding.JSON, records("a")))
        .isInstanceOf(IOException.class);
    assertThatThrownBy(() -> call("PutRecords", WireEncoding.JSON, records("b")))
        .isInstanceOf(IOException.class);
    assertThat(fake.stored()).extracting(StoredRecord::partitionKey).containsExactly("b");
  }

  @Test
  void comesBackOnTheSamePortWithItsMemory() throws Exception {
    call("PutRecords", WireEncoding.JSON, records("a"));
    fake.stop();
    assertThatThrownBy(() -> call("PutRecords", WireEncoding.JSON, records("b")))
        .isInstanceOf(IOException.class);
    fake.restart();
    call("PutRecords", WireEncoding.JSON, records("c"));
    assertThat(fake.stored()).extracting(StoredRecord::partitionKey).containsExactly("a", "c");
  }

  @Test
  void measuresHowManyRequestsOfAKeyAreOnTheirWay() throws Exception {
    CountDownLatch gate = new CountDownLatch(1);
    fake.script().next(Fault.gate(gate), Fault.gateBeforeAnswer(gate));
    List<CompletableFuture<HttpResponse<byte[]>>> answers =
        List.of(send("PutRecords", records("a")), send("PutRecords", records("a", "b")));
    Await.until("both have arrived", () -> fake.requests().size() == 2);
    gate.countDown();
    for (var answer : answers) {
      assertThat(answer.get().statusCode()).isEqualTo(200);
    }
    assertThat(fake.peakInflight()).isEqualTo(2);
    assertThat(fake.peakInflight("a")).isEqualTo(2);
    assertThat(fake.peakInflight("b")).isEqualTo(1);
  }

  @Test
  void endsAWaitWhenStopped() {
    fake.script().next(Fault.gate(new CountDownLatch(1)));
    CompletableFuture<HttpResponse<byte[]>> answer = send("PutRecords", records("a"));
    Await.until("it has arrived", () -> fake.requests().size() == 1);
    fake.stop();
    assertThatThrownBy(answer::get).hasCauseInstanceOf(IOException.class);
    assertThat(fake.stored()).isEmpty();
  }

  @Test
  void answersTheControlPlane() throws Exception {
    ObjectNode named = JSON.createObjectNode().put("StreamName", "s");
    Answer summary = call("DescribeStreamSummary", WireEncoding.CBOR, named);
    assertThat(summary.body().at("/StreamDescriptionSummary/OpenShardCount").asInt()).isEqualTo(2);
    Answer shards = call("ListShards", WireEncoding.JSON, named);
    assertThat(shards.body().at("/Shards/1/HashKeyRange/StartingHashKey").asText())
        .isEqualTo("170141183460469231731687303715884105728");
    assertThat(shards.body().at("/Shards/1/HashKeyRange/EndingHashKey").asText())
        .isEqualTo("340282366920938463463374607431768211455");
    Answer unknown =
        call(
            "DescribeStreamSummary",
            WireEncoding.JSON,
            JSON.createObjectNode().put("StreamName", "x"));
    assertThat(unknown.body().path("__type").asText()).isEqualTo("ResourceNotFoundException");
    fake.script().onOperation("ListStreams", Fault.accessDenied());
    assertThat(call("ListStreams", WireEncoding.JSON, JSON.createObjectNode()).status())
        .isEqualTo(400);
  }

  @Test
  void putRecordTurnsARecordErrorIntoARequestError() throws Exception {
    ObjectNode body =
        JSON.createObjectNode().put("StreamName", "s").put("PartitionKey", "a").put("Data", "eA==");
    fake.script().next(Fault.throttleAt(0));
    Answer answer = call("PutRecord", WireEncoding.JSON, body);
    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.body().path("__type").asText())
        .isEqualTo("ProvisionedThroughputExceededException");
    assertThat(call("PutRecord", WireEncoding.JSON, body).body().path("ShardId").asText())
        .isEqualTo("shardId-000000000000");
  }

  private static ObjectNode records(String... keys) {
    ObjectNode body = JSON.createObjectNode().put("StreamName", "s");
    ArrayNode records = body.putArray("Records");
    for (String key : keys) {
      records
          .addObject()
          .put("PartitionKey", key)
          .put("Data", ("data of " + key).getBytes(StandardCharsets.UTF_8));
    }
    return body;
  }

  private Answer call(String operation, WireEncoding encoding, ObjectNode body) throws Exception {
    ObjectMapper mapper = encoding == WireEncoding.CBOR ? CBOR : JSON;
    HttpResponse<byte[]> answer =
        http.send(
            request(operation, encoding, mapper.writeValueAsBytes(body)),
            BodyHandlers.ofByteArray());
    return new Answer(answer.statusCode(), mapper.readTree(answer.body()));
  }

  private CompletableFuture<HttpResponse<byte[]>> send(String operation, ObjectNode body) {
    byte[] bytes = body.toString().getBytes(StandardCharsets.UTF_8);
    return http.sendAsync(request(operation, WireEncoding.JSON, bytes), BodyHandlers.ofByteArray());
  }

  private HttpRequest request(String operation, WireEncoding encoding, byte[] body) {
    return HttpRequest.newBuilder(URI.create(fake.endpoint() + "/"))
        .header("Content-Type", encoding.contentType())
        .header("X-Amz-Target", "Kinesis_20131202." + operation)
        .POST(BodyPublishers.ofByteArray(body))
        .build();
  }
}
