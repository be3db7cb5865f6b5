package dev.tributary.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.hivemq.client.mqtt.datatypes.MqttQos;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * Functions that remember, jq and FOREACH, from a device to Kinesis. Each test has a rule, an
 * action and a partition key of its own.
 */
class StatefulFunctionsIT {
  @RegisterExtension static final Workbench bench = new Workbench();

  private static RunningTributary tributary;
  private static Rules rules;
  private static KinesisReader records;

  @BeforeAll
  static void start() {
    tributary = bench.tributary(Configurations.localKinesis(1));
    records = bench.closing(new KinesisReader(tributary.kinesis(), Configurations.STREAM));
    RestClient rest = tributary.admin();
    RestPipeline.createConnector(rest, tributary.kinesis());
    rules = new Rules(rest);
  }

  @Test
  void theDictionaryOfAConnectionGivesTheDifferenceToItsLastValue() {
    rules.createToKinesis(
        "delta",
        """
        SELECT payload.n - coalesce(proc_dict_get('last'), payload.n) AS delta,
               proc_dict_put('last', payload.n) AS before
        FROM "meter/+"
        """,
        "${clientid} ${delta} ${before}");
    // The template sees what is selected only: without clientid it names nobody.
    rules.createToKinesis(
        "delta_of",
        """
        SELECT clientid, payload.n - coalesce(proc_dict_get('mine'), payload.n) AS delta,
               proc_dict_put('mine', payload.n) AS before
        FROM "meter/+"
        """,
        "${clientid} ${delta} ${before}");
    try (Publisher water = Publisher.connect(tributary.mqtt(), "water");
        Publisher power = Publisher.connect(tributary.mqtt(), "power")) {
      meter(water, 10);
      meter(power, 100);
      meter(water, 15);
      meter(power, 99);
      meter(water, 15);
    }
    // What belongs to a connection ends with it.
    try (Publisher again = Publisher.connect(tributary.mqtt(), "water")) {
      meter(again, 40);
    }
    assertThat(texts("delta_of", 6))
        .containsExactly(
            "water 0 undefined",
            "power 0 undefined",
            "water 5 10",
            "power -1 100",
            "water 0 15",
            "water 0 undefined");
    assertThat(texts("delta", 6).getFirst()).isEqualTo("undefined 0 undefined");
  }

  @Test
  void theStoreOfTheNodeIsSharedByClientsAndRules() {
    rules.create(
        "set_limit",
        "SELECT kv_store_put('limit', payload.limit) AS done FROM \"limit/set\"",
        Rules.console());
    rules.create(
        "drop_limit", "SELECT kv_store_del('limit') AS done FROM \"limit/del\"", Rules.console());
    rules.createToKinesis(
        "above",
        """
        SELECT payload.v AS v, kv_store_get('limit', 20) AS limit FROM "limit/check"
        WHERE v > limit
        """,
        "${v} > ${limit}");
    try (Publisher operator = Publisher.connect(tributary.mqtt(), "operator");
        Publisher device = Publisher.connect(tributary.mqtt(), "device")) {
      check(device, 25);
      operator.publishAndWait("limit/set", MqttQos.AT_LEAST_ONCE, "{\"limit\": 30}");
      check(device, 25);
      check(device, 31);
      operator.publishAndWait("limit/del", MqttQos.AT_LEAST_ONCE, "");
      check(device, 21);
      check(device, 20);
    }
    assertThat(texts("above", 3)).containsExactly("25 > 20", "31 > 30", "21 > 20");
    assertThat(rules.metric("above", "failed.no_result")).isEqualTo(2);
  }

  @Test
  void jqShapesWhatKinesisGets() {
    rules.createToKinesis(
        "jq",
        """
        FOREACH jq('.readings[] | select(.t > 20) | {t, f: (.t * 1.8 + 32)}', payload) AS hot
        DO hot.t AS t, hot.f AS f
        FROM "jq/in"
        """,
        "${.}");
    publish("jq/in", "{\"readings\": [{\"t\": 19}, {\"t\": 25}, {\"t\": 30, \"x\": null}]}");
    List<JsonNode> sent = texts("jq", 2).stream().map(RestClient::parse).toList();
    assertThat(sent.getFirst().path("t").asInt()).isEqualTo(25);
    assertThat(sent.getFirst().path("f").asDouble()).isEqualTo(77.0);
    assertThat(sent.get(1).path("f").asDouble()).isEqualTo(86.0);
  }

  @Test
  void twentyItemsBecomeTwentyRecordsInOrder() {
    rules.createToKinesis(
        "items",
        """
        FOREACH payload.items AS item DO clientid, item.n AS n INCASE item.n != 7 FROM "items/in"
        """,
        "${clientid}:${n}");
    String items =
        IntStream.rangeClosed(0, 20)
            .mapToObj(n -> "{\"n\": " + n + "}")
            .collect(Collectors.joining(", "));
    publish("items/in", "{\"items\": [" + items + "]}");
    assertThat(texts("items", 20))
        .isEqualTo(
            IntStream.rangeClosed(0, 20)
                .filter(n -> n != 7)
                .mapToObj(n -> "a-device:" + n)
                .toList());
    assertThat(rules.metric("items", "passed")).isEqualTo(1);
    assertThat(rules.metric("items", "actions.total")).isEqualTo(20);
  }

  private static void meter(Publisher device, int value) {
    String payload = "{\"n\": " + value + "}";
    device.publishAndWait("meter/" + device.clientId(), MqttQos.AT_LEAST_ONCE, payload);
  }

  private static void check(Publisher device, int value) {
    device.publishAndWait("limit/check", MqttQos.AT_LEAST_ONCE, "{\"v\": " + value + "}");
  }

  private static void publish(String topic, String payload) {
    try (Publisher device = Publisher.connect(tributary.mqtt(), "a-device")) {
      device.publishAndWait(topic, MqttQos.AT_LEAST_ONCE, payload);
    }
  }

  /** The data of the key's records once there are so many; fails if there are more. */
  private static List<String> texts(String key, int count) {
    List<String> texts = records.await(key, count).stream().map(KinesisReader.Read::text).toList();
    assertThat(texts).hasSize(count);
    return texts;
  }
}
