package dev.tributary.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.hivemq.client.mqtt.datatypes.MqttQos;
import java.net.InetSocketAddress;
import java.net.URI;

/** The bodies with which a script sets up the pipeline by REST, and what they must be answered. */
final class RestPipeline {
  static final String SECRET = "not-for-anybodys-eyes";
  static final String MESSAGE = "{\"msg\":\"hello \\\"Kinesis\\\"\",\"n\":7}";

  private RestPipeline() {}

  /** Probes and creates the connector {@code mine}. */
  static void createConnector(RestClient rest, URI endpoint) {
    rest.post("/connectors_probe", connector(endpoint)).expect(204);
    JsonNode created = rest.post("/connectors", connector(endpoint)).expect(201).body();
    assertThat(created.path("status").asText()).isEqualTo("connected");
  }

  /**
   * Probes and creates an action of this name, and a rule of this name from topic t/name to it.
   *
   * @param template what the action's parameters say of the payload template, with a comma before
   */
  static void createActionAndRule(RestClient rest, String name, String template) {
    rest.post("/actions_probe", action(name, template)).expect(204);
    JsonNode action = rest.post("/actions", action(name, template)).expect(201).body();
    assertThat(action.path("status").asText()).isEqualTo("connected");
    JsonNode rule = rest.post("/rules", rule(name)).expect(201).body();
    assertThat(rule.path("from")).extracting(JsonNode::asText).containsExactly("t/" + name);
  }

  /** The first probe of a fresh process loads the AWS SDK: a busy machine may need a while. */
  static String connector(URI endpoint) {
    return """
    {"type": "kinesis", "name": "mine", "endpoint": "%s",
     "aws_access_key_id": "test", "aws_secret_access_key": "%s",
     "resource_opts": {"start_timeout": "30s"}}
    """
        .formatted(endpoint, SECRET);
  }

  static String action(String name, String template) {
    return """
    {"type": "kinesis", "name": "%s", "connector": "mine",
     "parameters": {"stream_name": "my_stream", "partition_key": "${clientid}"%s}}
    """
        .formatted(name, template);
  }

  static String rule(String name) {
    return """
    {"id": "%s", "sql": "SELECT * FROM \\"t/%s\\"", "actions": ["kinesis:%s"]}
    """
        .formatted(name, name, name);
  }

  /** Publishes the message to t/name as the client of this name. */
  static void publish(InetSocketAddress broker, String name) {
    try (Publisher publisher = Publisher.connect(broker, name)) {
      publisher.publishAndWait("t/" + name, MqttQos.AT_LEAST_ONCE, MESSAGE);
    }
  }
}
