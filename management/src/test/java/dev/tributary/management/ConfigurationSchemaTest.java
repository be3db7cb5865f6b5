package dev.tributary.management;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.tributary.broker.MqttLimits;
import dev.tributary.config.Problem;
import dev.tributary.config.Settings;
import dev.tributary.config.SettingsException;
import dev.tributary.sink.ActionSettings;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class ConfigurationSchemaTest {

  private static final Path REFERENCE = Path.of("../docs/configuration.md");

  private static List<String> mistakes(String hocon) {
    SettingsException thrown =
        catchThrowableOfType(SettingsException.class, () -> RunningManagement.settings(hocon));
    return thrown.problems().stream().map(Problem::text).toList();
  }

  @Test
  void anEmptyFileHasAllDefaults() throws Exception {
    Settings root = RunningManagement.settings("");

    MqttLimits limits = MqttLimits.defaults();
    Settings mqtt = root.object("mqtt");
    assertThat(mqtt.bytes("max_packet_size")).isEqualTo(limits.packetBytesMax());
    assertThat(mqtt.integer("max_inflight")).isEqualTo(limits.inflightMax());
    assertThat(mqtt.integer("max_mqueue_len")).isEqualTo(limits.queuedMessagesMax());
    assertThat(mqtt.integer("max_subscriptions")).isEqualTo(limits.subscriptionsMax());
    assertThat(mqtt.duration("session_expiry_interval")).isEqualTo(limits.sessionExpiryMax());
    assertThat(mqtt.duration("max_qos0_hold")).isEqualTo(limits.qos0HoldMax());
    Settings listener = root.object("listeners").objects("tcp").get("default");
    assertThat(listener.address("bind").getHostString()).isEqualTo("127.0.0.1");
    assertThat(listener.integer("max_connections")).isEqualTo(Integer.MAX_VALUE);
    assertThat(ManagementSettings.of(root).bind().getPort()).isEqualTo(18083);
  }

  @Test
  void mistakesAreNamedAllAtOnceWithWhatWouldBeRight() {
    assertThat(
            mistakes(
                """
                connectors.kinesis.c { endpoint = "localhost:4566", proxy { url = "proxy:3128" } }
                actions.kinesis.a {
                  connector = c
                  fallback_actions = [ { kind = reference }, { kind = republish, args { topic = t, qos = 3 } }, 1 ]
                  parameters { stream_name = "", partition_key = "", ordering = some, aggregation = zip }
                  resource_opts { buffer_mode = tape, overflow = explode, acknowledge = soon, dead_letter { retention = 0s } }
                }
                rule_engine.rules.r { sql = "SELECT", actions = [ "mqtt:a", { function = republish } ] }
                """))
        .satisfiesOnlyOnce(text -> assertThat(text).contains("endpoint", "http[s]://host"))
        .satisfiesOnlyOnce(text -> assertThat(text).contains("proxy.url", "http[s]://host"))
        .satisfiesOnlyOnce(text -> assertThat(text).contains("fallback_actions[1].type"))
        .satisfiesOnlyOnce(text -> assertThat(text).contains("fallback_actions[1].name"))
        .satisfiesOnlyOnce(
            text -> assertThat(text).contains("fallback_actions[2].args.qos = 3", "one of 0, 1, 2"))
        .satisfiesOnlyOnce(text -> assertThat(text).contains("fallback_actions[3]", "reference"))
        .satisfiesOnlyOnce(text -> assertThat(text).contains("stream_name", "1 to 128"))
        .satisfiesOnlyOnce(text -> assertThat(text).contains("partition_key", "1 to"))
        .satisfiesOnlyOnce(text -> assertThat(text).contains("ordering", "strict, batch, none"))
        .satisfiesOnlyOnce(text -> assertThat(text).contains("aggregation", "none, kpl"))
        .satisfiesOnlyOnce(text -> assertThat(text).contains("buffer_mode", "disk"))
        .satisfiesOnlyOnce(text -> assertThat(text).contains("overflow", "drop_oldest"))
        .satisfiesOnlyOnce(text -> assertThat(text).contains("acknowledge", "delivered"))
        .satisfiesOnlyOnce(text -> assertThat(text).contains("dead_letter.retention", "1s to"))
        .satisfiesOnlyOnce(text -> assertThat(text).contains("rules.r.sql", "line 1, column"))
        .satisfiesOnlyOnce(text -> assertThat(text).contains("rules.r.actions[1]", "kinesis"))
        .satisfiesOnlyOnce(
            text -> assertThat(text).contains("rules.r.actions[2].args.topic", "missing"))
        .hasSize(17);
  }

  @Test
  void theReferenceIsCurrent() throws Exception {
    String rendered = ConfigurationReference.render(ConfigurationSchema.root());

    assertThat(Files.readString(REFERENCE))
        .as("docs/configuration.md: write it anew with ConfigurationReference.main")
        .isEqualTo(rendered);
  }

  @Test
  void everyFieldHasASentence() {
    assertThat(ConfigurationReference.render(ConfigurationSchema.root()))
        .doesNotContain("| |")
        .contains("actions.kinesis.<name>.resource_opts")
        .contains(ActionSettings.defaults().batchSize() + "");
  }
}
