package dev.tributary.management;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tributary.broker.Ban;
import dev.tributary.management.RestClient.Answer;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BannedRestTest {

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

  private Answer ban(String body) throws Exception {
    return management.client.call("POST", "/banned", body);
  }

  private JsonNode get(String path) throws Exception {
    return management.client.call("GET", path, null).json();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"as\":\"zz\",\"who\":\"x\"}                                       | as = zz",
        "{\"who\":\"x\"}                                                     | as: is missing",
        "{\"as\":\"clientid\"}                                               | who: is missing",
        "{\"as\":\"clientid\",\"who\":\"\"}                                  | who = ",
        "{\"as\":\"clientid\",\"who\":\"x\",\"until\":\"2020-01-01T00:00:00Z\"} | until = 2020",
        "{\"as\":\"clientid\",\"who\":\"x\",\"until\":\"soon\"}              | until = soon",
        "{\"as\":\"clientid\",\"who\":\"x\",\"at\":-1}                       | at = -1",
        "{\"as\":\"clientid\",\"who\":\"x\",\"bogus\":1}                     | bogus",
        "{\"as\":\"clientid_re\",\"who\":\"(\"}                              | who = (",
        "{\"as\":\"peerhost\",\"who\":\"10.1.2\"}                            | who = 10.1.2",
        "{\"as\":\"peerhost_net\",\"who\":\"10.0.0.0/33\"}                   | who = 10.0.0.0/33",
        "{\"as\":\"clientid\",\"who\":5}                                     | who = 5"
      })
  void bodiesAreChecked(String body, String message) throws Exception {
    Answer answer = ban(body);

    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.code()).isEqualTo("BAD_REQUEST");
    assertThat(answer.json().path("message").asText()).contains(message);
    assertThat(management.broker.bans).isEmpty();
  }

  @Test
  void addressesAreOneHoweverTheyAreWritten() throws Exception {
    assertThat(ban("{\"as\":\"peerhost\",\"who\":\"2001:DB8:0:0:0:0:0:1\"}").status())
        .isEqualTo(200);

    assertThat(ban("{\"as\":\"peerhost\",\"who\":\"2001:db8::1\"}").code())
        .isEqualTo("ALREADY_EXISTS");
    assertThat(get("/banned?peerhost=2001:db8::1").path("data")).hasSize(1);
    assertThat(management.client.call("DELETE", "/banned/peerhost/2001:db8::1", null).status())
        .isEqualTo(204);
    assertThat(management.broker.bans).isEmpty();
  }

  @Test
  void aNetworkIsDeletedByItsEscapedName() throws Exception {
    ban("{\"as\":\"peerhost_net\",\"who\":\"10.9.0.0/16\"}");
    assertThat(management.broker.bans).extracting(Ban::kind).containsExactly(Ban.Kind.PEER_NETWORK);

    assertThat(
            management.client.call("DELETE", "/banned/peerhost_net/10.9.0.0%2F16", null).status())
        .isEqualTo(204);
  }

  @Test
  void secondsAreTimesToo() throws Exception {
    JsonNode answer =
        ban("{\"as\":\"clientid\",\"who\":\"x\",\"at\":1735689600,\"until\":4070908800}").json();

    assertThat(answer.path("at").asText()).isEqualTo("2025-01-01T00:00:00+00:00");
    assertThat(answer.path("until").asText()).isEqualTo("2099-01-01T00:00:00+00:00");
  }

  @Test
  void oneFilterAtATime() throws Exception {
    ban("{\"as\":\"clientid\",\"who\":\"x1\"}");
    ban("{\"as\":\"clientid\",\"who\":\"x2\"}");
    ban("{\"as\":\"username\",\"who\":\"x1\"}");

    JsonNode like = get("/banned?like_clientid=x&limit=1");

    assertThat(like.path("data")).hasSize(1);
    assertThat(like.path("meta").has("count")).isFalse();
    assertThat(like.at("/meta/hasnext").asBoolean()).isTrue();
    assertThat(get("/banned?clientid=x1").at("/meta/count").asInt()).isEqualTo(1);
    assertThat(get("/banned").path("meta").has("hasnext")).isFalse();
    Answer two = management.client.call("GET", "/banned?clientid=x1&username=x1", null);
    assertThat(two.status()).isEqualTo(400);
    assertThat(two.json().path("message").asText()).contains("clientid and username");
  }
}
