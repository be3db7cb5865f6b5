package dev.tributary.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.hivemq.client.mqtt.datatypes.MqttQos;
import com.hivemq.client.mqtt.mqtt3.Mqtt3BlockingClient;
import com.hivemq.client.mqtt.mqtt3.Mqtt3Client;
import com.hivemq.client.mqtt.mqtt5.Mqtt5BlockingClient;
import com.hivemq.client.mqtt.mqtt5.Mqtt5Client;
import com.hivemq.client.mqtt.mqtt5.datatypes.Mqtt5UserProperties;
import com.hivemq.client.mqtt.mqtt5.datatypes.Mqtt5UserPropertiesBuilder;
import com.hivemq.client.mqtt.mqtt5.message.publish.Mqtt5PayloadFormatIndicator;
import com.hivemq.client.mqtt.mqtt5.message.publish.Mqtt5Publish;
import com.hivemq.client.mqtt.mqtt5.message.publish.Mqtt5PublishBuilder;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;

/** What a client sent when a message was recorded, to be sent again. */
record RecordedInput(JsonNode input) {

  /** Connects as that client did, publishes, waits for the acknowledgement and disconnects. */
  void publish(InetSocketAddress broker) {
    if (input.path("version").asText().equals("5")) {
      publish5(broker);
    } else {
      publish3(broker);
    }
  }

  private void publish3(InetSocketAddress broker) {
    var builder =
        Mqtt3Client.builder()
            .identifier(input.path("clientid").asText())
            .serverHost(broker.getHostString())
            .serverPort(broker.getPort());
    if (input.has("username")) {
      builder = builder.simpleAuth().username(input.path("username").asText()).applySimpleAuth();
    }
    Mqtt3BlockingClient client = builder.buildBlocking();
    client.connect();
    client
        .publishWith()
        .topic(input.path("topic").asText())
        .qos(qos())
        .retain(input.path("retain").asBoolean())
        .payload(payload())
        .send();
    client.disconnect();
  }

  private void publish5(InetSocketAddress broker) {
    var builder =
        Mqtt5Client.builder()
            .identifier(input.path("clientid").asText())
            .serverHost(broker.getHostString())
            .serverPort(broker.getPort());
    if (input.has("username")) {
      builder = builder.simpleAuth().username(input.path("username").asText()).applySimpleAuth();
    }
    Mqtt5BlockingClient client = builder.buildBlocking();
    // A topic alias that the client chose would be one of the message's properties.
    client.connectWith().restrictions().sendTopicAliasMaximum(0).applyRestrictions().send();
    client.publish(message5());
    client.disconnect();
  }

  private Mqtt5Publish message5() {
    JsonNode properties = properties();
    Mqtt5PublishBuilder.Complete message =
        Mqtt5Publish.builder()
            .topic(input.path("topic").asText())
            .qos(qos())
            .retain(input.path("retain").asBoolean() || hasArgument("-r"))
            .payload(payload());
    for (Map.Entry<String, JsonNode> property : properties.properties()) {
      JsonNode value = property.getValue();
      message =
          switch (property.getKey()) {
            case "message-expiry-interval" -> message.messageExpiryInterval(value.asLong());
            case "payload-format-indicator" ->
                message.payloadFormatIndicator(Mqtt5PayloadFormatIndicator.fromCode(value.asInt()));
            case "content-type" -> message.contentType(value.asText());
            case "response-topic" -> message.responseTopic(value.asText());
            case "correlation-data" ->
                message.correlationData(value.asText().getBytes(StandardCharsets.UTF_8));
            case "correlation-data-hex" ->
                message.correlationData(HexFormat.of().parseHex(value.asText()));
            case "user-property" -> message.userProperties(userProperties(value));
            default -> throw new AssertionError("an unknown property in " + input);
          };
    }
    return message.build();
  }

  /** Some cases have them in the form of mosquitto_pub's arguments. */
  private JsonNode properties() {
    ObjectNode properties =
        input.path("properties").isObject()
            ? input.path("properties").deepCopy()
            : (ObjectNode) RestClient.parse("{}");
    List<String> args = new ArrayList<>();
    input.path("args").forEach(arg -> args.add(arg.asText()));
    for (int i = 0; i < args.size(); i++) {
      if (args.get(i).equals("-D")) {
        String name = args.get(i + 2);
        if (name.equals("user-property")) {
          properties.withArray(name).addArray().add(args.get(i + 3)).add(args.get(i + 4));
        } else {
          properties.put(name, args.get(i + 3));
        }
      }
    }
    return properties;
  }

  private boolean hasArgument(String argument) {
    for (JsonNode each : input.path("args")) {
      if (each.asText().equals(argument)) {
        return true;
      }
    }
    return false;
  }

  private static Mqtt5UserProperties userProperties(JsonNode pairs) {
    Mqtt5UserPropertiesBuilder builder = Mqtt5UserProperties.builder();
    for (JsonNode pair : pairs) {
      builder = builder.add(pair.path(0).asText(), pair.path(1).asText());
    }
    return builder.build();
  }

  private MqttQos qos() {
    MqttQos qos = MqttQos.fromCode(input.path("qos").asInt());
    assertThat(qos).isNotNull();
    return qos;
  }

  private byte[] payload() {
    return input.has("payload_hex")
        ? HexFormat.of().parseHex(input.path("payload_hex").asText())
        : input.path("payload").asText().getBytes(StandardCharsets.UTF_8);
  }
}
