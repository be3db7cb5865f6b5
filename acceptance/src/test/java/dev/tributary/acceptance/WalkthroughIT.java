package dev.tributary.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.hivemq.client.mqtt.datatypes.MqttQos;
import dev.tributary.testkit.Await;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The README's walkthrough with the configuration that is shipped; only its ports are others. Each
 * publisher has a client identifier of its own, which is the partition key of its record.
 */
class WalkthroughIT {
  private static final String TOPIC = "t/my_topic";
  private static final String MESSAGE = "{ \"msg\": \"hello Amazon Kinesis\" }";
  private static final String SHIPPED_ENDPOINT = "http://127.0.0.1:4566";

  @RegisterExtension static final Workbench bench = new Workbench();

  private static RunningTributary tributary;
  private static KinesisReader reader;

  @BeforeAll
  static void start() throws IOException {
    int kinesisPort = bench.port();
    String shipped = Files.readString(Distribution.configuration());
    assertThat(shipped).contains(SHIPPED_ENDPOINT);
    tributary =
        bench.tributary(
            shipped.replace(SHIPPED_ENDPOINT, "http://127.0.0.1:" + kinesisPort),
            Map.of("TRIBUTARY_LOCAL_KINESIS__BIND", "127.0.0.1:" + kinesisPort));
    reader = bench.closing(new KinesisReader(tributary.kinesis(), "my_stream"));
  }

  @Test
  @RequiresProgram("mosquitto_pub")
  void mosquittoPublishes() {
    Program.Finished published =
        bench.run(
            Map.of(),
            "mosquitto_pub",
            "-h",
            "127.0.0.1",
            "-p",
            mqttPort(),
            "-i",
            "mosquitto",
            "-t",
            TOPIC,
            "-q",
            "1",
            "-m",
            MESSAGE);
    assertThat(published.exitCode()).as(published.err()).isZero();
    assertRecordOf("mosquitto");
  }

  @Test
  void theCommandLinePublishesAndPrintsTheRecord() {
    publishByCommandLine("command-line");
    assertRecordOf("command-line");

    Program.Finished printed =
        bench.cli("records", "my_stream", "--endpoint", tributary.kinesis().toString());
    assertThat(printed.exitCode()).as(printed.err()).isZero();
    assertThat(printed.out().lines()).contains(MESSAGE);
  }

  @Test
  void thereAreNoDeadLetters() {
    String url = "http://127.0.0.1:" + tributary.rest().address().getPort();
    Program.Finished listed = bench.cli("dead-letters", "list", "my_rule", "--url", url);
    assertThat(listed.exitCode()).as(listed.err()).isZero();
    assertThat(listed.out()).isEmpty();
    Program.Finished sent = bench.cli("dead-letters", "replay", "my_rule", "--all", "--url", url);
    assertThat(sent.exitCode()).as(sent.err()).isZero();
  }

  @Test
  void recordsCanBePrintedAsJson() {
    publishByCommandLine("as-json");
    assertRecordOf("as-json");

    Program.Finished printed =
        bench.cli("records", "my_stream", "--json", "--endpoint", tributary.kinesis().toString());
    List<JsonNode> records = printed.out().lines().map(RestClient::parse).toList();
    assertThat(records)
        .filteredOn(record -> record.path("partitionKey").asText().equals("as-json"))
        .singleElement()
        .satisfies(record -> assertThat(record.path("data").asText()).isEqualTo(MESSAGE))
        .satisfies(
            record -> assertThat(record.path("shardId").asText()).isEqualTo("shardId-000000000000"))
        .satisfies(
            record -> assertThat(record.path("sequenceNumber").asText()).matches("[0-9]{50,60}"));
  }

  @Test
  void recordsCanBeFollowed() {
    Program follower =
        bench.program(
            "follower",
            Map.of(),
            List.of(
                Distribution.program().toString(),
                "records",
                "my_stream",
                "--follow",
                "--json",
                "--endpoint",
                tributary.kinesis().toString()));
    publishByCommandLine("followed");
    Await.until(
        () -> "the follower prints the record\n" + follower.story(),
        Duration.ofMinutes(2),
        () -> follower.out().contains("\"followed\""));
    assertThat(follower.isAlive()).isTrue();
  }

  @ParameterizedTest
  @EnumSource(MqttQos.class)
  void hiveMqPublishesWithMqtt5(MqttQos qos) {
    String clientId = "hivemq-" + qos.getCode();
    try (Publisher publisher = Publisher.connect(tributary.mqtt(), clientId)) {
      publisher.publishAndWait(TOPIC, qos, MESSAGE);
      assertRecordOf(clientId);
    }
  }

