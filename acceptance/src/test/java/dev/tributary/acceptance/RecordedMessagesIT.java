package dev.tributary.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tributary.testkit.Await;
import dev.tributary.testkit.FakeKinesis;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * Recorded messages from a client's socket to the records in Kinesis: fields, templates and keys
 * are those of the original. The folder is that of {@link RecordedRulesIT}.
 */
class RecordedMessagesIT {
  private static final Path CASES =
      Path.of(System.getProperty("tributary.vectors", "../../shared/vectors"))
          .resolve("messages.jsonl");

  /** What HiveMQ's client does not send, and what is published otherwise than by MQTT. */
  private static final Set<String> NOT_FROM_THIS_CLIENT =
      Set.of("message-004", "message-008", "message-011", "message-015", "message-016");

  /** One key only once; records in order; a date that is rendered: docs/rule-differences.md. */
  private static final Set<String> BETTER = Set.of("live-sql-021", "live-sql-035", "live-sql-036");

  private static final List<String> OF_THIS_MOMENT =
      List.of("id", "timestamp", "publish_received_at", "peername", "node");

  @RegisterExtension static final Workbench bench = new Workbench();

  private FakeKinesis kinesis;
  private RunningTributary tributary;
  private RestClient rest;

  @Test
  void theRecordsAreThoseOfTheOriginal() throws IOException {
    Assumptions.assumeTrue(Files.isReadable(CASES), () -> "no recorded messages at " + CASES);
    kinesis = bench.fakeKinesis(Configurations.STREAM, 1);
    tributary = bench.tributary("");
    rest = tributary.admin();
    RestPipeline.createConnector(rest, kinesis.endpoint());
    Map<String, String> differing = new TreeMap<>();
    int cases = 0;
    for (String line : Files.readAllLines(CASES)) {
      JsonNode recorded = RestClient.parse(line);
      String id = recorded.path("id").asText();
      if (recorded.has("input") && !NOT_FROM_THIS_CLIENT.contains(id) && !BETTER.contains(id)) {
        cases++;
        compare(recorded, differing);
      }
    }
    System.out.printf("messages and templates: %d of %d agree%n", cases - differing.size(), cases);
    assertThat(differing).isEmpty();
  }

  /** A rule of its own for each case, so that nothing of another is among its records. */
  private void compare(JsonNode recorded, Map<String, String> differing) {
    boolean isMessage = recorded.has("record_text");
    String rule = isMessage ? "vmsg" : "live";
    String action = action(recorded);
    Map<String, Object> body =
        Map.of("id", rule, "sql", recorded.path("sql"), "actions", List.of(action));
    rest.post("/rules", RestClient.json(body)).expect(201);
    List<String> expected = isMessage ? message(recorded) : records(recorded);
    int before = kinesis.storedCount();
    new RecordedInput(recorded.path("input")).publish(tributary.mqtt());
    // Acknowledged means delivered; of QoS 0 nothing is heard.
    Await.until(
        "%s gives %d records".formatted(recorded, expected.size()),
        () -> kinesis.storedCount() >= before + expected.size());
    rest.delete("/rules/" + rule).expect(204);
    List<String> actual =
        kinesis.stored().stream()
            .skip(before)
            .map(record -> comparable(record.partitionKey(), record.data()))
            .toList();
    if (!actual.equals(expected)) {
      differing.put(recorded.path("id").asText(), actual + " and not " + expected);
    }
  }

  /** One for each pair of templates. It acknowledges when Kinesis has. */
  private String action(JsonNode recorded) {
    String template = recorded.path("payload_template").asText();
    String key = recorded.path("partition_key_template").asText();
    String name = "a" + HexFormat.of().formatHex((template + key).getBytes(StandardCharsets.UTF_8));
    if (rest.get("/actions/kinesis:" + name).status() == 404) {
      Map<String, Object> parameters =
          Map.of(
              "stream_name",
              Configurations.STREAM,
              "partition_key",
              key,
              "undefined_partition_key",
              "literal",
              "payload_template",
              template);
      Map<String, Object> body =
          Map.of(
              "type",
              "kinesis",
              "name",
              name,
              "connector",
              "mine",
              "parameters",
              parameters,
              "resource_opts",
              Map.of("acknowledge", "delivered", "batch_time", "0ms"));
      rest.post("/actions", RestClient.json(body)).expect(201);
    }
    return "kinesis:" + name;
  }

  private static List<String> message(JsonNode recorded) {
    return List.of(
        comparable(
            recorded.path("partition_key").asText(),
            recorded.path("record_text").asText().getBytes(StandardCharsets.UTF_8)));
  }

  private static List<String> records(JsonNode recorded) {
    List<String> records = new ArrayList<>();
    for (JsonNode record : recorded.path("records")) {
      byte[] data = HexFormat.of().parseHex(record.path("data_hex").asText());
      records.add(comparable(record.path("partition_key").asText(), data));
    }
    return records;
  }

  /**
   * Key and data: objects with sorted keys and without what differs with each message, all else
   * byte for byte. How many replacement characters stand for bytes that are no text is free.
   */
  private static String comparable(String partitionKey, byte[] data) {
    String text = new String(data, StandardCharsets.UTF_8);
    if (!text.startsWith("{\"")) {
      return partitionKey + " " + HexFormat.of().formatHex(data);
    }
    String stable = text.replaceAll("(_v_[^\"]*_)\\d+\"", "$1N\"").replaceAll("\uFFFD+", "\uFFFD");
    JsonNode object = RestClient.parse(stable);
    if (object instanceof ObjectNode fields && fields.has("event")) {
      fields.remove(OF_THIS_MOMENT);
    }
    return partitionKey + " " + sorted(object).replace("emqx@", "tributary@");
  }

  private static String sorted(JsonNode node) {
    if (!node.isObject()) {
      return node.toString();
    }
    Map<String, String> fields = new TreeMap<>();
    node.properties().forEach(field -> fields.put(field.getKey(), sorted(field.getValue())));
    return fields.toString();
  }
}
