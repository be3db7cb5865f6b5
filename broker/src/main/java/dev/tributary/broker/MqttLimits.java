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
    int sessionsMax) {

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
        1_000_000);
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

  /** A copy in which single bounds can be changed. */
  public Builder change() {
    return new Builder(this);
  }

  /** Bounds on their way to {@link MqttLimits}; not for several threads. */
  public static final class Builder {
    private int packetBytesMax;
    private int clientIdBytesMax;
    private int topicLevelsMax;
    private int qosMax;
    private int inflightMax;
    private int queuedMessagesMax;
    private int awaitingRelMax;
    private Duration awaitingRelTimeout;
    private Duration idleTimeout;
    private double keepAliveMultiplier;
    private int topicAliasMax;
    private int subscriptionsMax;
    private Duration sessionExpiryMax;
    private Duration qos0HoldMax;
    private int sessionsMax;

    private Builder(MqttLimits from) {
      packetBytesMax = from.packetBytesMax;
      clientIdBytesMax = from.clientIdBytesMax;
      topicLevelsMax = from.topicLevelsMax;
      qosMax = from.qosMax;
      inflightMax = from.inflightMax;
      queuedMessagesMax = from.queuedMessagesMax;
      awaitingRelMax = from.awaitingRelMax;
      awaitingRelTimeout = from.awaitingRelTimeout;
      idleTimeout = from.idleTimeout;
      keepAliveMultiplier = from.keepAliveMultiplier;
      topicAliasMax = from.topicAliasMax;
      subscriptionsMax = from.subscriptionsMax;
      sessionExpiryMax = from.sessionExpiryMax;
      qos0HoldMax = from.qos0HoldMax;
      sessionsMax = from.sessionsMax;
    }

    public Builder packetBytesMax(int value) {
      packetBytesMax = value;
      return this;
    }

    public Builder clientIdBytesMax(int value) {
      clientIdBytesMax = value;
      return this;
    }

    public Builder topicLevelsMax(int value) {
      topicLevelsMax = value;
      return this;
    }

    public Builder qosMax(int value) {
      qosMax = value;
      return this;
    }

    public Builder inflightMax(int value) {
      inflightMax = value;
      return this;
    }

    public Builder queuedMessagesMax(int value) {
      queuedMessagesMax = value;
      return this;
    }

    public Builder awaitingRelMax(int value) {
      awaitingRelMax = value;
      return this;
    }

    public Builder awaitingRelTimeout(Duration value) {
      awaitingRelTimeout = value;
      return this;
    }

    public Builder idleTimeout(Duration value) {
      idleTimeout = value;
      return this;
    }

    public Builder keepAliveMultiplier(double value) {
      keepAliveMultiplier = value;
      return this;
    }

    public Builder topicAliasMax(int value) {
      topicAliasMax = value;
      return this;
    }

    public Builder subscriptionsMax(int value) {
      subscriptionsMax = value;
      return this;
    }

    public Builder sessionExpiryMax(Duration value) {
      sessionExpiryMax = value;
      return this;
    }

    public Builder qos0HoldMax(Duration value) {
      qos0HoldMax = value;
      return this;
    }

    public Builder sessionsMax(int value) {
      sessionsMax = value;
      return this;
    }

    /** Checked as the constructor checks. */
    public MqttLimits build() {
      return new MqttLimits(
          packetBytesMax,
          clientIdBytesMax,
          topicLevelsMax,
          qosMax,
          inflightMax,
          queuedMessagesMax,
          awaitingRelMax,
          awaitingRelTimeout,
          idleTimeout,
          keepAliveMultiplier,
          topicAliasMax,
          subscriptionsMax,
          sessionExpiryMax,
          qos0HoldMax,
          sessionsMax);
    }
  }
}
