package dev.tributary.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import com.hivemq.client.mqtt.datatypes.MqttQos;
import dev.tributary.testkit.Await;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** A rule that fails, never ends or grows without bound hurts nobody but itself. */
class RuleSafetyIT {
  private static final Duration PATIENCE = Duration.ofMinutes(2);

  @RegisterExtension static final Workbench bench = new Workbench();

  private static RunningTributary tributary;
  private static RestClient rest;
  private static Rules rules;

  @BeforeAll
  static void start() {
    tributary = bench.tributary("");
    rest = tributary.admin();
    rules = new Rules(rest);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          no_json    | payload.x + 1 AS y      | fine and dandy: top-secret
          no_number  | payload.x - 1 AS y      | {"x": "top-secret"}
          not_equal  | payload.x = 1 AS y      | {"x": "top-secret"}
          no_map     | map_keys(payload.x) AS y | {"x": "top-secret"}
          """)
  void aFailingRuleIsCountedAndLoggedWithoutWhatTheMessageHolds(
      String id, String column, String payload) {
    rules.create(id, "SELECT " + column + " FROM \"fail/" + id + "\"", Rules.console());
    int messages = 100;
    try (Publisher publisher = Publisher.connect(tributary.mqtt(), "device-" + id)) {
      for (int i = 0; i < messages; i++) {
        publisher.publishAndWait("fail/" + id, MqttQos.AT_LEAST_ONCE, payload);
      }
      assertThat(publisher.disconnected()).isEmpty();
    }
    assertThat(rules.metric(id, "matched")).isEqualTo(messages);
    assertThat(rules.metric(id, "failed")).isEqualTo(messages);
    assertThat(rules.metric(id, "failed.exception")).isEqualTo(messages);
    assertThat(rules.metric(id, "actions.total")).isZero();

    List<String> lines = warnings(id);
    assertThat(lines).hasSizeBetween(1, messages / 10);
    assertThat(lines.getFirst()).matches(".* WARN .*Rule " + id + ": .{10,}");
    assertThat(tributary.program().story()).doesNotContain("secret");
  }

  /** Each would take forever or all memory, and is stopped by the limit that its warning names. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          back_reference | regex_match(payload.s, '^(a*)*(a*)*\\2b$') AS y | too many steps
          jq_endless     | jq('def f: f; f', payload) AS y                | nests more than
          jq_deep        | jq('def f: 1 + f; f', payload) AS y            | nests more than
          jq_range       | jq('[range(1e9)]', payload) AS y               | steps
          jq_repeat      | jq('[limit(1e9; repeat("aaaaaaaa"))]', payload) AS y | jq
          range          | [1..1000000000] AS y                           | more than
          pad            | pad('a', 2000000000) AS y                      | 16777216 bytes
          """)
  void aRuleThatWouldNotEndIsStoppedWhileOthersAreServed(String id, String column, String reason) {
    rules.create(id, "SELECT " + column + " FROM \"bomb/" + id + "\"", Rules.console());
    setOffWhileOthersPublish(id);
    assertStopped(id, reason);
  }

  @Test
  void aValueThatDoublesWithEachColumnIsStopped() {
    StringBuilder sql = new StringBuilder("SELECT payload.s AS s0");
    for (int column = 1; column <= 30; column++) {
      sql.append(", concat(s%d, s%d) AS s%d".formatted(column - 1, column - 1, column));
    }
    rules.create("doubling", sql + " FROM \"bomb/doubling\"", Rules.console());
    setOffWhileOthersPublish("doubling");
    assertStopped("doubling", "more than 16777216 bytes");
  }

  /** Here other engines take 2^40 steps; this one answers. */
  @Test
  void aPatternWithNestedRepetitionsIsAnswered() {
    rules.create(
        "nested",
        "SELECT regex_match(payload.s, '(a+)+$') AS y FROM \"bomb/nested\" WHERE y = false",
        Rules.console());
    setOffWhileOthersPublish("nested");
    assertThat(rules.metric("nested", "passed")).isEqualTo(1);
  }

  /** The bomb's publisher and others are answered and stay connected. */
  private static void setOffWhileOthersPublish(String id) {
    String payload = "{\"s\": \"" + "a".repeat(40) + "!\"}";
    try (Publisher bomber = Publisher.connect(tributary.mqtt(), "bomber-" + id);
        Publisher other = Publisher.connect(tributary.mqtt(), "other-" + id)) {
      CompletableFuture<?> bomb = bomber.publish("bomb/" + id, MqttQos.AT_LEAST_ONCE, payload);
      Await.until(
          "the message is acknowledged",
          PATIENCE,
          () -> {
            other.publishAndWait("elsewhere", MqttQos.AT_LEAST_ONCE, "answered");
            return bomb.isDone();
          });
      bomb.join();
      bomber.publishAndWait("elsewhere", MqttQos.AT_LEAST_ONCE, "still here");
      assertThat(bomber.disconnected()).isEmpty();
      assertThat(other.disconnected()).isEmpty();
    }
  }

  private static void assertStopped(String id, String reason) {
    assertThat(rules.metric(id, "matched")).isEqualTo(1);
    assertThat(rules.metric(id, "failed.exception")).isEqualTo(1);
    assertThat(warnings(id)).singleElement(InstanceOfAssertFactories.STRING).contains(reason);
  }

  @ParameterizedTest
  @MethodSource
  void sqlOverItsLimitsIsRefusedByName(String sql, String limit) {
    Map<String, Object> rule = Map.of("id", "too_much", "sql", sql, "actions", List.of());
    RestClient.Answer refused = rest.post("/rules", RestClient.json(rule)).expect(400);
    assertThat(refused.code()).isEqualTo("BAD_REQUEST");
    assertThat(refused.message()).contains(limit);
    rest.get("/rules/too_much").expect(404);
  }

  static List<Arguments> sqlOverItsLimitsIsRefusedByName() {
    String sources =
        IntStream.range(0, 65)
            .mapToObj(number -> "\"t/" + number + "\"")
            .collect(Collectors.joining(", "));
    return List.of(
        Arguments.of("SELECT '" + "x".repeat(65_536) + "' AS y FROM \"t/#\"", "at most 65536"),
        Arguments.of(
            "SELECT " + "abs(".repeat(65) + "1" + ")".repeat(65) + " AS y FROM \"t/#\"",
            "at most 64 levels"),
        Arguments.of("SELECT * FROM " + sources, "at most 64"),
        Arguments.of("SELECT * FROM \"" + "a/".repeat(128) + "b\"", "128"));
  }

  private static List<String> warnings(String id) {
    return tributary
        .program()
        .out()
        .lines()
        .filter(line -> line.contains("WARN") && line.contains("Rule " + id + ":"))
        .toList();
  }
}
