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

  /** {@code kind = republish}: the record becomes an MQTT message. */
  record Republish(RepublishSpec spec) implements FallbackAction {

    /** A message that passes the rules. */
    public Republish(
        String topic,
        String qos,
        String retain,
        @Nullable String payload,
        String userProperties,
        Map<String, String> mqttProperties) {
      this(new RepublishSpec(topic, qos, retain, payload, mqttProperties, userProperties, "false"));
    }
  }
}
