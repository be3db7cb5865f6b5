package dev.tributary.server.internal.node;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import com.hivemq.client.mqtt.MqttClient;
import com.hivemq.client.mqtt.mqtt5.Mqtt5BlockingClient;
import dev.tributary.testkit.Await;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/** A whole node: its rules hear of its broker. */
class NodeEventsIT {

  private static final String CONFIGURATION =
      """
      node.name = "tributary@127.0.0.1"
      node.data_dir = "data"
      listeners.tcp.default.bind = "127.0.0.1:0"
      listeners.ws.default.bind = "127.0.0.1:0"
      dashboard.listeners.http.bind = "127.0.0.1:0"
      local_kinesis.enable = false
      rule_engine.rules.comings {
        sql = \"\"\"SELECT event, clientid, proto_ver FROM "$events/client/connected"\"\"\"
        actions = [{function: console}]
      }
      rule_engine.rules.losses {
        sql = \"\"\"SELECT event, topic, reason FROM "$events/message_dropped"\"\"\"
        actions = [{function: console}]
      }
      """;

  private final Lines lines = new Lines();
  private Node node;

  private static final class Lines extends AppenderBase<ILoggingEvent> {
    private final List<String> all = new CopyOnWriteArrayList<>();

    @Override
    protected void append(ILoggingEvent event) {
      all.add(event.getFormattedMessage());
    }

    private void await(String... parts) {
      Await.until(
          "a line with " + List.of(parts),
          () -> all.stream().anyMatch(line -> List.of(parts).stream().allMatch(line::contains)));
    }
  }

  @BeforeEach
  void start(@TempDir Path home) throws Exception {
    Path file = Files.writeString(home.resolve("tributary.conf"), CONFIGURATION);
    root().addAppender(lines);
    lines.start();
    node = new Node(NodeSettings.read(file, home, Map.of(), ""), "test");
    node.start();
  }

  @AfterEach
  void stop() {
    node.close();
    root().detachAppender(lines);
  }

  private static ch.qos.logback.classic.Logger root() {
    return ((LoggerContext) LoggerFactory.getILoggerFactory()).getLogger("dev.tributary");
  }

  @Test
  void rulesOnEventsPrint() {
    Mqtt5BlockingClient client =
        MqttClient.builder()
            .useMqttVersion5()
            .identifier("meadow-1")
            .serverHost("127.0.0.1")
            .serverPort(node.address("tcp:default").getPort())
            .buildBlocking();
    client.connect();
    lines.await("client.connected", "meadow-1", "\"proto_ver\":5");
    client.publishWith().topic("nobody").send();
    lines.await("message.dropped", "\"topic\":\"nobody\"", "no_subscribers");
    client.disconnect();
    assertThat(lines.all).noneMatch(line -> line.contains("client.disconnected"));
  }
}
