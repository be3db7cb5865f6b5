package dev.tributary.management;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tributary.testkit.FakeKinesis;
import dev.tributary.testkit.ReservedPort;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Replays what was recorded from the original and compares status, error code and the shape of
 * JSON. What we do better on purpose is listed in docs/rest-differences.md and in {@code
 * rest-vectors-differences.properties}.
 */
class RestVectorsTest {

  private static final Path VECTORS = Path.of("../../shared/vectors/rest.jsonl");

  /** The recorded node listened for TCP alone. */
  private static final String RECORDED = "listeners.ws.default.enable = false";

  @TempDir Path data;

  /** How an area fared. */
  private static final class Tally {
    int agree;
    int better;
    int later;

    @Override
    public String toString() {
      return "%d agree, %d better on purpose, %d need what a later version brings"
          .formatted(agree, better, later);
    }
  }

  private final Properties known = new Properties();
  private final Map<String, Tally> tallies = new TreeMap<>();
  private final List<String> unknown = new ArrayList<>();

  @Test
  void agreesWithTheOriginalButForWhatIsListed() throws Exception {
    assumeTrue(Files.exists(VECTORS), "no recorded vectors at " + VECTORS.toAbsolutePath());
    try (InputStream in =
        RestVectorsTest.class.getResourceAsStream("/rest-vectors-differences.properties")) {
      known.load(new InputStreamReader(in, StandardCharsets.UTF_8));
    }
    try (FakeKinesis kinesis = new FakeKinesis("teststream", 1).addStream("one", 1).start();
        ReservedPort closed = ReservedPort.reserve();
        RunningManagement management = RunningManagement.start(data, RECORDED)) {
      var replay = new RestReplay(management, kinesis.endpoint().toString(), closed.number());
      for (String line : Files.readAllLines(VECTORS)) {
        JsonNode exchange = RestClient.JSON.readTree(line);
        if (RestReplay.covered(exchange)) {
          count(exchange, replay.differenceOf(exchange));
        }
      }
    }
    tallies.forEach((area, tally) -> System.out.println("rest vectors, " + area + ": " + tally));
    assertThat(unknown).as("differences that nobody has listed").isEmpty();
  }

  private void count(JsonNode exchange, String difference) {
    String id = exchange.path("id").asText();
    Tally tally = tallies.computeIfAbsent(exchange.path("area").asText(), _ -> new Tally());
    String reason = known.getProperty(id, "");
    if (difference.isEmpty()) {
      tally.agree++;
    } else if (reason.startsWith("better")) {
      tally.better++;
    } else if (reason.startsWith("later")) {
      tally.later++;
    } else {
      unknown.add(id + " (" + exchange.path("note").asText() + "): " + difference);
    }
  }
}
