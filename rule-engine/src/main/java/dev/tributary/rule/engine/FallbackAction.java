package dev.tributary.rule.engine;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One entry of an action's {@code fallback_actions}: what happens to a record it gave up. */
public sealed interface FallbackAction {

  /**
   * {@code kind = reference}: another action takes the record, made anew with its own templates.
   *
   * @param actionId {@code type:name}; it may come and go
   */
  record Reference(String actionId) implements FallbackAction {}

  /**
   * {@code kind = republish}: the record becomes an MQTT message. Every text may hold placeholders
   * of the rule's output.
   *
   * @param topic not empty; must give a topic without wildcards
   * @param qos {@code 0}, {@code 1}, {@code 2} or a template that gives one of them; what is not
   *     there counts as 0
   * @param retain {@code true}, {@code false} or a template that gives one of them; what is not
   *     there counts as false
   * @param payload null for the whole output as JSON, as {@code ${.}}
   * @param userProperties one placeholder whose value is a map, such as {@code ${user_properties}};
   *     empty for none
   * @param mqttProperties templates by the names of the properties in MQTT, such as {@code
   *     Content-Type}; one whose value is not there or not allowed is left out
   */
  record Republish(
      String topic,
      String qos,
      String retain,
      @Nullable String payload,
      String userProperties,
      Map<String, String> mqttProperties)
      implements FallbackAction {

    public Republish {
      mqttProperties = Map.copyOf(mqttProperties);
    }
  }
}
