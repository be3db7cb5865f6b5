package dev.tributary.acceptance.clients;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Stream;

/** One client in the process of {@link NodeFamily}. */
record NodeClient(NodeFamily family, long id, Inbox inbox, Greeting greeting) implements Client {

  static ObjectNode options(Offer offer) {
    ObjectNode options = NodeFamily.object();
    options.put("clientId", offer.clientId());
    options.put("protocolVersion", offer.version().level());
    options.put("protocolId", offer.version() == Version.MQTT_3_1 ? "MQIsdp" : "MQTT");
    options.put("clean", offer.cleanStart()).put("keepalive", offer.keepAlive());
    ObjectNode properties = NodeFamily.object();
    put(properties, "sessionExpiryInterval", offer.sessionExpiry());
    put(properties, "receiveMaximum", offer.receiveMaximum());
    put(properties, "maximumPacketSize", offer.maximumPacketSize());
    put(properties, "topicAliasMaximum", offer.topicAliasMaximum());
    if (offer.version().isFive()) {
      options.set("properties", properties);
    }
    offer.will().ifPresent(will -> options.set("will", will(will)));
    return options;
  }

  private static ObjectNode will(Offer.Will will) {
    ObjectNode to = NodeFamily.object();
    to.put("topic", will.topic()).put("payload", will.payload());
    to.put("qos", will.qos()).put("retain", will.retain());
    will.delay()
        .ifPresent(
            seconds -> to.set("properties", NodeFamily.object().put("willDelayInterval", seconds)));
    return to;
  }

  private static void put(ObjectNode object, String name, OptionalInt value) {
    value.ifPresent(number -> object.put(name, number));
  }

  static Greeting greeting(JsonNode connack) {
    JsonNode properties = connack.path("properties");
    return new Greeting(
        connack.path("sessionPresent").asBoolean(),
        Optional.ofNullable(properties.path("assignedClientIdentifier").textValue()),
        Numbers.of(properties.path("serverKeepAlive").numberValue()));
  }

  static Message message(JsonNode from) {
    JsonNode properties = from.path("properties");
    return new Message(
        from.path("topic").asText(),
        bytes(from.path("payload")),
        from.path("qos").asInt(),
        from.path("retain").asBoolean(),
        new Message.Properties(
            properties.path("contentType").asText(),
            properties.path("responseTopic").asText(),
            new String(bytes(properties.path("correlationData")), UTF_8),
            Numbers.of(properties.path("messageExpiryInterval").numberValue()),
            user(properties.path("userProperties")),
            values(properties.path("subscriptionIdentifier")).map(JsonNode::asInt).toList()));
  }

  private static byte[] bytes(JsonNode hex) {
    return HexFormat.of().parseHex(hex.asText());
  }

  private static List<Map.Entry<String, String>> user(JsonNode properties) {
    List<Map.Entry<String, String>> pairs = new ArrayList<>();
    properties
        .properties()
        .forEach(pair ->
            values(pair.getValue())
                .forEach(value -> pairs.add(Map.entry(pair.getKey(), value.asText()))));
    return pairs;
  }

  /** The package gives one value as it is, several as a list. */
  private static Stream<JsonNode> values(JsonNode oneOrMore) {
    return oneOrMore.isArray()
        ? oneOrMore.valueStream()
        : Stream.of(oneOrMore).filter(value -> !value.isMissingNode());
  }

  @Override
  public List<Integer> subscribe(Filter... filters) {
    ObjectNode request = NodeFamily.object();
    ObjectNode all = request.putObject("filters");
    for (Filter filter : filters) {
      all.putObject(filter.filter())
          .put("qos", filter.qos())
          .put("nl", filter.noLocal())
          .put("rap", filter.retainAsPublished());
    }
    filters[0]
        .subscriptionIdentifier()
        .ifPresent(number -> request.putObject("properties").put("subscriptionIdentifier", number));
    return family.call("subscribe", id, request).valueStream().map(JsonNode::asInt).toList();
  }

  @Override
  public void unsubscribe(String filter) {
    family.call("unsubscribe", id, NodeFamily.object().put("filter", filter));
  }

  @Override
  public void publish(Message message) {
    ObjectNode request = NodeFamily.object();
    request.put("topic", message.topic());
    request.put("payload", HexFormat.of().formatHex(message.payload()));
    ObjectNode options = request.putObject("options");
    options.put("qos", message.qos()).put("retain", message.retain());
    Message.Properties from = message.properties();
    if (!from.equals(Message.Properties.NONE)) {
      options.set("properties", properties(from));
    }
    family.call("publish", id, request);
  }

  private static ObjectNode properties(Message.Properties from) {
    ObjectNode to = NodeFamily.object();
    if (!from.contentType().isEmpty()) {
      to.put("contentType", from.contentType());
    }
    if (!from.responseTopic().isEmpty()) {
      to.put("responseTopic", from.responseTopic());
    }
    if (!from.correlation().isEmpty()) {
      to.put("correlationData", HexFormat.of().formatHex(Paho.bytes(from.correlation())));
    }
    put(to, "messageExpiryInterval", from.expiry());
    if (!from.user().isEmpty()) {
      ObjectNode user = to.putObject("userProperties");
      from.user().forEach(pair -> user.withArray(pair.getKey()).add(pair.getValue()));
    }
    return to;
  }

  @Override
  public Message next() {
    return inbox.next();
  }

  @Override
  public void disconnect() {
    family.call("disconnect", id, NodeFamily.object());
  }

  @Override
  public void close() {
    family.call("close", id, NodeFamily.object());
  }
}
