package dev.tributary.rule.engine;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How the output of a rule becomes an MQTT message: {@code args} of {@code republish}. Every text
 * may hold placeholders of the output.
 *
 * @param topic not empty; must give a topic without wildcards
 * @param qos {@code 0}, {@code 1}, {@code 2} or a template that gives one of them; what is not
 *     there counts as 0
 * @param retain {@code true}, {@code false} or a template that gives one of them; what is not there
 *     counts as false
 * @param payload null or empty for the whole output as JSON, as {@code ${.}}
 * @param mqttProperties templates by the names of the properties in MQTT, such as {@code
 *     Content-Type}; one whose value is not there or not allowed is left out
 * @param userProperties one placeholder whose value is a map, such as {@code ${user_properties}};
 *     {@code ${pub_props.'User-Property'}} for those of the message itself; empty for none
 * @param directDispatch {@code true}, {@code false} or a template that gives one of them: whether
 *     the message goes to subscribers without passing the rules; what is not there counts as false
 */
public record RepublishSpec(
    String topic,
    String qos,
    String retain,
    @Nullable String payload,
    Map<String, String> mqttProperties,
    String userProperties,
    String directDispatch) {

  public RepublishSpec {
    mqttProperties = Map.copyOf(mqttProperties);
  }
}
