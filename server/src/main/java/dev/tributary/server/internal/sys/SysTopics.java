package dev.tributary.server.internal.sys;

import java.nio.charset.StandardCharsets;

/**
 * The names of the topics of one node.
 *
 * @param node {@code node.name}
 */
record SysTopics(String node) {

  static final String BROKERS = "$SYS/brokers";

  /** MQTT limit [MQTT-4.7.3-3]. */
  private static final int TOPIC_BYTES_MAX = 65_535;

  /** {@code version}, {@code uptime} and the like. */
  String of(String name) {
    return BROKERS + "/" + node + "/" + name;
  }

  /** Such as {@code metrics/bytes/received}. */
  String figure(String group, String figure) {
    return of(group + "/" + figure.replace('.', '/'));
  }

  /**
   * Of one client. What a topic cannot hold of an identifier is written as in URLs; a topic that
   * would be too long is empty.
   */
  String ofClient(String clientId, String event) {
    String topic = of("clients/" + clientId.replace("+", "%2B").replace("#", "%23") + "/" + event);
    return topic.getBytes(StandardCharsets.UTF_8).length > TOPIC_BYTES_MAX ? "" : topic;
  }
}
