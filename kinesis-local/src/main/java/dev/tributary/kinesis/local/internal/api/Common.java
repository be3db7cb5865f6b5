package dev.tributary.kinesis.local.internal.api;

import dev.tributary.kinesis.local.LocalKinesisSettings;
import dev.tributary.kinesis.local.internal.store.StreamDirectory;
import java.time.InstantSource;

/** What the operations of the control plane have in common. */
record Common(
    StreamDirectory directory,
    Streams streams,
    Tokens tokens,
    LocalKinesisSettings settings,
    InstantSource clock) {

  long nowMillis() {
    return clock.millis();
  }

  String accountId() {
    return settings.accountId();
  }

  /** Whether counts by time are enforced, such as those of changes within a day. */
  boolean countsEnforced() {
    return settings.limits().controlPlane();
  }
}