  /** No byte, every byte, no UTF-8, and almost the largest packet. */
  @ParameterizedTest
  @ValueSource(ints = {0, 256, 1_000_000})
  void bytesOfAnyKindArriveAsTheyAre(int length) {
    byte[] payload = new byte[length];
    for (int n = 0; n < length; n++) {
      payload[n] = (byte) (n + n / 256);
    }
    String clientId = "bytes-" + length;
    try (Publisher publisher = Publisher.connect(tributary.mqtt(), clientId)) {
      publisher.publishAndWait(TOPIC, MqttQos.AT_LEAST_ONCE, payload);
    }
    assertThat(reader.await(clientId, 1))
        .singleElement()
        .satisfies(record -> assertThat(record.data()).isEqualTo(payload));
  }

  @ParameterizedTest
  @CsvSource({"4, 0", "4, 1", "4, 2", "5, 1"})
  void theNodeClientPublishes(String protocolVersion, String qos) {
    String clientId = "node-%s-%s".formatted(protocolVersion, qos);
    Program.Finished published =
        bench.run(
            Map.of(),
            "node",
            Path.of("js/publish.js").toAbsolutePath().toString(),
            mqttPort(),
            clientId,
            protocolVersion,
            TOPIC,
            qos,
            MESSAGE);
    assertThat(published.exitCode()).as(published.err()).isZero();
    assertRecordOf(clientId);
  }

  @Test
  @RequiresProgram(value = "aws", optional = true)
  void theAwsCommandLineReadsTheRecord() {
    aws("create-stream", "--stream-name", "made_by_aws", "--shard-count", "1");
    assertThat(aws("list-streams").path("StreamNames"))
        .extracting(JsonNode::asText)
        .contains("made_by_aws", "my_stream");

    String iterator =
        aws(
                "get-shard-iterator",
                "--stream-name",
                "my_stream",
                "--shard-id",
                "shardId-000000000000",
                "--shard-iterator-type",
                "LATEST")
            .path("ShardIterator")
            .asText();
    publishByCommandLine("read-by-aws");
    assertRecordOf("read-by-aws");

    JsonNode records = aws("get-records", "--shard-iterator", iterator).path("Records");
    assertThat(records)
        .filteredOn(record -> record.path("PartitionKey").asText().equals("read-by-aws"))
        .singleElement()
        .satisfies(record ->
            assertThat(Base64.getDecoder().decode(record.path("Data").asText()))
                .isEqualTo(MESSAGE.getBytes(StandardCharsets.UTF_8)));
  }

  @Test
  void theLogTellsHowLongTheFirstAcceptedPublishTook() {
    publishByCommandLine("first-or-later");
    Pattern line = Pattern.compile("first publish accepted [0-9.]+ s after start");
    Await.until(
        "the log tells of the first accepted publish",
        () -> line.matcher(tributary.program().out()).find());
    assertThat(line.matcher(tributary.program().out()).results()).hasSize(1);
  }

  private static void publishByCommandLine(String clientId) {
    Program.Finished published =
        bench.cli(
            "pub", "-h", "127.0.0.1", "-p", mqttPort(), "-i", clientId, "-t", TOPIC, "-m", MESSAGE);
    assertThat(published.exitCode()).as(published.err()).isZero();
  }

  private static void assertRecordOf(String clientId) {
    assertThat(reader.await(clientId, 1))
        .singleElement()
        .satisfies(record ->
            assertThat(record.data()).isEqualTo(MESSAGE.getBytes(StandardCharsets.UTF_8)));
  }

  private static String mqttPort() {
    return String.valueOf(tributary.mqtt().getPort());
  }

  /**
   * Runs an operation as the README shows it, against localhost. Empty output is an empty object.
   */
  private static JsonNode aws(String... arguments) {
    Map<String, String> environment = new HashMap<>();
    environment.put("AWS_ACCESS_KEY_ID", "any");
    environment.put("AWS_SECRET_ACCESS_KEY", "any");
    environment.put("AWS_DEFAULT_REGION", "us-east-1");
    environment.put("AWS_DEFAULT_OUTPUT", "json");
    environment.put("AWS_CONFIG_FILE", "/dev/null");
    environment.put("AWS_SHARED_CREDENTIALS_FILE", "/dev/null");
    URI endpoint = URI.create("http://localhost:" + tributary.kinesis().getPort());
    List<String> command =
        new ArrayList<>(List.of("aws", "--endpoint-url", endpoint.toString(), "kinesis"));
    command.addAll(List.of(arguments));
    Program.Finished finished = bench.run(environment, command.toArray(String[]::new));
    assertThat(finished.exitCode()).as(finished.err()).isZero();
    return Optional.of(finished.out())
        .filter(out -> !out.isBlank())
        .map(RestClient::parse)
        .orElseGet(() -> RestClient.parse("{}"));
  }
}
