package dev.tributary.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.hivemq.client.mqtt.MqttGlobalPublishFilter;
import com.hivemq.client.mqtt.datatypes.MqttQos;
import com.hivemq.client.mqtt.mqtt5.Mqtt5BlockingClient;
import com.hivemq.client.mqtt.mqtt5.Mqtt5Client;
import com.hivemq.client.mqtt.mqtt5.datatypes.Mqtt5UserProperties;
import com.hivemq.client.mqtt.mqtt5.message.publish.Mqtt5Publish;
import dev.tributary.testkit.Await;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Rules on what happens to clients, sessions and messages. */
class EventRulesIT {
  private static final String ALWAYS = " clientid username timestamp node event metadata";
  private static final String MESSAGE =
      ALWAYS + " id payload peerhost peername topic qos flags pub_props publish_received_at";

  /** Every event with its fields, as recorded of the original. */
  private static final Map<String, String> FIELDS =
      new TreeMap<>(
          Map.ofEntries(
              Map.entry(
                  "client/connected",
                  "mountpoint peername sockname proto_name proto_ver keepalive clean_start"
                      + " expiry_interval receive_maximum is_bridge connected_at conn_props"
                      + " client_attrs"
                      + ALWAYS),
              Map.entry(
                  "client/disconnected",
                  "reason peername sockname proto_name proto_ver disconn_props client_attrs"
                      + " connected_at disconnected_at"
                      + ALWAYS),
              Map.entry(
                  "client/connack",
                  "reason_code peername sockname proto_name proto_ver keepalive clean_start"
                      + " expiry_interval conn_props"
                      + ALWAYS),
              Map.entry(
                  "client/ping",
                  "peername sockname proto_name proto_ver keepalive clean_start expiry_interval"
                      + " conn_props"
                      + ALWAYS),
              Map.entry(
                  "auth/check_authn_complete",
                  "peername reason_code is_superuser is_anonymous client_attrs" + ALWAYS),
              Map.entry(
                  "auth/check_authz_complete",
                  "peerhost peername topic action result authz_source client_attrs" + ALWAYS),
              Map.entry(
                  "session/subscribed",
                  "peerhost peername topic qos sub_props client_attrs" + ALWAYS),
              Map.entry(
                  "session/unsubscribed",
                  "peerhost peername topic qos unsub_props client_attrs" + ALWAYS),
              Map.entry("message/delivered", "from_clientid from_username" + MESSAGE),
              Map.entry("message/acked", "from_clientid from_username puback_props" + MESSAGE),
              Map.entry("message/dropped", "reason" + MESSAGE),
              Map.entry(
                  "message/delivery_dropped", "reason from_clientid from_username" + MESSAGE)));

  @RegisterExtension static final Workbench bench = new Workbench();

  private static RunningTributary tributary;
  private static RestClient rest;
  private static Rules rules;

  @BeforeAll
  static void start() {
    tributary = bench.tributary(Configurations.localKinesis(1));
    rest = tributary.admin();
    RestPipeline.createConnector(rest, tributary.kinesis());
    rules = new Rules(rest);
  }

  @Test
  void everyEventReachesASubscriberWithItsDocumentedFields() throws IOException {
    FIELDS
        .keySet()
        .forEach(event ->
            rules.create(
                event.replace('/', '_'),
                "SELECT * FROM \"$events/" + event + "\" WHERE clientid = 'orchard'",
                Rules.republish(Map.of("topic", "seen/" + event, "qos", 1, "payload", "${.}"))));
    Map<String, JsonNode> seen = new TreeMap<>();
    try (Subscriber watcher = Subscriber.connect(tributary.mqtt(), "watcher", "seen/#")) {
      liveALife();
      pingOnce();
      while (seen.size() < FIELDS.size()) {
        Mqtt5Publish message = watcher.next();
        String event = message.getTopic().toString().substring("seen/".length());
        seen.putIfAbsent(event, RestClient.parse(Subscriber.text(message)));
      }
    }
    FIELDS.forEach((event, fields) -> assertIsEvent(event, fields, seen.get(event)));
    assertTellsTheStory(seen);
  }

  private static void assertIsEvent(String event, String fields, JsonNode seen) {
    assertThat(seen.properties())
        .as(event)
        .extracting(Map.Entry::getKey)
        .containsExactlyInAnyOrder(fields.split(" ", -1));
    assertThat(seen.path("clientid").asText()).isEqualTo("orchard");
    assertThat(seen.path("username").asText()).isEqualTo("pear");
    assertThat(seen.path("timestamp").isIntegralNumber()).isTrue();
    assertThat(seen.path("node").asText()).isEqualTo("tributary@127.0.0.1");
    String name =
        event.equals("message/delivery_dropped")
            ? "delivery.dropped"
            : event.replace("auth/", "client/").replace('/', '.');
    assertThat(seen.path("event").asText()).isEqualTo(name);
    assertThat(seen.path("metadata"))
        .isEqualTo(
            RestClient.parse(
                "{\"rule_id\": \"" + event.replace('/', '_') + "\", \"namespace\": \"global\"}"));
  }

