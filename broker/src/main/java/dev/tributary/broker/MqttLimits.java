package dev.tributary.broker;

import java.time.Duration;

/**
 * The bounds of the protocol: {@code mqtt.*} of the configuration. The answer to each when it is
 * hit stands beside it; the constructor refuses values that MQTT cannot express.
 *
 * @param packetBytesMax {@code max_packet_size}, whole packet; DISCONNECT (or CONNACK) 0x95
 * @param clientIdBytesMax {@code max_clientid_len}; CONNACK 0x85 (3.1.1: 2)
 * @param topicLevelsMax {@code max_topic_levels}; a PUBLISH closes with 0x90, a SUBSCRIBE gets 0x8F
 * @param qosMax {@code max_qos_allowed}; announced, a higher PUBLISH closes with 0x9B, a higher
 *     subscription is granted this one
 * @param inflightMax {@code max_inflight}: unacknowledged QoS 1/2 messages to one client, and the
 *     receive maximum announced to clients; outgoing messages wait in the queue, incoming packets
 *     beyond it close with 0x93
 * @param queuedMessagesMax {@code max_mqueue_len}: QoS 1/2 messages waiting for one session; the
 *     oldest is dropped ({@code queue_full})
 * @param awaitingRelMax {@code max_awaiting_rel}: incoming QoS 2 messages before PUBREL; 0x93
 * @param awaitingRelTimeout {@code await_rel_timeout}: how long a PUBREL is waited for; then the
 *     packet identifier is forgotten
 * @param idleTimeout {@code idle_timeout}: how long a connection may stay silent before CONNECT; it
 *     is closed
 * @param keepAliveMultiplier {@code keepalive_multiplier}: silence longer than keep-alive times
 *     this closes with 0x8D
 * @param topicAliasMax {@code max_topic_alias}; announced, an alias beyond it closes with 0x94
 * @param subscriptionsMax {@code max_subscriptions} of one session; SUBACK 0x97 (3.1.1: 0x80)
 * @param sessionExpiryMax {@code session_expiry_interval}: longest life of a session without
 *     connection, and the life of a 3.1.1 session with clean session 0; announced when it shortens
 * @param qos0HoldMax {@code max_qos0_hold}: how long a connection may be held because a QoS 0
 *     publish waits for room; then its QoS 0 publishes that would wait are dropped and counted
 * @param sessionsMax sessions with and without connection; CONNACK 0x97 (3.1.1: 3)
 * @param retainedMessagesMax {@code retainer.max_retained_messages}; a new topic is not stored, the
 *     message is routed as usual and the drop is counted
 */
public record MqttLimits(
    int packetBytesMax,
    int clientIdBytesMax,
    int topicLevelsMax,
    int qosMax,
    int inflightMax,
    int queuedMessagesMax,
    int awaitingRelMax,
    Duration awaitingRelTimeout,
    Duration idleTimeout,
    double keepAliveMultiplier,
    int topicAliasMax,
    int subscriptionsMax,
    Duration sessionExpiryMax,
    Duration qos0HoldMax,
    int sessionsMax,
    int retainedMessagesMax) {

  private static final int PACKET_BYTES_POSSIBLE = 268_435_455;

  public MqttLimits {
    range("max_packet_size", packetBytesMax, 16, PACKET_BYTES_POSSIBLE);
    range("max_clientid_len", clientIdBytesMax, 23, 65_535);
    range("max_topic_levels", topicLevelsMax, 1, 65_535);
    range("max_qos_allowed", qosMax, 0, 2);
    range("max_inflight", inflightMax, 1, 65_535);
    range("max_mqueue_len", queuedMessagesMax, 1, 10_000_000);
    range("max_awaiting_rel", awaitingRelMax, 1, 65_535);
    positive("await_rel_timeout", awaitingRelTimeout);
    positive("idle_timeout", idleTimeout);
    if (!(keepAliveMultiplier >= 1.0 && keepAliveMultiplier <= 65_535)) {
      throw new IllegalArgumentException(
          "keepalive_multiplier " + keepAliveMultiplier + ": must be between 1.0 and 65535");
    }
    range("max_topic_alias", topicAliasMax, 0, 65_535);
    range("max_subscriptions", subscriptionsMax, 1, Integer.MAX_VALUE);
    if (sessionExpiryMax.isNegative() || sessionExpiryMax.toSeconds() > 0xFFFF_FFFFL) {
      throw new IllegalArgumentException(
          "session_expiry_interval " + sessionExpiryMax + ": must be from 0s to 4294967295s");
    }
    positive("max_qos0_hold", qos0HoldMax);
    range("max_sessions", sessionsMax, 1, Integer.MAX_VALUE);
    range("max_retained_messages", retainedMessagesMax, 0, Integer.MAX_VALUE);
  }

  /**
   * What the original uses; the topic aliases are fewer, for they are memory that a client pins.
   */
  public static MqttLimits defaults() {
    return new MqttLimits(
        1_048_576,
        65_535,
        128,
        2,
        32,
        1_000,
        100,
        Duration.ofSeconds(300),
        Duration.ofSeconds(15),
        1.5,
        256,
        10_000,
        Duration.ofHours(2),
        Duration.ofSeconds(10),
        1_000_000,
        100_000);
  }

  private static void range(String field, int value, int min, int max) {
    if (value < min || value > max) {
      throw new IllegalArgumentException(
          field + " " + value + ": must be between " + min + " and " + max);
    }
  }

  private static void positive(String field, Duration value) {
    if (value.isNegative() || value.isZero()) {
      throw new IllegalArgumentException(field + " " + value + ": must be longer than 0s");
    }
  }
}
