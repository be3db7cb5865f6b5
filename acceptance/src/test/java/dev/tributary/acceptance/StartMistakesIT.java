package dev.tributary.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A start that cannot succeed ends with an exit code and says all that is wrong. */
class StartMistakesIT {
  private static final int FAILED = 1;
  private static final int NOT_VALID = 2;

  @RegisterExtension final Workbench bench = new Workbench();

  @ParameterizedTest
  @ValueSource(
      strings = {
        "TRIBUTARY_LISTENERS__TCP__DEFAULT__BIND",
        "TRIBUTARY_LISTENERS__WS__DEFAULT__BIND",
        "TRIBUTARY_DASHBOARD__LISTENERS__HTTP__BIND",
        "TRIBUTARY_LOCAL_KINESIS__BIND"
      })
  void aPortInUseIsNamedAndTheExitCodeIs1(String setting) throws IOException {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      Program.Finished ended =
          bench
              .launch(
                  Configurations.localKinesis(1),
                  Map.of(setting, "127.0.0.1:" + taken.getLocalPort()))
              .finished();
      assertThat(ended.exitCode()).isEqualTo(FAILED);
      assertThat(ended.err())
          .contains(String.valueOf(taken.getLocalPort()))
          .containsIgnoringCase("in use")
          .doesNotContain("\tat ");
      assertThat(ended.out()).doesNotContain("is ready in");
    }
  }

  @Test
  void everyMistakeInTheFileIsToldOnceWithItsPlace() {
    Program.Finished ended =
        bench
            .launch(
                """
                node.name = "tributary@127.0.0.1"
                listenerz.tcp.default.bind = "127.0.0.1:0"
                mqtt {
                  max_inflight = many
                  max_qos_allowed = 3
                }
                connectors.kinesis.one {
                  endpoint = "ftp://127.0.0.1:21"
                }
                rule_engine.rules.bad {
                  sql = "SELECT * FRM \\"t/#\\""
                  actions = []
                }
                """,
                Map.of())
            .finished();
    assertThat(ended.exitCode()).isEqualTo(NOT_VALID);
    assertThat(ended.out()).doesNotContain("is ready in");
    List<String> lines =
        ended.err().lines().filter(line -> line.contains("tributary.conf:")).toList();
    Path file = bench.folder().resolve("tributary.conf");
    assertMistake(lines, file + ":2", "listenerz", "listeners");
    assertMistake(lines, file + ":4", "mqtt.max_inflight", "many", "65535");
    assertMistake(lines, file + ":5", "mqtt.max_qos_allowed", "3", "0", "2");
    assertMistake(
        lines, file + ":8", "connectors.kinesis.one.endpoint", "ftp://127.0.0.1:21", "http");
    assertMistake(lines, file + ":11", "rule_engine.rules.bad.sql", "FRM", "column 10", "expected");
    assertThat(lines).hasSize(5);
    assertThat(ended.err()).doesNotContain("\tat ");
  }

  @Test
  void aMistakeInTheEnvironmentNamesTheVariable() {
    Program.Finished ended =
        bench.launch("", Map.of("TRIBUTARY_MQTT__MAX_INFLIGHT", "many")).finished();
    assertThat(ended.exitCode()).isEqualTo(NOT_VALID);
    assertThat(ended.err()).contains("TRIBUTARY_MQTT__MAX_INFLIGHT").contains("many");
  }

  @Test
  void aFileThatIsNoHoconIsToldWithItsLine() {
    Program.Finished ended = bench.launch("mqtt {\n  max_inflight = 3\n", Map.of()).finished();
    assertThat(ended.exitCode()).isEqualTo(NOT_VALID);
    assertThat(ended.err()).contains("tributary.conf").doesNotContain("\tat ");
  }

  @Test
  void aFileThatIsNotThereIsNamed() {
    Program.Finished ended = bench.cli("start", "--config", "/no/such/tributary.conf");
    assertThat(ended.exitCode()).isEqualTo(NOT_VALID);
    assertThat(ended.err()).contains("/no/such/tributary.conf").doesNotContain("\tat ");
  }

  @Test
  void restIsNotOpenedToOthersWithThePasswordThatEverybodyKnows() {
    Program.Finished ended =
        bench
            .launch("", Map.of("TRIBUTARY_DASHBOARD__LISTENERS__HTTP__BIND", "0.0.0.0:0"))
            .finished();
    assertThat(ended.exitCode()).isEqualTo(NOT_VALID);
    assertThat(ended.err()).contains("default_password");
    assertThat(ended.out()).doesNotContain("is ready in");
  }

  private static void assertMistake(List<String> lines, String place, String... parts) {
    assertThat(lines)
        .filteredOn(line -> line.contains(place))
        .as("mistakes at %s", place)
        .singleElement()
        .satisfies(line -> assertThat(line).contains(parts));
  }
}