  private static void assertTellsTheStory(Map<String, JsonNode> seen) {
    assertHolds(
        seen,
        "client/connected",
        """
        {"proto_name": "MQTT", "proto_ver": 5, "keepalive": 60, "clean_start": true,
         "expiry_interval": 0, "is_bridge": false, "mountpoint": "undefined",
         "client_attrs": {}}
        """);
    assertMade(seen.get("client/connected").path("conn_props"));
    assertHolds(seen, "client/connack", "{\"reason_code\": \"success\"}");
    assertHolds(seen, "client/disconnected", "{\"reason\": \"normal\", \"proto_ver\": 5}");
    assertHolds(seen, "auth/check_authn_complete", "{\"reason_code\": \"success\"}");
    assertHolds(
        seen,
        "auth/check_authz_complete",
        "{\"action\": \"subscribe\", \"topic\": \"evt/+\", \"result\": \"allow\"}");
    assertHolds(
        seen,
        "session/subscribed",
        "{\"topic\": \"evt/+\", \"qos\": 1, \"peerhost\": \"127.0.0.1\"}");
    assertMade(seen.get("session/subscribed").path("sub_props"));
    assertMade(seen.get("session/unsubscribed").path("unsub_props"));
    assertHolds(seen, "session/unsubscribed", "{\"topic\": \"evt/+\"}");
    String message =
        """
        {"topic": "evt/1", "qos": 1, "payload": "ripe", "from_clientid": "orchard-pub",
         "from_username": "undefined", "flags": {"retain": false, "dup": false}}
        """;
    assertHolds(seen, "message/delivered", message);
    assertHolds(seen, "message/acked", message);
    assertThat(seen.get("message/acked").path("id"))
        .isEqualTo(seen.get("message/delivered").path("id"));
    assertHolds(
        seen,
        "message/dropped",
        "{\"topic\": \"nobody/listens\", \"payload\": \"lost\", \"reason\": \"no_subscribers\"}");
    assertHolds(
        seen,
        "message/delivery_dropped",
        "{\"topic\": \"own\", \"reason\": \"no_local\", \"from_clientid\": \"orchard\"}");
  }

  private static void assertHolds(Map<String, JsonNode> seen, String event, String expected) {
    RestClient.parse(expected)
        .properties()
        .forEach(field ->
            assertThat(seen.get(event).path(field.getKey()))
                .as("%s of %s", field.getKey(), event)
                .isEqualTo(field.getValue()));
  }

  private static void assertMade(JsonNode properties) {
    assertThat(properties.path("User-Property").toString()).isEqualTo("{\"made\":\"here\"}");
    assertThat(properties.path("User-Property-Pairs").toString())
        .isEqualTo("[{\"key\":\"made\",\"value\":\"here\"}]");
  }

  /** A client does everything of which there is an event, but for the ping. */
  private static void liveALife() {
    Mqtt5UserProperties made = Mqtt5UserProperties.builder().add("made", "here").build();
    Mqtt5BlockingClient orchard =
        Mqtt5Client.builder()
            .identifier("orchard")
            .serverHost(tributary.mqtt().getHostString())
            .serverPort(tributary.mqtt().getPort())
            .simpleAuth()
            .username("pear")
            .applySimpleAuth()
            .buildBlocking();
    try (var _ = orchard.publishes(MqttGlobalPublishFilter.ALL)) {
      orchard.connectWith().userProperties(made).send();
      orchard
          .subscribeWith()
          .topicFilter("evt/+")
          .qos(MqttQos.AT_LEAST_ONCE)
          .userProperties(made)
          .send();
      try (Publisher publisher = Publisher.connect(tributary.mqtt(), "orchard-pub")) {
        publisher.publishAndWait("evt/1", MqttQos.AT_LEAST_ONCE, "ripe");
      }
      orchard.publishWith().topic("nobody/listens").payload(bytes("lost")).send();
      orchard.subscribeWith().topicFilter("own").noLocal(true).send();
      orchard.publishWith().topic("own").payload(bytes("not for me")).send();
      rules.await("message_acked", "passed", 1);
      orchard.unsubscribeWith().topicFilter("evt/+").userProperties(made).send();
      orchard.disconnect();
    }
  }

