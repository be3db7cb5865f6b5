package dev.tributary.management.internal.schema;

import dev.tributary.rule.engine.RepublishSpec;

/** One element of an action's {@code fallback_actions}. */
public sealed interface FallbackSetting {

  /** Another action takes over. */
  record Reference(String actionId) implements FallbackSetting {}

  /** A message is published. */
  record Republish(RepublishSpec spec) implements FallbackSetting {}
}
