package dev.tributary.server.internal.sys;

import dev.tributary.broker.Retained;
import dev.tributary.broker.Subscriptions;
import java.nio.charset.StandardCharsets;
import java.util.function.Supplier;

/**
 * Publishes what somebody listens to, and makes nothing of the rest. Any thread. What is published
 * is bounded where it goes: by the queue of each subscriber.
 */
public final class SysOutlet {

  /** Sends a message of the server, QoS 0. */
  @FunctionalInterface
  public interface Publisher {
    void publish(String topic, byte[] payload, boolean retain);
  }

  private final Subscriptions subscriptions;
  private final Retained retained;
  private final Publisher publisher;

  public SysOutlet(Subscriptions subscriptions, Retained retained, Publisher publisher) {
    this.subscriptions = subscriptions;
    this.retained = retained;
    this.publisher = publisher;
  }

  /** Whether anybody listens to anything; as cheap as reading a field. */
  boolean hasListeners() {
    return subscriptions.hasSystemFilters();
  }

  boolean isHeard(String topic) {
    return hasListeners() && subscriptions.matching(topic).findAny().isPresent();
  }

  void say(String topic, Supplier<String> text) {
    if (isHeard(topic)) {
      publisher.publish(topic, text.get().getBytes(StandardCharsets.UTF_8), false);
    }
  }

  /** Those who come later get it too. Retained again only if it was taken away or has changed. */
  void keep(String topic, String text) {
    byte[] payload = text.getBytes(StandardCharsets.UTF_8);
    boolean isThere =
        retained
            .find(topic)
            .filter(message -> java.util.Arrays.equals(message.payload(), payload))
            .isPresent();
    if (!isThere || isHeard(topic)) {
      publisher.publish(topic, payload, true);
    }
  }
}