  private static void pingOnce() throws IOException {
    try (RawConnection raw = new RawConnection(tributary.mqtt())) {
      // CONNECT, MQTT 5.0, clean start, user name, client identifier "orchard", user name "pear".
      raw.send("10 1A 00044D515454 05 82 003C 00 00076F726368617264 000470656172").packet();
      assertThat(raw.send("C0 00").packet()).isEqualTo(RawConnection.bytes("D0 00"));
    }
  }

  @Test
  void formerNamesAndWildcardsFindEventsAndMessagesFindNone() {
    String where = " WHERE clientid = 'wild'";
    rules.create("w_now", "SELECT * FROM \"$events/client/connected\"" + where, Rules.console());
    rules.create("w_old", "SELECT * FROM \"$events/client_connected\"" + where, Rules.console());
    rules.create("w_plus", "SELECT * FROM \"$events/client/+\"" + where, Rules.console());
    rules.create("w_all", "SELECT * FROM \"$events/#\"" + where, Rules.console());
    rules.create("w_messages", "SELECT * FROM \"#\"" + where, Rules.console());
    rules.create(
        "w_several",
        "SELECT * FROM \"t/wild\", \"$events/client/connack\"" + where,
        Rules.console());
    Publisher.connect(tributary.mqtt(), "wild").close();
    assertPassed(Map.of("w_now", 1L, "w_old", 1L, "w_plus", 3L, "w_all", 4L, "w_messages", 0L));

    try (Publisher wild = Publisher.connect(tributary.mqtt(), "wild")) {
      wild.publishAndWait("$events/client/connected", MqttQos.AT_LEAST_ONCE, "{}");
      wild.publishAndWait("t/wild", MqttQos.AT_LEAST_ONCE, "{}");
    }
    // Nobody can pretend an event, and "#" stands for no topic that begins with $.
    assertPassed(Map.of("w_now", 2L, "w_old", 2L, "w_plus", 6L, "w_messages", 1L, "w_several", 3L));
  }

  private static void assertPassed(Map<String, Long> expected) {
    expected.forEach((id, count) -> rules.await(id, "passed", count));
    expected.forEach((id, count) -> assertThat(rules.metric(id, "passed")).as(id).isEqualTo(count));
  }

  @Test
  void anEventGoesToKinesis() throws IOException {
    rules.createToKinesis(
        "gone",
        """
        SELECT clientid, reason, disconnected_at >= connected_at AS later
        FROM "$events/client_disconnected" WHERE clientid =~ 'gone/+'
        """,
        "${clientid} ${reason} ${later}");
    try (KinesisReader records = new KinesisReader(tributary.kinesis(), Configurations.STREAM)) {
      Publisher.connect(tributary.mqtt(), "gone/politely").close();
      records.await("gone", 1);
      try (RawConnection raw = new RawConnection(tributary.mqtt())) {
        // CONNECT, MQTT 3.1.1, clean session, client identifier "gone/cut"; then the socket closes.
        raw.send("10 14 00044D515454 04 02 003C 0008676F6E652F637574").packet();
      }
      records.await("gone", 2);
      try (Publisher first = Publisher.connect(tributary.mqtt(), "gone/twin");
          Publisher _ = Publisher.connect(tributary.mqtt(), "gone/twin")) {
        records.await("gone", 3);
        Await.until("the first is told", () -> first.disconnected().isPresent());
      }
      assertThat(records.await("gone", 4))
          .extracting(KinesisReader.Read::text)
          .startsWith("gone/politely normal true", "gone/cut tcp_closed true")
          .element(2)
          .asString()
          .matches("gone/twin (takenover|discarded) true");
    }
  }

  @Test
  void aFailingRuleOnAnEventLeavesTheConnectionAlone() {
    rules.create(
        "failing",
        "SELECT clientid - 1 AS x FROM \"$events/client/+\" WHERE clientid = 'careless'",
        Rules.console());
    try (Publisher careless = Publisher.connect(tributary.mqtt(), "careless")) {
      careless.publishAndWait("anything", MqttQos.AT_LEAST_ONCE, "x");
      assertThat(careless.disconnected()).isEmpty();
    }
    rules.await("failing", "failed.exception", 3);
  }

  @Test
  void anEventThatDoesNotExistIsRefusedWithTheNearest() {
    for (String event : List.of("client/conected", "client_conected")) {
      Map<String, Object> rule =
          Map.of(
              "id",
              "typo",
              "sql",
              "SELECT * FROM \"$events/" + event + "\"",
              "actions",
              List.of(Rules.console()));
      RestClient.Answer refused = rest.post("/rules", RestClient.json(rule)).expect(400);
      assertThat(refused.message()).contains("connected");
    }
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
