package dev.tributary.management;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tributary.management.RestClient.Answer;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Who takes over what an action could not deliver, as it is defined through REST. */
class FallbackRestTest {

  private static final String TO_SPARE =
      """
      {"kind":"reference","type":"kinesis","name":"spare"}\
      """;

  @TempDir Path data;
  private RunningManagement management;

  @BeforeEach
  void start() throws Exception {
    management = RunningManagement.start(data, "", new ListService());
    created(
        "/connectors",
        """
        {"name":"c","type":"kinesis","endpoint":"http://e:1"}\
        """);
  }

  @AfterEach
  void stop() {
    management.close();
  }

  private Answer call(String method, String path, String body) throws Exception {
    return management.client.call(method, path, body);
  }

  private void created(String path, String body) throws Exception {
    Answer answer = call("POST", path, body);
    assertThat(answer.status()).as(answer.text()).isEqualTo(201);
  }

  private static String action(String name, String fallbacks) {
    return """
    {"name":"%s","type":"kinesis","connector":"c","parameters":{"stream_name":"s","partition_key":"k"},"fallback_actions":[%s]}\
    """
        .formatted(name, fallbacks);
  }

  private static String republish(String args) {
    return """
    {"kind":"republish","args":{%s}}\
    """
        .formatted(args);
  }

  private String refused(String body) throws Exception {
    Answer answer = call("POST", "/actions", body);
    assertThat(answer.status()).as(answer.text()).isEqualTo(400);
    return answer.json().path("message").asText();
  }

  @Test
  void aReferenceNamesAnotherActionThatExists() throws Exception {
    assertThat(refused(action("a", TO_SPARE)))
        .isEqualTo(
            "fallback_actions[1] = \"kinesis:spare\": expected the name of another action, and there is none yet");
    created("/actions", action("b", ""));
    assertThat(refused(action("a", TO_SPARE))).endsWith("expected one of kinesis:b");
    assertThat(refused(action("spare", TO_SPARE))).endsWith("expected another action than itself");

    created("/actions", action("spare", ""));
    created("/actions", action("a", TO_SPARE));

    assertThat(call("GET", "/actions/kinesis:a", null).json().path("fallback_actions").toString())
        .isEqualTo("[" + TO_SPARE + "]");
  }

  @Test
  void theSummaryNamesWhoFallsBackToAnAction() throws Exception {
    created("/actions", action("spare", ""));
    created("/actions", action("a", TO_SPARE));

    assertThat(
            call("GET", "/actions_summary", null)
                .json()
                .findValues("referenced_as_fallback_action_by")
                .toString())
        .isEqualTo("[[], [{\"type\":\"kinesis\",\"name\":\"a\"}]]");
  }

  @Test
  void anActionThatIsAFallbackIsDeletedOnlyByForce() throws Exception {
    created("/actions", action("spare", ""));
    created("/actions", action("a", republish("\"topic\":\"f\"") + "," + TO_SPARE));

    Answer refused = call("DELETE", "/actions/kinesis:spare", null);

    assertThat(refused.status()).isEqualTo(400);
    assertThat(refused.json().path("message").asText())
        .contains("the fallback_actions of kinesis:a", "also_delete_dep_actions=true");
    assertThat(refused.json().path("actions").toString()).isEqualTo("[\"kinesis:a\"]");
    assertThat(refused.json().has("rules")).isFalse();

    assertThat(call("DELETE", "/actions/kinesis:spare?also_delete_dep_actions=true", null).status())
        .isEqualTo(204);
    assertThat(call("GET", "/actions/kinesis:a", null).json().path("fallback_actions"))
        .singleElement()
        .satisfies(kept -> assertThat(kept.path("kind").asText()).isEqualTo("republish"));
    assertThat(call("GET", "/actions/kinesis:a", null).json().path("status").asText())
        .isEqualTo("connected");
  }

  @Test
  void aRepublishIsCheckedWhenItIsDefined() throws Exception {
    assertThat(refused(action("a", republish("")))).contains("fallback_actions[1].args.topic");
    assertThat(refused(action("a", republish("\"topic\":\"a/#\""))))
        .startsWith("fallback_actions[1].args.topic")
        .contains("wildcard");
    assertThat(refused(action("a", republish("\"topic\":\"t\",\"colour\":1"))))
        .contains("fallback_actions[1].args.colour", "not a known key");
    assertThat(refused(action("a", republish("\"topic\":\"t\",\"user_properties\":\"x\""))))
        .startsWith("fallback_actions[1].args.user_properties");
    assertThat(refused(action("a", republish("\"topic\":\"t\",\"direct_dispatch\":1"))))
        .contains("fallback_actions[1].args.direct_dispatch = 1", "true, false");

    created("/actions", action("a", republish("\"topic\":\"t/${clientid}\",\"qos\":1")));

    assertThat(call("GET", "/actions/kinesis:a", null).json().at("/fallback_actions/0/args"))
        .hasToString(
            "{\"topic\":\"t/${clientid}\",\"qos\":1,\"retain\":\"${retain}\",\"payload\":\"${payload}\","
                + "\"user_properties\":\"${user_properties}\",\"mqtt_properties\":{},\"direct_dispatch\":false}");
  }

  @Test
  void anActionWhoseFallbackIsGoneRunsWithoutIt() throws Exception {
    created("/actions", action("spare", ""));
    created("/actions", action("a", TO_SPARE));
    management.close();
    Path overrides = data.resolve("configs/overrides.json");
    Files.writeString(
        overrides, Files.readString(overrides).replace("kinesis:spare", "kinesis:other"));

    management = RunningManagement.start(data, "", new ListService());

    assertThat(call("GET", "/actions/kinesis:a", null).json().path("status").asText())
        .isEqualTo("connected");
    assertThat(call("GET", "/actions/kinesis:other", null).status()).isEqualTo(200);
  }
}
