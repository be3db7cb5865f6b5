package dev.tributary.management;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tributary.broker.Message.MessageId;
import dev.tributary.management.RestClient.Answer;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RetainerRestTest {

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

  private Answer call(String method, String path, String body) throws Exception {
    return management.client.call(method, path, body);
  }

  private void retain(String topic) {
    management.broker.retained.put(
        FakeBroker.message(new MessageId(1, 1), topic, new byte[] {1}, 0, "rule"));
  }

  @Test
  void settingsHoldAtOnceAndAfterARestart() throws Exception {
    Answer answer =
        call(
            "PUT",
            "/mqtt/retainer",
            """
            {"max_payload_size":"2KB","msg_expiry_interval":"1h","backend":{"max_retained_messages":7}}\
            """);

    assertThat(answer.status()).as(answer.text()).isEqualTo(200);
    assertThat(management.broker.retained.options().payloadBytesMax()).isEqualTo(2_048);
    assertThat(management.broker.retained.options().messagesMax()).isEqualTo(7);
    assertThat(management.broker.retained.options().expiry()).isEqualTo(Duration.ofHours(1));

    management.close();
    management = RunningManagement.start(data, "");
    JsonNode after = call("GET", "/mqtt/retainer", null).json();
    assertThat(after).isEqualTo(answer.json());
    assertThat(after.at("/backend/type").asText()).isEqualTo("built_in_database");
    assertThat(call("PUT", "/mqtt/retainer", after.toString()).json()).isEqualTo(after);
  }

  @Test
  void wrongSettingsChangeNothing() throws Exception {
    JsonNode before = call("GET", "/mqtt/retainer", null).json();

    for (String body :
        new String[] {
          "{\"max_payload_size\":\"much\"}",
          "{\"bogus\":1}",
          "{\"backend\":{\"max_retained_messages\":-1}}",
          "{\"enable\":\"maybe\"}"
        }) {
      assertThat(call("PUT", "/mqtt/retainer", body).code()).as(body).isEqualTo("BAD_REQUEST");
    }

    assertThat(call("GET", "/mqtt/retainer", null).json()).isEqualTo(before);
  }

  @Test
  void aFilterFindsAndRemoves() throws Exception {
    retain("a/1");
    retain("a/2");
    retain("b");
    retain("$SYS/x");

    JsonNode all = call("GET", "/mqtt/retainer/messages", null).json();
    assertThat(all.at("/meta/count").asInt()).isEqualTo(4);
    JsonNode some = call("GET", "/mqtt/retainer/messages?topic=a/%2B&limit=1", null).json();
    assertThat(some.path("data")).hasSize(1);
    assertThat(some.path("meta").has("count")).isFalse();
    assertThat(some.at("/meta/hasnext").asBoolean()).isTrue();
    assertThat(call("GET", "/mqtt/retainer/message/a%2F%23", null).json().path("topic").asText())
        .isEqualTo("a/1");
    assertThat(call("DELETE", "/mqtt/retainer/message/a%2F%23", null).status()).isEqualTo(204);
    assertThat(call("DELETE", "/mqtt/retainer/message/a%2F%23", null).status()).isEqualTo(404);
    assertThat(call("DELETE", "/mqtt/retainer/messages", null).status()).isEqualTo(204);
    assertThat(management.broker.retained.count()).isZero();
  }
}
