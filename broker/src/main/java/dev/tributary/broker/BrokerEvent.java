package dev.tributary.broker;

import java.net.InetSocketAddress;
import org.jspecify.annotations.Nullable;

/** What happened in the broker; names and reasons follow the original's {@code $events/...}. */
public sealed interface BrokerEvent {

  /** Milliseconds since 1970. */
  long atMillis();

  /**
   * A CONNECT was accepted.
   *
   * @param sessionPresent an earlier session goes on
   * @param sessionExpirySeconds how long the session outlives the connection; 0 for a clean one
   */
  record ClientConnected(
      ClientInfo client, boolean sessionPresent, long sessionExpirySeconds, long atMillis)
      implements BrokerEvent {}

  /**
   * A connection ended before its CONNECT was accepted.
   *
   * @param clientId null if none was read
   * @param reasonCode as MQTT 5 numbers it
   * @param reason its name, such as {@code malformed_packet}
   * @param detail for people
   */
  record ConnectionRefused(
      @Nullable String clientId,
      InetSocketAddress peer,
      String listener,
      int reasonCode,
      String reason,
      String detail,
      long atMillis)
      implements BrokerEvent {}

  /**
   * A client is gone.
   *
   * @param reason {@code normal}, {@code tcp_closed}, {@code keepalive_timeout}, {@code takenover},
   *     {@code discarded}, {@code internal_error} or the name of the MQTT 5 reason code
   * @param reasonCode as MQTT 5 numbers it
   * @param detail for people; empty if the reason says all
   */
  record ClientDisconnected(
      ClientInfo client, String reason, int reasonCode, String detail, long atMillis)
      implements BrokerEvent {}

  /** A packet broke the protocol; the connection is being closed. */
  record PacketRejected(
      @Nullable ClientInfo client,
      InetSocketAddress peer,
      String listener,
      int reasonCode,
      String reason,
      String detail,
      long atMillis)
      implements BrokerEvent {}

  /** A subscription was made or replaced. */
  record SessionSubscribed(ClientInfo client, String topicFilter, int qos, long atMillis)
      implements BrokerEvent {}

  /** A subscription was ended by its client. */
  record SessionUnsubscribed(ClientInfo client, String topicFilter, long atMillis)
      implements BrokerEvent {}

  /** A published message goes to nobody, or not to a party that was to hold it. */
  record MessageDropped(Message message, MessageDropReason reason, long atMillis)
      implements BrokerEvent {}

  /** A message is not delivered to one subscriber. */
  record DeliveryDropped(
      Message message, String subscriberId, DeliveryDropReason reason, long atMillis)
      implements BrokerEvent {}

  /** Why a published message was dropped. */
  enum MessageDropReason {
    NO_SUBSCRIBERS("no_subscribers"),
    /** A party that must hold the message has no room for it. */
    QUOTA_EXCEEDED("quota_exceeded"),
    /** QoS 0, there was no room for it, and its connection had been held for too long. */
    QOS0_HELD("qos0_held"),
    /** A party that must hold the message refused it for another reason. */
    REFUSED("refused");

    private final String text;

    MessageDropReason(String text) {
      this.text = text;
    }

    /** The original's name. */
    public String text() {
      return text;
    }
  }

  /** Why a subscriber did not get a message. */
  enum DeliveryDropReason {
    QUEUE_FULL("queue_full"),
    NO_LOCAL("no_local"),
    EXPIRED("expired"),
    /** QoS 0, and the client is away or does not read. */
    QOS0_MESSAGE("qos0_msg"),
    /** Larger than the client's Maximum Packet Size. */
    TOO_LARGE("too_large");

    private final String text;

    DeliveryDropReason(String text) {
      this.text = text;
    }

    /** The original's name. */
    public String text() {
      return text;
    }
  }
}
