package dev.tributary.rule.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tributary.rule.sql.Json;
import dev.tributary.rule.sql.JsonException;
import dev.tributary.rule.sql.Value;
import dev.tributary.testkit.TestClock;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SqlTrialTest {
  private static final String MESSAGE =
      """
      {"event_type": "message_publish", "topic": "t/a", "payload": "{\\"x\\":3,\\"l\\":[1,2]}",
       "clientid": "c1", "username": "u1", "qos": 1}\
      """;

  private final TestClock clock = new TestClock();
  private final RuleEngine engine =
      new RuleEngine(new ActionDirectory(), new FixedContext(clock), clock, line -> {});

  @Test
  void selectGivesAnObject() throws JsonException {
    assertThat(test("SELECT payload.x + 1 AS y, clientid FROM \"t/#\"", MESSAGE))
        .isEqualTo(output("{\"y\":4,\"clientid\":\"c1\"}"));
  }

  @Test
  void foreachGivesAListThatMayBeEmpty() throws JsonException {
    assertThat(test("FOREACH payload.l AS e DO e AS v FROM \"t/#\"", MESSAGE))
        .isEqualTo(output("[{\"v\":1},{\"v\":2}]"));
    assertThat(test("FOREACH payload.l AS e DO e AS v INCASE e > 9 FROM \"t/#\"", MESSAGE))
        .isEqualTo(output("[]"));
  }

  @Test
  void anotherTopicOrAFalseConditionIsNoMatch() throws JsonException {
    assertThat(test("SELECT * FROM \"z/#\"", MESSAGE)).isEqualTo(new SqlTrial.NoMatch());
    assertThat(test("SELECT * FROM \"t/#\" WHERE payload.x > 9", MESSAGE))
        .isEqualTo(new SqlTrial.NoMatch());
  }

  @Test
  void withoutATopicNothingMatches() throws JsonException {
    assertThat(test("SELECT topic FROM \"#\"", "{\"event_type\": \"message_publish\"}"))
        .isEqualTo(new SqlTrial.NoMatch());
  }

  @Test
  void badSqlSaysWhere() throws JsonException {
    assertThat(test("SELECT FROM \"t/#\"", MESSAGE))
        .isInstanceOfSatisfying(
            SqlTrial.BadSql.class, bad -> assertThat(bad.problem().line()).isEqualTo(1));
  }

  @Test
  void aSourceThatCannotBeDoesNotMatch() throws JsonException {
    for (String source : new String[] {"a/#/b", "t+", "", "$events/nobody_knows"}) {
      assertThat(test("SELECT * FROM '" + source + "'", MESSAGE))
          .as(source)
          .isEqualTo(new SqlTrial.NoMatch());
    }
  }

  @Test
  void aFailureOfTheRuleIsTold() throws JsonException {
    assertThat(test("SELECT upper(payload.l) AS a FROM \"t/#\"", MESSAGE))
        .isInstanceOf(SqlTrial.Failed.class);
  }

  @Test
  void absentColumnsHaveSampleValues() throws JsonException {
    SqlTrial.Result result =
        test("SELECT * FROM \"t/#\"", "{\"event_type\": \"message_publish\", \"topic\": \"t/a\"}");
    Value.Map columns = (Value.Map) ((SqlTrial.Output) result).value();
    assertThat(columns.keys())
        .containsExactlyInAnyOrder(
            "flags",
            "id",
            "node",
            "timestamp",
            "peername",
            "metadata",
            "topic",
            "username",
            "clientid",
            "payload",
            "qos",
            "event",
            "peerhost",
            "client_attrs",
            "pub_props",
            "publish_received_at");
    assertThat(columns.value("pub_props"))
        .isEqualTo(
            json(
                """
                {"User-Property": {"foo": "bar"},
                 "User-Property-Pairs": [{"key": "foo"}, {"value": "bar"}],
                 "Message-Expiry-Interval": 30, "Payload-Format-Indicator": 0}\
                """));
    assertThat(columns.value("client_attrs")).isEqualTo(json("{\"test\": \"example\"}"));
    Value.Map metadata = (Value.Map) columns.value("metadata");
    assertThat(metadata.value("rule_id").toString()).startsWith("sql_tester:");
  }

  @Test
  void qosMayBeText() throws JsonException {
    assertThat(test("SELECT qos FROM \"t/#\"", MESSAGE.replace("1}", "\"2\"}")))
        .isEqualTo(output("{\"qos\":2}"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{}|event_type is missing",
        "{\"event_type\":\"zzz\"}|event_type is \"zzz\"",
        "{\"event_type\":7}|event_type is 7",
        "{\"event_type\":\"client_connected\",\"payload\":\"x\"}|payload is unknown",
        "{\"event_type\":\"client_connected\",\"event\":\"x\"}|event is \"x\"",
        "{\"event_type\":\"client_connected\",\"keepalive\":\"x\"}|expected a number",
        "{\"event_type\":\"client_connected\",\"is_bridge\":1}|expected true or false",
        "{\"event_type\":\"message_publish\",\"topic\":1}|topic is 1; expected a text",
        "{\"event_type\":\"message_publish\",\"payload\":{\"x\":1}}|payload is {\"x\":1}",
        "{\"event_type\":\"message_publish\",\"qos\":3}|qos is 3; expected 0, 1 or 2",
        "{\"event_type\":\"message_publish\",\"bogus\":1}|bogus is unknown",
        "{\"event_type\":\"message_publish\",\"flags\":[]}|flags is []; expected an object",
        "{\"event_type\":\"message_publish\",\"timestamp\":\"x\"}|timestamp is \"x\""
      })
  void aWrongContextNamesTheField(String context, String problem) throws JsonException {
    assertThat(test("SELECT * FROM \"t/#\"", context))
        .isInstanceOfSatisfying(
            SqlTrial.Failed.class,
            failed -> assertThat(failed.message()).startsWith("context.").contains(problem));
  }

  private SqlTrial.Result test(String sql, String context) throws JsonException {
    return engine.test(sql, (Value.Map) json(context));
  }

  private static SqlTrial.Output output(String json) throws JsonException {
    return new SqlTrial.Output(json(json));
  }

  private static Value json(String text) throws JsonException {
    return Json.parse(text.getBytes(StandardCharsets.UTF_8));
  }
}
