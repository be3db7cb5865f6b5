package dev.tributary.management;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tributary.management.RestClient.Answer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FiguresRestTest {

  @TempDir Path data;
  private RunningManagement management;

  @BeforeEach
  void start() throws Exception {
    management =
        RunningManagement.start(data, "rule_engine.rules.r1 { sql = \"SELECT * FROM \\\"t\\\"\" }");
  }

  @AfterEach
  void stop() {
    management.close();
  }

  private Answer anonymous(String path) throws Exception {
    return management.client.send("GET", "/api/v5" + path, Map.of(), new byte[0]);
  }

  @Test
  void prometheusNeedsNoLoginAndReadsTheFormat() throws Exception {
    Answer answer = anonymous("/prometheus/stats");

    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.headers().get("content-type")).startsWith("text/plain; version=0.0.4");
    Set<String> names = new HashSet<>();
    for (String line : answer.text().lines().toList()) {
      if (line.startsWith("# TYPE ")) {
        assertThat(names.add(line.substring(7, line.lastIndexOf(' '))))
            .as("once: " + line)
            .isTrue();
      } else {
        assertThat(line).matches("[a-z_][a-z0-9_]*(\\{[a-z]+=\"[^\"]*\"})? -?[0-9.E]+");
        assertThat(names).contains(line.replaceFirst("[{ ].*", ""));
      }
    }
    assertThat(names)
        .contains(
            "emqx_connections_count",
            "emqx_sessions_max",
            "emqx_packets_connect",
            "emqx_messages_received",
            "emqx_client_connected",
            "emqx_vm_used_memory",
            "tributary_listener_connections");
    assertThat(answer.text()).contains("tributary_listener_running{listener=\"tcp:default\"} 1");
  }

  @Test
  void rulesActionsAndConnectorsAreLabelled() throws Exception {
    String text = anonymous("/prometheus/data_integration").text();

    assertThat(text)
        .contains("emqx_rules_count 1")
        .contains("emqx_rule_matched{id=\"r1\"} 0")
        .contains("emqx_rule_enable{id=\"r1\"} 1")
        .doesNotContain("rate");
  }

  @Test
  void figuresOfOneNodeAndOfAll() throws Exception {
    JsonNode perNode = management.client.call("GET", "/metrics", null).json();
    JsonNode together = management.client.call("GET", "/metrics?aggregate=true", null).json();

    assertThat(perNode.at("/0/node").asText()).isEqualTo(RunningManagement.NODE);
    assertThat(perNode.get(0).size()).isEqualTo(together.size() + 1);
    assertThat(management.client.call("GET", "/metrics?aggregate=maybe", null).status())
        .isEqualTo(400);
    assertThat(management.client.call("GET", "/nodes/other@host/stats", null).status())
        .isEqualTo(404);
    assertThat(management.client.call("GET", "/monitor?latest=x", null).status()).isEqualTo(400);
  }

  @Test
  void withALoginIfThatIsWanted() throws Exception {
    management.close();
    management = RunningManagement.start(data, "prometheus.enable_basic_auth = true");

    assertThat(anonymous("/prometheus/stats").status()).isEqualTo(401);
    assertThat(
            new String(
                management.client.call("GET", "/prometheus/stats", null).body(),
                StandardCharsets.UTF_8))
        .contains("emqx_connections_count");
  }
}
