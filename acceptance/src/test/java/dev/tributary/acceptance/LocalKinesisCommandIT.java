package dev.tributary.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.hivemq.client.mqtt.datatypes.MqttQos;
import dev.tributary.testkit.Await;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.http.apache.ApacheHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.kinesis.KinesisClient;

/** {@code tributary local-kinesis}, and {@code records} and {@code streams} on it. */
class LocalKinesisCommandIT {

  /** The JVM's exit code for SIGTERM: 128 + 15. */
  private static final int TERMINATED = 143;

  private static final Duration PATIENCE = Duration.ofMinutes(2);

  @RegisterExtension final Workbench bench = new Workbench();

  /** A process and where it listens. */
  private record Running(Program program, URI endpoint) {

    KinesisClient client() {
      return KinesisClient.builder()
          .endpointOverride(endpoint)
          .region(Region.US_EAST_1)
          .credentialsProvider(
              StaticCredentialsProvider.create(AwsBasicCredentials.create("any", "any")))
          .httpClientBuilder(ApacheHttpClient.builder())
          .build();
    }
  }

  private Program launch(String... options) {
    List<String> command =
        new ArrayList<>(
            List.of(Distribution.program().toString(), "local-kinesis", "--port", "0", "--json"));
    command.addAll(List.of(options));
    return bench.program("local-kinesis", Map.of(), command);
  }

  private Running start(String... options) {
    Program program = launch(options);
    JsonNode line =
        Await.value(
            () -> "it is ready\n" + program.story(),
            PATIENCE,
            () -> {
              boolean alive = program.isAlive();
              Optional<String> ready =
                  program.out().lines().filter(each -> each.startsWith("{")).findFirst();
              if (ready.isEmpty() && !alive) {
                throw new AssertionError("it ended early\n" + program.story());
              }
              return ready.map(RestClient::parse);
            });
    return new Running(program, URI.create(line.path("endpoint").asText()));
  }

  private Program.Finished cli(Running kinesis, String... arguments) {
    List<String> all = new ArrayList<>(List.of(arguments));
    all.addAll(List.of("--endpoint", kinesis.endpoint().toString()));
    return bench.cli(all.toArray(String[]::new));
  }

  private static void put(KinesisClient client, String stream, String key, String data) {
    client.putRecord(request ->
        request.streamName(stream).partitionKey(key).data(SdkBytes.fromUtf8String(data)));
  }

  @Test
  void itRunsAloneAndEndsAtSigterm() {
    Running kinesis = start("--stream", "a:2", "--stream", "b");
    assertThat(cli(kinesis, "streams", "describe", "a").out()).contains("shards       2 open");
    kinesis.program().terminate();
    Program.Finished ended = kinesis.program().finished();
    assertThat(ended.exitCode()).isEqualTo(TERMINATED);
    assertThat(ended.err()).isEmpty();
  }

  @Test
  void whatWasAcknowledgedIsThereAgainAfterSigkillAndADirectoryHasOneOwner() {
    String folder = bench.folder().resolve("kinesis").toString();
    Running first = start("--data", folder, "--stream", "a");
    try (KinesisClient client = first.client()) {
      put(client, "a", "key", "kept");
    }
    Program.Finished second = launch("--data", folder).finished();
    assertThat(second.exitCode()).isEqualTo(1);
    assertThat(second.err()).contains(folder).doesNotContain("\tat ");
    first.program().kill();
    first.program().finished();

    Running next = start("--data", folder);
    Program.Finished printed = cli(next, "records", "a");
    assertThat(printed.out()).as(printed.err()).isEqualTo("kept\n");
  }

  @Test
  void aPortInUseIsNamed() {
    Running kinesis = start();
    String port = String.valueOf(kinesis.endpoint().getPort());
    Program.Finished ended = bench.cli("local-kinesis", "--port", port);
    assertThat(ended.exitCode()).isEqualTo(1);
    assertThat(ended.err()).contains(port, "in use").doesNotContain("\tat ");
  }

  @Test
  void recordsAreFollowedOverASplitAndAMerge() {
    Running kinesis = start("--stream", "s");
    Program follower =
        bench.program(
            "follower",
            Map.of(),
            List.of(
                Distribution.program().toString(),
                "records",
                "s",
                "--follow",
                "--limit",
                "30",
                "--json",
                "--endpoint",
                kinesis.endpoint().toString()));
    try (KinesisClient client = kinesis.client()) {
      putTen(client, 0);
      Await.until(
          () -> "the first is printed\n" + follower.story(),
          PATIENCE,
          () -> follower.out().contains("\"9\""));
      assertThat(cli(kinesis, "streams", "split", "s", "shardId-000000000000").exitCode()).isZero();
      putTen(client, 10);
      assertThat(
              cli(kinesis, "streams", "merge", "s", "shardId-000000000001", "shardId-000000000002")
                  .exitCode())
          .isZero();
      putTen(client, 20);
    }
    Program.Finished ended = follower.finished();
    assertThat(ended.exitCode()).as(ended.err()).isZero();
    List<JsonNode> records = ended.out().lines().map(RestClient::parse).toList();
    // The order per key holds through everything.
    for (int key = 0; key < 3; key++) {
      String name = "key-" + key;
      List<Integer> numbers =
          records.stream()
              .filter(record -> record.path("partitionKey").asText().equals(name))
              .map(record -> record.path("data").asInt())
              .toList();
      assertThat(numbers).isSorted();
    }
    assertThat(records)
        .extracting(record -> record.path("data").asInt())
        .containsExactlyInAnyOrderElementsOf(IntStream.range(0, 30).boxed().toList());
    assertThat(records.getLast().path("shardId").asText()).isEqualTo("shardId-000000000003");
  }

  private static void putTen(KinesisClient client, int from) {
    for (int i = from; i < from + 10; i++) {
      put(client, "s", "key-" + i % 3, String.valueOf(i));
    }
  }

  @Test
  void aggregatesOfTheSinkAreTakenApart() {
    Running kinesis = start("--stream", Configurations.STREAM + ":2");
    RunningTributary tributary =
        bench.tributary(
            Configurations.pipeline(
                kinesis.endpoint(),
                "${clientid}",
                "aggregation = kpl",
                "batch_time = 200ms, batch_size = 100"));
    int messages = 200;
    try (Publisher publisher = Publisher.connect(tributary.mqtt(), "aggregated")) {
      for (int i = 0; i < messages; i++) {
        publisher.publishAndWait("t/a", MqttQos.AT_LEAST_ONCE, "{\"i\":" + i + "}");
      }
    }
    Await.until(
        () -> "all are delivered: " + tributary.admin().counters(Configurations.ACTION),
        PATIENCE,
        () -> tributary.admin().counters(Configurations.ACTION).success() == messages);

    Program.Finished whole = cli(kinesis, "records", "my_stream", "--json");
    Program.Finished apart = cli(kinesis, "records", "my_stream", "--json", "--deaggregate");
    List<JsonNode> users = apart.out().lines().map(RestClient::parse).toList();
    assertThat(users).as(apart.err()).hasSize(messages);
    assertThat(users)
        .extracting(user -> RestClient.parse(user.path("data").asText()).path("i").asInt())
        .containsExactlyElementsOf(IntStream.range(0, messages).boxed().toList());
    assertThat(users)
        .allSatisfy(user -> assertThat(user.path("partitionKey").asText()).isEqualTo("aggregated"));
    assertThat(users)
        .anySatisfy(user -> assertThat(user.path("subSequenceNumber").asInt()).isPositive());
    assertThat(whole.out().lines()).hasSizeLessThan(messages);
  }
}
