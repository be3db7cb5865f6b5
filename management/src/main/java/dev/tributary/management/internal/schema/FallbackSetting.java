package dev.tributary.management.internal.schema;

import dev.tributary.config.Settings;

/** One element of an action's {@code fallback_actions}. */
public sealed interface FallbackSetting {

  /** Another action takes over. */
  record Reference(String actionId) implements FallbackSetting {}

  /**
   * A message is published.
   *
   * @param args topic, qos, retain, payload and user_properties, each a template
   */
  record Republish(Settings args) implements FallbackSetting {}
}
