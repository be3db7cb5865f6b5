package dev.tributary.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tributary.testkit.Await;
import java.net.URI;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What REST has created, changed or deleted is so after a restart. */
class RestPersistenceIT {
  @RegisterExtension final Workbench bench = new Workbench();

  private int kinesisPort;
  private RunningTributary tributary;
  private RestClient rest;

  @BeforeEach
  void start() {
    kinesisPort = bench.port();
    startAgain();
    RestPipeline.createConnector(rest, endpoint());
    RestPipeline.createActionAndRule(rest, "kept", "");
  }

  @Test
  void whatWasCreatedIsThereAndWorks() {
    JsonNode rule = rest.get("/rules/kept").expect(200).body();
    tributary.stop();
    startAgain();

    JsonNode connector = rest.get("/connectors/kinesis:mine").expect(200).body();
    assertThat(connector.path("endpoint").asText()).isEqualTo(endpoint().toString());
    assertThat(connector.path("aws_secret_access_key").asText()).isEqualTo("******");
    JsonNode action = rest.get("/actions/kinesis:kept").expect(200).body();
    assertThat(action.path("parameters").path("stream_name").asText())
        .isEqualTo(Configurations.STREAM);
    JsonNode kept = rest.get("/rules/kept").expect(200).body();
    for (String field : new String[] {"sql", "created_at", "actions", "enable", "from"}) {
      assertThat(kept.path(field)).as(field).isEqualTo(rule.path(field));
    }

    RestPipeline.publish(tributary.mqtt(), "kept");
    try (KinesisReader records = new KinesisReader(tributary.kinesis(), Configurations.STREAM)) {
      records.await("kept", 1);
    }
    Await.until("success is counted", () -> rest.counters("kinesis:kept").success() == 1);
  }

  @Test
  void whatWasChangedOrDeletedStaysSoEvenWithoutAnOrderlyStop() {
    rest.put("/rules/kept", "{\"description\": \"changed\"}").expect(200);
    rest.put("/actions/kinesis:kept/enable/false").expect(204);
    rest.post("/rules", RestPipeline.rule("short_lived")).expect(201);
    rest.delete("/rules/short_lived").expect(204);
    tributary.program().kill();
    tributary.program().finished();
    startAgain();

    JsonNode rule = rest.get("/rules/kept").expect(200).body();
    assertThat(rule.path("description").asText()).isEqualTo("changed");
    assertThat(rule.path("sql").asText()).isEqualTo("SELECT * FROM \"t/kept\"");
    JsonNode action = rest.get("/actions/kinesis:kept").expect(200).body();
    assertThat(action.path("enable").asBoolean()).isFalse();
    rest.get("/rules/short_lived").expect(404);
  }

  private void startAgain() {
    tributary =
        bench.tributary(
            Configurations.localKinesis(1),
            Map.of("TRIBUTARY_LOCAL_KINESIS__BIND", "127.0.0.1:" + kinesisPort));
    rest = tributary.admin();
  }

  private URI endpoint() {
    return URI.create("http://127.0.0.1:" + kinesisPort);
  }
}
