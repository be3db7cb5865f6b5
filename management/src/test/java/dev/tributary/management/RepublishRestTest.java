package dev.tributary.management;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tributary.management.RestClient.Answer;
import dev.tributary.rule.engine.RuleAction;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Rules that republish, as they are defined through REST and in the file. */
class RepublishRestTest {

  @TempDir Path data;
  private RunningManagement management;

  @BeforeEach
  void start() throws Exception {
    management =
        RunningManagement.start(
            data,
            """
            rule_engine.rules.in_file {
              sql = "SELECT * FROM \\"t/#\\""
              actions = [ { function = republish, args { topic = "copy/${topic}", qos = 2, direct_dispatch = "${direct}" } } ]
            }
            """,
            new ListService());
  }

  @AfterEach
  void stop() {
    management.close();
  }

  private Answer call(String method, String path, String body) throws Exception {
    return management.client.call(method, path, body);
  }

  private Answer created(String actions) throws Exception {
    return call(
        "POST",
        "/rules",
        """
        {"id":"r","sql":"SELECT * FROM \\"t/#\\"","actions":[%s]}\
        """
            .formatted(actions));
  }

  private String refused(String args) throws Exception {
    Answer answer = created("{\"function\":\"republish\",\"args\":{" + args + "}}");
    assertThat(answer.status()).as(answer.text()).isEqualTo(400);
    assertThat(answer.code()).isEqualTo("BAD_REQUEST");
    return answer.json().path("message").asText();
  }

  private static String args(JsonNode rule) {
    return rule.at("/actions/0/args").toString();
  }

  @Test
  void defaultsComeBack() throws Exception {
    Answer created = created("{\"function\":\"republish\",\"args\":{\"topic\":\"out\"}}");

    assertThat(created.status()).isEqualTo(201);
    assertThat(created.json().at("/actions/0/function").asText()).isEqualTo("republish");
    assertThat(args(created.json()))
        .isEqualTo(
            "{\"topic\":\"out\",\"qos\":\"${qos}\",\"retain\":\"${retain}\",\"payload\":\"${payload}\","
                + "\"user_properties\":\"${user_properties}\",\"mqtt_properties\":{},\"direct_dispatch\":false}");
    assertThat(created.json().path("action_details")).isEmpty();
  }

  @Test
  void theFileDefinesThemToo() throws Exception {
    JsonNode rule = call("GET", "/rules/in_file", null).json();

    assertThat(args(rule)).contains("\"copy/${topic}\"", "\"qos\":2", "\"${direct}\"");
    assertThat(management.engine.rule("in_file").orElseThrow().actions())
        .singleElement()
        .isInstanceOfSatisfying(
            RuleAction.Republish.class,
            republish -> {
              assertThat(republish.spec().topic()).isEqualTo("copy/${topic}");
              assertThat(republish.spec().qos()).isEqualTo("2");
              assertThat(republish.spec().directDispatch()).isEqualTo("${direct}");
            });
  }

  @Test
  void aChangeOfAnotherFieldKeepsTheArguments() throws Exception {
    created(
        """
        {"function":"republish","args":{"topic":"out","retain":true,"mqtt_properties":{"Content-Type":"text/plain"}}}\
        """);

    JsonNode changed = call("PUT", "/rules/r", "{\"description\":\"only\"}").json();

    assertThat(changed.path("description").asText()).isEqualTo("only");
    assertThat(args(changed))
        .contains("\"retain\":true", "\"mqtt_properties\":{\"Content-Type\":\"text/plain\"}");
  }

  @Test
  void mistakesNameTheArgument() throws Exception {
    assertThat(refused("")).contains("actions[1].args.topic", "missing");
    assertThat(refused("\"topic\":\"\"")).contains("actions[1].args.topic");
    assertThat(refused("\"topic\":\"a/#\"")).contains("args.topic", "wildcard");
    assertThat(refused("\"topic\":\"t\",\"qos\":3"))
        .contains("actions[1].args.qos = 3", "0, 1, 2, or a template");
    assertThat(refused("\"topic\":\"t\",\"retain\":\"yes\""))
        .contains("actions[1].args.retain = \"yes\"", "true, false");
    assertThat(refused("\"topic\":\"t\",\"direct_dispatch\":2"))
        .contains("actions[1].args.direct_dispatch = 2");
    assertThat(refused("\"topic\":\"t\",\"user_properties\":\"x\""))
        .contains("args.user_properties");
    assertThat(refused("\"topic\":\"t\",\"mqtt_properties\":{\"Topic-Alias\":1}"))
        .contains("actions[1].args.mqtt_properties", "Topic-Alias", "Message-Expiry-Interval");
    assertThat(refused("\"topic\":\"t\",\"Qos\":1"))
        .contains("actions[1].args.Qos", "did you mean qos?");
    assertThat(created("{\"function\":\"republsh\",\"args\":{}}").text())
        .contains("actions[1].function", "republish, console");
  }

  @Test
  void aFilterByActionWantsAnActionsId() throws Exception {
    Answer answer = call("GET", "/rules?action=republish", null);

    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.text()).contains("action = republish", "kinesis:my_action");
    assertThat(call("GET", "/rules?action=kinesis:a", null).json().path("data")).isEmpty();
    assertThat(call("GET", "/actions_summary", null).status()).isEqualTo(200);
  }
}
