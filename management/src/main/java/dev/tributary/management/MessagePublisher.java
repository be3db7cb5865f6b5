package dev.tributary.management;

import dev.tributary.broker.Message.PublishProperties;
import java.util.concurrent.CompletableFuture;

/**
 * Publishes what comes by REST: to the rules, and to subscribers, as if a client had sent it. Any
 * thread.
 */
@FunctionalInterface
public interface MessagePublisher {

  /** Whom rules and subscribers' events see as its client, as in the original. */
  String CLIENT_ID = "http_api";

  /**
   * A message to publish.
   *
   * @param topic valid, without wildcards
   * @param payload not copied, must not be changed any more
   */
  record Publication(
      String topic, byte[] payload, int qos, boolean retain, PublishProperties properties) {}

  /** What became of it. */
  sealed interface Result {
    /** Identifier of the message; whether anybody subscribes its topic. */
    record Published(String id, boolean hadSubscribers) implements Result {}

    /**
     * Nobody holds it.
     *
     * @param reasonCode of PUBACK, MQTT 5
     */
    record Refused(int reasonCode, String reason) implements Result {}
  }

  /** The result comes when all who must hold the message hold it, as a client's PUBACK would. */
  CompletableFuture<Result> publish(Publication publication);
}
