package dev.tributary.acceptance.clients;

import java.util.Optional;
import java.util.OptionalInt;

/** What a CONNACK said, as far as a client shows it. */
public record Greeting(
    boolean sessionPresent, Optional<String> assignedClientId, OptionalInt serverKeepAlive) {

  /** All that MQTT 3 can say. */
  public static Greeting of(boolean sessionPresent) {
    return new Greeting(sessionPresent, Optional.empty(), OptionalInt.empty());
  }
}
