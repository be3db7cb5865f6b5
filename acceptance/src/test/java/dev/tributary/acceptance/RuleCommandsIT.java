package dev.tributary.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code tributary rule}: rules are tried and explained without a server. */
class RuleCommandsIT {
  private static final int FAILED = 1;
  private static final int NOT_VALID = 2;
  private static final int NO_MATCH = 3;

  @RegisterExtension static final Workbench bench = new Workbench();

  @Test
  void aMistakeIsPointedAt() {
    Program.Finished ended = test("--sql", "SELECT\n  uper(topic) AS t\nFROM \"t/#\"");
    assertThat(ended.exitCode()).isEqualTo(NOT_VALID);
    assertThat(ended.err())
        .contains("line 2, column 3", "uper", "upper")
        .containsPattern("(?m)^ +uper\\(topic\\) AS t$");
    List<String> lines = ended.err().lines().toList();
    int wrong = lines.indexOf("    uper(topic) AS t");
    assertThat(lines.get(wrong + 1)).isEqualTo("    ^^^^");
    assertThat(ended.out()).isEmpty();
    assertThat(ended.err()).doesNotContain("\tat ");
  }

  @Test
  void aFailureAndARuleThatWouldNotEndAreErrors() {
    Program.Finished noJson =
        test("--sql", "SELECT payload.x + 1 AS y FROM \"t/#\"", "--payload", "no JSON");
    assertThat(noJson.exitCode()).isEqualTo(FAILED);
    assertThat(noJson.err()).contains("JSON").doesNotContain("\tat ");
    Program.Finished endless =
        test("--sql", "SELECT jq('[range(1e9)]', payload) AS y FROM \"t/#\"", "--payload", "{}");
    assertThat(endless.exitCode()).isEqualTo(FAILED);
    assertThat(endless.err()).contains("jq").doesNotContain("\tat ");
  }

  @Test
  void everyFieldCanBeGiven() throws IOException {
    Path sql =
        bench.file(
            "rule.sql",
            """
            SELECT clientid, username, topic, qos, peerhost, payload.n AS n
            FROM "house/+" WHERE payload.n > 0
            """);
    Path payload = bench.file("payload.json", "{\"n\": 7}");
    Program.Finished ended =
        test(
            "--sql",
            "@" + sql,
            "--payload",
            "@" + payload,
            "--topic",
            "house/7",
            "--clientid",
            "me",
            "--username",
            "us",
            "--qos",
            "2",
            "--context",
            "{\"peerhost\": \"::1\"}");
    assertThat(ended.exitCode()).as(ended.err()).isZero();
    assertThat(RestClient.parse(ended.out()))
        .isEqualTo(
            RestClient.parse(
                """
                {"clientid": "me", "username": "us", "topic": "house/7", "qos": 2,
                 "peerhost": "::1", "n": 7}
                """));
  }

  /** By the name in tests, the name of the column, a name that FROM takes, or by FROM itself. */
  @ParameterizedTest
  @CsvSource({
    "client_disconnected",
    "client.disconnected",
    "$events/client/disconnected",
    "$events/client_disconnected",
    "client/disconnected",
    "''"
  })
  void anEventCanBeTried(String event) {
    String sql = "SELECT event, reason, clientid FROM \"$events/client/disconnected\"";
    Program.Finished ended =
        event.isEmpty()
            ? test("--sql", sql, "--clientid", "gone")
            : test("--sql", sql, "--clientid", "gone", "--event", event);
    assertThat(ended.exitCode()).as(ended.err()).isZero();
    JsonNode output = RestClient.parse(ended.out());
    assertThat(output.path("event").asText()).isEqualTo("client.disconnected");
    assertThat(output.path("clientid").asText()).isEqualTo("gone");
    assertThat(output.path("reason").asText()).isEqualTo("normal");
  }

  @Test
  void anotherEventDoesNotMatchAndOneThatDoesNotExistIsAnError() {
    String sql = "SELECT * FROM \"$events/client/disconnected\"";
    assertThat(test("--sql", sql, "--event", "client_connected").exitCode()).isEqualTo(NO_MATCH);
    Program.Finished unknown = test("--sql", sql, "--event", "client_conected");
    assertThat(unknown.exitCode()).isEqualTo(2);
    assertThat(unknown.err()).contains("--event client_conected", "client_connected");
  }

  @Test
  void functionsAreListedAndExplained() throws IOException {
    Program.Finished all = bench.cli("rule", "functions");
    assertThat(all.exitCode()).as(all.err()).isZero();
    for (String line : Files.readAllLines(Path.of("../docs/rule-functions.md"))) {
      if (line.startsWith("### ")) {
        assertThat(all.out()).contains(line.substring("### ".length()) + "(");
      }
    }
    Program.Finished pad = bench.cli("rule", "functions", "pad");
    assertThat(pad.out())
        .contains("pad(text: string, length: integer) → string", "pad('ab', 5)", "\"ab   \"");
    assertThat(bench.cli("rule", "functions", "base64").out())
        .contains("base64_encode", "base64_decode");
    Program.Finished unknown = bench.cli("rule", "functions", "poetry");
    assertThat(unknown.exitCode()).isEqualTo(NOT_VALID);
    assertThat(unknown.err()).contains("poetry");
  }

  @Test
  void eventsAreListedAndExplained() {
    Program.Finished all = bench.cli("rule", "events");
    assertThat(all.exitCode()).as(all.err()).isZero();
    assertThat(all.out().lines()).hasSize(18);
    assertThat(all.out()).contains("$events/client/connected", "$events/message/delivery_dropped");
    Program.Finished acked = bench.cli("rule", "events", "message_acked");
    assertThat(acked.out())
        .contains("$events/message/acked", "puback_props", "from_clientid", "SELECT");
    assertThat(bench.cli("rule", "events", "poetry").exitCode()).isEqualTo(NOT_VALID);
  }

  private static Program.Finished test(String... arguments) {
    List<String> command = new ArrayList<>(List.of("rule", "test"));
    command.addAll(List.of(arguments));
    return bench.cli(command.toArray(String[]::new));
  }
}
