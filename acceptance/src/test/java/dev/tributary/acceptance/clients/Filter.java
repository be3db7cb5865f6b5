package dev.tributary.acceptance.clients;

import java.util.OptionalInt;

/** A subscription as a client asks for it; all but filter and QoS is for MQTT 5 alone. */
public record Filter(
    String filter,
    int qos,
    boolean noLocal,
    boolean retainAsPublished,
    OptionalInt subscriptionIdentifier) {

  public static Filter of(String filter, int qos) {
    return new Filter(filter, qos, false, false, OptionalInt.empty());
  }

  public Filter withNoLocal() {
    return new Filter(filter, qos, true, retainAsPublished, subscriptionIdentifier);
  }

  public Filter withRetainAsPublished() {
    return new Filter(filter, qos, noLocal, true, subscriptionIdentifier);
  }

  public Filter withIdentifier(int identifier) {
    return new Filter(filter, qos, noLocal, retainAsPublished, OptionalInt.of(identifier));
  }
}
