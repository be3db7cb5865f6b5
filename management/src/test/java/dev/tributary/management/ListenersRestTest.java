package dev.tributary.management;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tributary.broker.ListenerSettings;
import dev.tributary.broker.ListenerType;
import dev.tributary.management.RestClient.Answer;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ListenersRestTest {

  private static final String NEW = "{\"type\":\"tcp\",\"name\":\"x\",\"bind\":\"127.0.0.1:2883\"}";

  @TempDir Path data;
  private RunningManagement management;

  @BeforeEach
  void start() throws Exception {
    management = RunningManagement.start(data, "");
  }

  @AfterEach
  void stop() {
    management.close();
  }

  private void restart() throws Exception {
    management.close();
    management = RunningManagement.start(data, "");
  }

  private Answer call(String method, String path, String body) throws Exception {
    return management.client.call(method, path, body);
  }

  private JsonNode get(String id) throws Exception {
    return call("GET", "/listeners/" + id, null).json();
  }

  private ListenerSettings opened(String id) {
    return management.broker.listeners.find(id).orElseThrow().settings();
  }

  @Test
  void whatRestMakesIsThereAfterARestart() throws Exception {
    assertThat(call("POST", "/listeners", NEW).status()).isEqualTo(200);
    assertThat(call("PUT", "/listeners/tcp:x", "{\"id\":\"tcp:x\",\"max_connections\":5}").status())
        .isEqualTo(200);
    call("DELETE", "/listeners/ws:default", null);

    restart();

    assertThat(opened("tcp:x").connectionsMax()).isEqualTo(5);
    assertThat(opened("tcp:x").bind().getPort()).isEqualTo(2883);
    assertThat(get("ws:default").path("code").asText()).isEqualTo("BAD_LISTENER_ID");
    assertThat(management.broker.listeners.find("ws:default")).isEmpty();
  }

  @Test
  void putTakesTheAnswerOfGet() throws Exception {
    for (ListenerType type : ListenerType.values()) {
      String id = type.text() + ":default";
      JsonNode before = get(id);

      Answer answer = call("PUT", "/listeners/" + id, before.toString());

      assertThat(answer.status()).as(answer.text()).isEqualTo(200);
      assertThat(answer.json()).isEqualTo(before);
    }
  }

  @Test
  void putChangesWhatItNamesAloneAlsoInside() throws Exception {
    call("POST", "/listeners", NEW);

    call(
        "PUT",
        "/listeners/tcp:x",
        "{\"id\":\"tcp:x\",\"tcp_options\":{\"backlog\":7},\"messages_rate\":\"9/s\"}");

    assertThat(opened("tcp:x").tcp().backlog()).isEqualTo(7);
    assertThat(opened("tcp:x").tcp().noDelay()).isTrue();
    assertThat(opened("tcp:x").rates().messages().amount()).isEqualTo(9);
    assertThat(opened("tcp:x").bind().getPort()).isEqualTo(2883);
  }

  @Test
  void thePasswordOfAKeyIsNeverAnsweredAndStarsKeepIt() throws Exception {
    Answer made =
        call(
            "POST",
            "/listeners",
            """
            {"type":"ssl","name":"x","bind":"127.0.0.1:2884","ssl_options":{"password":"s3cret"}}\
            """);
    assertThat(made.text()).doesNotContain("s3cret").contains("******");

    ObjectNode back = (ObjectNode) get("ssl:x");
    back.put("max_connections", 3);
    assertThat(call("PUT", "/listeners/ssl:x", back.toString()).status()).isEqualTo(200);

    assertThat(opened("ssl:x").tls().keyPassword()).isEqualTo("s3cret");
    assertThat(
            call(
                    "POST",
                    "/listeners",
                    """
                    {"type":"ssl","name":"y","ssl_options":{"password":"******"}}\
                    """)
                .status())
        .isEqualTo(400);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"type\":\"zz\",\"name\":\"x\"}                          | type = zz",
        "{\"name\":\"x\"}                                          | type: is missing",
        "{\"type\":\"tcp\"}                                        | name: is missing",
        "{\"type\":\"tcp\",\"name\":\"a b\"}                       | name = a b",
        "{\"type\":\"tcp\",\"name\":\"x\",\"bind\":\"zzz\"}        | bind = ",
        "{\"type\":\"tcp\",\"name\":\"x\",\"max_connections\":0}   | max_connections = 0",
        "{\"type\":\"tcp\",\"name\":\"x\",\"ssl_options\":{}}      | ssl_options",
        "{\"type\":\"tcp\",\"name\":\"x\",\"bind\":\"127.0.0.1:9\"}| cannot listen"
      })
  void whatCannotBeOpenedLeavesNothing(String body, String message) throws Exception {
    Answer answer = call("POST", "/listeners", body);

    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.code()).isEqualTo("BAD_REQUEST");
    assertThat(answer.json().path("message").asText()).contains(message);
    assertThat(call("GET", "/listeners", null).json()).hasSize(4);
    assertThat(management.broker.listeners.all()).hasSize(4);
  }

  @Test
  void whatCannotBeWrittenIsTakenBack() throws Exception {
    call("POST", "/listeners", NEW);
    Files.createDirectories(data.resolve("configs").resolve("overrides.json.tmp").resolve("x"));

    Answer changed = call("PUT", "/listeners/tcp:x", "{\"id\":\"tcp:x\",\"max_connections\":5}");
    Answer made = call("POST", "/listeners", NEW.replace("\"x\"", "\"y\""));

    assertThat(changed.status()).isEqualTo(500);
    assertThat(made.status()).isEqualTo(500);
    assertThat(opened("tcp:x").connectionsMax()).isEqualTo(Integer.MAX_VALUE);
    assertThat(management.broker.listeners.find("tcp:y")).isEmpty();
  }

  @Test
  void idsAreChecked() throws Exception {
    call("POST", "/listeners", NEW);

    assertThat(call("POST", "/listeners", NEW).code()).isEqualTo("BAD_LISTENER_ID");
    assertThat(call("GET", "/listeners/none", null).code()).isEqualTo("BAD_REQUEST");
    assertThat(call("GET", "/listeners/zz:x", null).code()).isEqualTo("BAD_REQUEST");
    assertThat(call("PUT", "/listeners/tcp:x", "{\"id\":\"tcp:y\"}").code())
        .isEqualTo("BAD_LISTENER_ID");
    assertThat(call("PUT", "/listeners/tcp:x", "{\"type\":\"tcp\"}").code())
        .isEqualTo("BAD_REQUEST");
    assertThat(call("GET", "/listeners?type=zz", null).status()).isEqualTo(400);
    Answer unknown = call("POST", "/listeners/tcp:x/fly", null);
    assertThat(unknown.status()).isEqualTo(404);
    assertThat(unknown.isJson()).isFalse();
  }

  @Test
  void stoppedStaysStopped() throws Exception {
    assertThat(call("POST", "/listeners/tcp:default/stop", null).status()).isEqualTo(200);
    assertThat(call("POST", "/listeners/tcp:default/stop", null).status()).isEqualTo(200);
    assertThat(get("tcp:default").path("running").asBoolean()).isFalse();

    restart();

    assertThat(get("tcp:default").path("running").asBoolean()).isFalse();
    assertThat(get("tcp:default").path("enable").asBoolean()).isFalse();
    call("POST", "/listeners/tcp:default/start", null);
    assertThat(get("tcp:default").path("running").asBoolean()).isTrue();
  }

  @Test
  void certificatesAreReadAnew() throws Exception {
    assertThat(call("POST", "/listeners/reload_certificates", null).status()).isEqualTo(204);
  }

  @Test
  void aPortAloneIsAnsweredAsTheOriginalDoes() throws Exception {
    call("POST", "/listeners", "{\"type\":\"tcp\",\"name\":\"p\",\"bind\":2885}");

    assertThat(get("tcp:p").path("bind").asText()).isEqualTo(":2885");
  }
}
