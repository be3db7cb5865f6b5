package dev.tributary.broker;

import java.util.Map;

/**
 * Messages that wait for a session. How many may wait is {@link MqttLimits#queuedMessagesMax}.
 *
 * @param priorities {@code mqueue_priorities}: topics (no filters) whose messages go before others,
 *     from 1 to 255, the highest first; empty for one queue. Of a full queue the oldest message of
 *     the lowest priority is dropped.
 * @param defaultLowest {@code mqueue_default_priority}: whether other topics come last or first
 * @param storeQos0 {@code mqueue_store_qos0}: whether QoS 0 messages wait too
 */
public record QueueOptions(
    Map<String, Integer> priorities, boolean defaultLowest, boolean storeQos0) {

  public static final int PRIORITY_MAX = 255;

  public QueueOptions {
    priorities = Map.copyOf(priorities);
    priorities.forEach((topic, priority) -> {
      if (priority < 1 || priority > PRIORITY_MAX) {
        throw new IllegalArgumentException(
            "mqueue_priorities of '" + topic + "' " + priority + ": must be from 1 to 255");
      }
    });
  }

  public static QueueOptions defaults() {
    return new QueueOptions(Map.of(), true, true);
  }
}
