package dev.tributary.management;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tributary.broker.Delivery;
import dev.tributary.broker.Message.MessageId;
import dev.tributary.broker.QueuedMessage;
import dev.tributary.management.RestClient.Answer;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ClientsRestTest {

  @TempDir Path data;
  private RunningManagement management;
  private FakeClients clients;

  @BeforeEach
  void start() throws Exception {
    management = RunningManagement.start(data, "");
    clients = management.broker.clients;
  }

  @AfterEach
  void stop() {
    management.close();
  }

  private Answer get(String path) throws Exception {
    return management.client.call("GET", path, null);
  }

  private static List<String> ids(JsonNode answer) {
    return StreamSupport.stream(answer.path("data").spliterator(), false)
        .map(one -> one.path("clientid").asText())
        .toList();
  }

  private void connectMany(int count) {
    for (int i = 0; i < count; i++) {
      clients.connected("c%04d".formatted(i), i % 2 == 0 ? "even" : null, 5, true);
    }
  }

  @Test
  void onlyTheClientsOfThePageAreAskedFor() throws Exception {
    connectMany(1_000);

    JsonNode answer = get("/clients?limit=3&page=2").json();

    assertThat(ids(answer)).containsExactly("c0003", "c0004", "c0005");
    assertThat(answer.at("/meta/count").asInt()).isEqualTo(1_000);
    assertThat(answer.at("/meta/hasnext").asBoolean()).isTrue();
    assertThat(clients.views).hasValue(3);
  }

  @Test
  void fieldsThatEveryThreadKnowsAskNoEventLoop() throws Exception {
    connectMany(10);

    JsonNode answer = get("/clients?fields=clientid,username,connected").json();

    assertThat(answer.at("/data/1").properties().stream().map(one -> one.getKey()))
        .containsExactlyInAnyOrder("clientid", "username", "connected");
    assertThat(answer.at("/data/1/username").isNull()).isTrue();
    assertThat(clients.views).hasValue(0);
  }

  @Test
  void aFieldThatIsNotAskedForIsLeftOut() throws Exception {
    connectMany(1);

    assertThat(get("/clients?fields=clientid,mqueue_len").json().at("/data/0"))
        .isEqualTo(RestClient.JSON.readTree("{\"clientid\":\"c0000\",\"mqueue_len\":0}"));
    assertThat(get("/clients?fields=clientid,bogus").status()).isEqualTo(400);
  }

  @Test
  void searchesDoNotCount() throws Exception {
    connectMany(10);

    JsonNode answer = get("/clients?like_clientid=c000&limit=4&page=2").json();

    assertThat(ids(answer)).hasSize(4);
    assertThat(answer.path("meta").has("count")).isFalse();
    assertThat(answer.at("/meta/hasnext").asBoolean()).isTrue();
    assertThat(get("/clients?like_clientid=c000&limit=5&page=2").json().at("/meta/hasnext"))
        .as("exactly two pages")
        .isEqualTo(RestClient.JSON.getNodeFactory().booleanNode(false));
  }

  @Test
  void cursorsReachEverybodyOnceWhileOthersCome() throws Exception {
    connectMany(25);

    List<String> seen = new ArrayList<>();
    String cursor = "";
    do {
      JsonNode page = get("/clients_v2?limit=10&fields=clientid" + cursor).json();
      seen.addAll(ids(page));
      assertThat(page.at("/meta/count").asInt()).isEqualTo(page.path("data").size());
      cursor = page.at("/meta").has("cursor") ? "&cursor=" + page.at("/meta/cursor").asText() : "";
      clients.connected("a-newcomer-" + seen.size(), null, 5, true);
    } while (!cursor.isEmpty());

    assertThat(seen).hasSize(25).doesNotHaveDuplicates().isSorted();
  }

  @ParameterizedTest
  @CsvSource({
    "limit=0, 400, BAD_REQUEST",
    "limit=10001, 400, BAD_REQUEST",
    "limit=10000, 200, ''",
    "limit=x, 400, BAD_REQUEST",
    "page=0, 400, BAD_REQUEST",
    "page=-1, 400, BAD_REQUEST",
    "conn_state=zzz, 400, BAD_REQUEST",
    "clean_start=maybe, 400, BAD_REQUEST",
    "proto_ver=x, 400, INVALID_PARAMETER",
    "ip_address=localhost, 400, INVALID_PARAMETER",
    "gte_created_at=yesterday, 400, BAD_REQUEST",
    "node=other@host, 400, NODE_DOWN",
    "bogus=1, 200, ''"
  })
  void parametersAreChecked(String query, int status, String code) throws Exception {
    Answer answer = get("/clients?" + query);

    assertThat(answer.status()).isEqualTo(status);
    assertThat(answer.code()).isEqualTo(code);
    if (status != 200) {
      assertThat(answer.json().path("message").asText())
          .contains(query.substring(0, query.indexOf('=')))
          .contains("expected");
    }
  }

  @Test
  void filtersMeetInTheMiddle() throws Exception {
    clients.connected("a", "ann", 4, true);
    clients.connected("b", "bob", 5, false);
    clients.away("c", "ann", 5);

    assertThat(ids(get("/clients?username=ann&conn_state=connected").json())).containsExactly("a");
    assertThat(ids(get("/clients?username=ann&username=bob").json()))
        .containsExactlyInAnyOrder("a", "b", "c");
    assertThat(ids(get("/clients?clientid=c&clientid=a&clientid=nobody").json()))
        .containsExactlyInAnyOrder("a", "c");
    assertThat(ids(get("/clients?clientid=c&proto_ver=4").json())).isEmpty();
    assertThat(ids(get("/clients?durable=true").json())).containsExactlyInAnyOrder("b", "c");
    assertThat(ids(get("/clients?ip_address=127.0.0.1&like_ip_address=.0.").json())).hasSize(3);
    String later = URLEncoder.encode("2999-01-01T00:00:00+01:00", StandardCharsets.UTF_8);
    assertThat(ids(get("/clients?gte_connected_at=" + later).json())).isEmpty();
    assertThat(ids(get("/clients?lte_created_at=" + later).json())).hasSize(3);
  }

  @Test
  void whoIsAwayTellsSinceWhen() throws Exception {
    clients.away("gone", null, 5);

    JsonNode gone = get("/clients/gone").json();

    assertThat(gone.path("connected").asBoolean()).isFalse();
    assertThat(gone.path("disconnected_at").asText()).endsWith("+00:00");
    assertThat(gone.has("recv_oct")).isFalse();
  }

  @Test
  void aNameMayNeedEscapes() throws Exception {
    clients.connected("a/b c%é", null, 5, true);

    assertThat(get("/clients/a%2Fb%20c%25%C3%A9").json().path("clientid").asText())
        .isEqualTo("a/b c%é");
  }

  @Test
  void anInvalidFilterIsNamedAndNothingSubscribed() throws Exception {
    clients.connected("a", null, 5, true);

    Answer answer =
        management.client.call(
            "POST", "/clients/a/subscribe/bulk", "[{\"topic\":\"x\"},{\"topic\":\"a/#/b\"}]");

    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.json().path("message").asText()).contains("a/#/b");
    assertThat(get("/clients/a/subscriptions").json()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "subscribe      | {\"topic\":5}                | topic = 5",
        "subscribe      | {\"topic\":\"t\",\"qos\":3}  | qos = 3",
        "subscribe      | {\"topic\":\"t\",\"nl\":2}   | nl = 2",
        "subscribe      | {\"topic\":\"t\",\"bogus\":1}| bogus",
        "subscribe/bulk | [{\"topic\":\"t\"},7]        | [2] = 7",
        "subscribe/bulk | {\"topic\":\"t\"}            | list",
        "unsubscribe    | {}                           | topic: is missing",
        "unsubscribe    | []                           | object"
      })
  void bodiesAreChecked(String operation, String body, String message) throws Exception {
    clients.connected("a", null, 5, true);

    Answer answer = management.client.call("POST", "/clients/a/" + operation, body);

    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.code()).isEqualTo("BAD_REQUEST");
    assertThat(answer.json().path("message").asText()).contains(message);
  }

  @Test
  void keepAliveIsChecked() throws Exception {
    clients.connected("a", null, 5, true);

    assertThat(management.client.call("PUT", "/clients/a/keepalive", "{}").status()).isEqualTo(400);
    assertThat(management.client.call("PUT", "/clients/a/keepalive", "{\"interval\":-1}").status())
        .isEqualTo(400);
    assertThat(
            management
                .client
                .call("PUT", "/clients/a/keepalive", "{\"interval\":20}")
                .json()
                .path("keepalive")
                .asInt())
        .isEqualTo(20);
  }

  @Test
  void kicksManyAndPassesOverWhoIsNotThere() throws Exception {
    connectMany(3);

    assertThat(
            management
                .client
                .call("POST", "/clients/kickout/bulk", "[\"c0000\",\"nobody\",\"c0002\"]")
                .status())
        .isEqualTo(204);
    assertThat(ids(get("/clients").json())).containsExactly("c0001");
    assertThat(management.client.call("POST", "/clients/kickout/bulk", "[1]").status())
        .isEqualTo(400);
  }

  private void queue(String clientId, int count, int bytes) {
    FakeClients.Session session = clients.session(clientId);
    for (int i = 1; i <= count; i++) {
      session.queue.add(
          new QueuedMessage(
              i,
              FakeClients.SINCE + i,
              3,
              new Delivery(
                  FakeBroker.message(new MessageId(i, 1), "t/" + i, new byte[bytes], 1, "rule"),
                  1,
                  false,
                  0)));
    }
  }

  @Test
  void queuesArePagedByPosition() throws Exception {
    clients.away("c", null, 5);
    queue("c", 5, 10);

    JsonNode first = get("/clients/c/mqueue_messages?limit=2").json();
    JsonNode second =
        get("/clients/c/mqueue_messages?limit=9&position=" + first.at("/meta/position").asText())
            .json();
    JsonNode past =
        get("/clients/c/mqueue_messages?position=" + second.at("/meta/position").asText()).json();

    assertThat(first.at("/meta/position").asText()).isEqualTo("2_3");
    assertThat(second.path("data")).hasSize(3);
    assertThat(second.at("/meta/start").asText()).isEqualTo("1_3");
    assertThat(second.at("/data/0/from_clientid").asText()).isEqualTo("rule");
    assertThat(second.at("/data/0/from_username").asText()).isEqualTo("undefined");
    assertThat(past.path("data")).isEmpty();
    assertThat(past.at("/meta/position").asText()).isEqualTo("5_3");
  }

  @Test
  void aPageEndsBeforeItsPayloadsAreTooManyBytes() throws Exception {
    clients.away("c", null, 5);
    queue("c", 5, 600);

    String path = "/clients/c/mqueue_messages?payload=plain&max_payload_bytes=";
    assertThat(get(path + "1KB").json().path("data")).hasSize(1);
    assertThat(get(path + "1").json().path("data")).as("one at least").hasSize(1);
    assertThat(get(path + "1MB").json().path("data")).hasSize(5);
    JsonNode none = get("/clients/c/mqueue_messages?payload=none&max_payload_bytes=1").json();
    assertThat(none.path("data")).hasSize(5);
    assertThat(none.at("/data/0").has("payload")).isFalse();
    assertThat(get(path + "0").status()).isEqualTo(400);
  }

  @ParameterizedTest
  @CsvSource({
    "mqueue_messages?position=zz, INVALID_PARAMETER",
    "inflight_messages?position=1_x, INVALID_PARAMETER",
    "mqueue_messages?limit=0, BAD_REQUEST",
    "mqueue_messages?payload=xml, BAD_REQUEST"
  })
  void positionsAndFormsAreChecked(String path, String code) throws Exception {
    clients.away("c", null, 5);

    Answer answer = get("/clients/c/" + path);

    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.code()).isEqualTo(code);
  }

  @Test
  void nobodysMessagesAreNotFound() throws Exception {
    assertThat(get("/clients/none/mqueue_messages").code()).isEqualTo("CLIENTID_NOT_FOUND");
    assertThat(get("/clients/none/inflight_messages").status()).isEqualTo(404);
    assertThat(get("/clients/none/authorization/cache").status()).isEqualTo(404);
    assertThat(management.client.call("DELETE", "/clients/none", null).status()).isEqualTo(404);
  }

  @Test
  void subscriptionsByGroupTopicAndMatch() throws Exception {
    clients.connected("a", null, 5, true).subscribes("s/1", 0).subscribes("$share/g/s/1", 1);
    clients.connected("b", null, 5, true).subscribes("s/#", 2).subscribes("$share/h/s/2", 1);

    assertThat(topics("share_group=g")).containsExactly("$share/g/s/1");
    assertThat(topics("share_group=g&topic=s/1")).containsExactly("$share/g/s/1");
    assertThat(topics("topic=s/1")).containsExactly("s/1");
    assertThat(topics("match_topic=s/1")).containsExactlyInAnyOrder("s/1", "$share/g/s/1");
    assertThat(topics("qos=1&clientid=b")).containsExactly("$share/h/s/2");
    assertThat(get("/subscriptions?qos=3").status()).isEqualTo(400);
    assertThat(get("/subscriptions?limit=10001").status()).isEqualTo(400);
    assertThat(get("/topics?limit=1").json().at("/meta/count").asInt()).isEqualTo(4);
  }

  private List<String> topics(String query) throws Exception {
    return StreamSupport.stream(
            get("/subscriptions?" + query).json().path("data").spliterator(), false)
        .map(one -> one.path("topic").asText())
        .toList();
  }
}
