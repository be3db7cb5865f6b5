package dev.tributary.management;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tributary.management.MessagePublisher.Publication;
import dev.tributary.management.MessagePublisher.Result;
import dev.tributary.management.RestClient.Answer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PublishRestTest {

  @TempDir Path data;
  private RunningManagement management;

  @BeforeEach
  void start() throws Exception {
    management = RunningManagement.start(data, "");
    management.broker.clients.connected("a", null, 5, true).subscribes("t/#", 1);
  }

  @AfterEach
  void stop() {
    management.close();
  }

  private Answer publish(String path, String body) throws Exception {
    return management.client.call("POST", path, body);
  }

  @Test
  void propertiesArrive() throws Exception {
    Answer answer =
        publish(
            "/publish",
            """
            {"topic":"t/é","payload":"aGk=","payload_encoding":"base64","qos":2,"retain":true,
             "properties":{"payload_format_indicator":1,"message_expiry_interval":60,
             "response_topic":"r","correlation_data":"cd","content_type":"text/plain",
             "user_properties":{"a":"b","c":"d"}}}\
            """);

    assertThat(answer.status()).as(answer.text()).isEqualTo(200);
    Publication made = management.broker.published.getFirst();
    assertThat(made.topic()).isEqualTo("t/é");
    assertThat(made.payload()).isEqualTo("hi".getBytes(StandardCharsets.UTF_8));
    assertThat(made.qos()).isEqualTo(2);
    assertThat(made.retain()).isTrue();
    assertThat(made.properties().messageExpiryIntervalSeconds()).isEqualTo(60);
    assertThat(made.properties().payloadFormatIndicator()).isEqualTo(1);
    assertThat(made.properties().responseTopic()).isEqualTo("r");
    assertThat(made.properties().contentType()).isEqualTo("text/plain");
    assertThat(made.properties().correlationData())
        .isEqualTo("cd".getBytes(StandardCharsets.UTF_8));
    assertThat(made.properties().userProperties())
        .isEqualTo(List.of(Map.entry("a", "b"), Map.entry("c", "d")));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"topic\":\"a/+\",\"payload\":\"x\"}                 | 144",
        "{\"topic\":\"\",\"payload\":\"x\"}                    | 144",
        "{\"topic\":\"a\\u0000b\",\"payload\":\"x\"}           | 144",
        "{\"topic\":\"a\\ud800\",\"payload\":\"x\"}            | 144",
        "{\"topic\":\"a\",\"payload\":\"*\",\"payload_encoding\":\"base64\"} | 131"
      })
  void whatNoClientCouldSendHasAReasonCode(String body, int reasonCode) throws Exception {
    Answer answer = publish("/publish", body);

    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.json().path("reason_code").asInt()).isEqualTo(reasonCode);
    assertThat(answer.json().has("code")).isFalse();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"payload\":\"x\"}                                            | topic: is missing",
        "{\"topic\":\"t\"}                                              | payload: is missing",
        "{\"topic\":\"t\",\"payload\":null}                             | payload: is missing",
        "{\"topic\":\"t\",\"payload\":1}                                | payload = 1",
        "{\"topic\":\"t\",\"payload\":\"x\",\"qos\":3}                  | qos = 3",
        "{\"topic\":\"t\",\"payload\":\"x\",\"qos\":\"high\"}           | qos = high",
        "{\"topic\":\"t\",\"payload\":\"x\",\"retain\":\"yes\"}         | retain = yes",
        "{\"topic\":\"t\",\"payload\":\"x\",\"payload_encoding\":\"hex\"} | payload_encoding = hex",
        "{\"topic\":\"t\",\"payload\":\"x\",\"bogus\":1}                | bogus: is not known",
        "{\"topic\":\"t\",\"payload\":\"x\",\"properties\":{\"payload_format_indicator\":2}} |"
            + " properties.payload_format_indicator = 2",
        "{\"topic\":\"t\",\"payload\":\"x\",\"properties\":{\"response_topic\":\"#\"}} |"
            + " properties.response_topic = #",
        "{\"topic\":\"t\",\"payload\":\"x\",\"properties\":{\"user_properties\":{\"a\":1}}} |"
            + " properties.user_properties.a = 1",
        "{\"topic\":\"t\",\"payload\":\"x\",\"properties\":[]}          | properties = []"
      })
  void fieldsAreChecked(String body, String message) throws Exception {
    Answer answer = publish("/publish", body);

    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.code()).isEqualTo("BAD_REQUEST");
    assertThat(answer.json().path("message").asText()).contains(message);
    assertThat(management.broker.published).isEmpty();
  }

  @Test
  void aBatchIsPublishedAsAWholeOrNotAtAll() throws Exception {
    Answer bad =
        publish(
            "/publish/bulk",
            "[{\"topic\":\"t/1\",\"payload\":\"x\"},{\"topic\":\"t/#\",\"payload\":\"x\"}]");
    assertThat(bad.json().path("reason_code").asInt()).isEqualTo(144);
    assertThat(management.broker.published).isEmpty();

    Answer mixed =
        publish(
            "/publish/bulk",
            "[{\"topic\":\"t/1\",\"payload\":\"x\"},{\"topic\":\"nobody\",\"payload\":\"x\"}]");
    assertThat(mixed.status()).isEqualTo(202);
    assertThat(mixed.json().at("/0/id").asText()).hasSize(32);
    assertThat(mixed.json().at("/1/reason_code").asInt()).isEqualTo(16);
    assertThat(publish("/publish/bulk", "[]").status()).isEqualTo(400);
    assertThat(publish("/publish/bulk", "[1]").json().path("message").asText())
        .contains("[1] = 1: expected an object");
  }

  @Test
  void whatNobodyCouldHoldIsNotAcknowledged() throws Exception {
    management.broker.refusal = new Result.Refused(0x97, "the buffer of kinesis:a is full");

    Answer answer = publish("/publish", "{\"topic\":\"t/1\",\"payload\":\"x\"}");

    assertThat(answer.status()).isEqualTo(503);
    assertThat(answer.json().path("reason_code").asInt()).isEqualTo(0x97);
    assertThat(answer.json().path("message").asText()).contains("kinesis:a");
  }
}
