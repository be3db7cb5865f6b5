package dev.tributary.broker;

import java.net.InetSocketAddress;
import org.jspecify.annotations.Nullable;

/** What happened in the broker; names and reasons follow the original's {@code $events/...}. */
public sealed interface BrokerEvent {

  BrokerEventType type();

  /** Milliseconds since 1970. */
  long atMillis();

  /**
   * A CONNECT was accepted.
   *
   * @param sessionPresent an earlier session goes on
   */
  record ClientConnected(ClientInfo client, boolean sessionPresent, long atMillis)
      implements BrokerEvent {
    @Override
    public BrokerEventType type() {
      return BrokerEventType.CLIENT_CONNECTED;
    }
  }

  /**
   * A CONNECT was answered, with whatever code.
   *
   * @param client as far as the CONNECT tells it; its identifier may be empty if it was refused
   * @param reasonCode as MQTT 5 numbers it, for clients of MQTT 3 too
   * @param reason the name of that code, such as {@code success}
   */
  record ClientConnack(ClientInfo client, int reasonCode, String reason, long atMillis)
      implements BrokerEvent {
    @Override
    public BrokerEventType type() {
      return BrokerEventType.CLIENT_CONNACK;
    }
  }

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
      implements BrokerEvent {
    @Override
    public BrokerEventType type() {
      return BrokerEventType.CONNECTION_REFUSED;
    }
  }

  /**
   * A client is gone.
   *
   * @param reason {@code normal}, {@code tcp_closed}, {@code keepalive_timeout}, {@code takenover},
   *     {@code discarded}, {@code internal_error} or the name of the MQTT 5 reason code
   * @param reasonCode as MQTT 5 numbers it
   * @param detail for people; empty if the reason says all
   * @param properties of the client's DISCONNECT, if it sent one
   */
  record ClientDisconnected(
      ClientInfo client,
      String reason,
      int reasonCode,
      String detail,
      PacketProperties properties,
      long atMillis)
      implements BrokerEvent {
    @Override
    public BrokerEventType type() {
      return BrokerEventType.CLIENT_DISCONNECTED;
    }
  }

  /** A packet broke the protocol; the connection is being closed. */
  record PacketRejected(
      @Nullable ClientInfo client,
      InetSocketAddress peer,
      String listener,
      int reasonCode,
      String reason,
      String detail,
      long atMillis)
      implements BrokerEvent {
    @Override
    public BrokerEventType type() {
      return BrokerEventType.PACKET_REJECTED;
    }
  }

  /**
   * It was decided whether a client is who it says.
   *
   * @param reason {@code success} or the name of the MQTT 5 reason code
   * @param anonymous its listener asks nobody
   */
  record AuthenticationComplete(
      ClientInfo client, String reason, boolean superuser, boolean anonymous, long atMillis)
      implements BrokerEvent {
    @Override
    public BrokerEventType type() {
      return BrokerEventType.AUTHENTICATION_COMPLETE;
    }
  }

  /**
   * It was decided whether a client may publish to a topic or subscribe to a filter.
   *
   * @param source who decided; {@code default} if nobody had a say
   */
  record AuthorizationComplete(
      ClientInfo client, Access access, String topic, boolean allowed, String source, long atMillis)
      implements BrokerEvent {
    @Override
    public BrokerEventType type() {
      return BrokerEventType.AUTHORIZATION_COMPLETE;
    }
  }

  /** PINGREQ. */
  record ClientPing(ClientInfo client, long atMillis) implements BrokerEvent {
    @Override
    public BrokerEventType type() {
      return BrokerEventType.CLIENT_PING;
    }
  }

  /**
   * A subscription was made or replaced.
   *
   * @param options as granted
   * @param properties of the SUBSCRIBE packet
   */
  record SessionSubscribed(
      ClientInfo client,
      String topicFilter,
      SubscriptionOptions options,
      PacketProperties properties,
      long atMillis)
      implements BrokerEvent {
    /** As granted. */
    public int qos() {
      return options.qos();
    }

    @Override
    public BrokerEventType type() {
      return BrokerEventType.SESSION_SUBSCRIBED;
    }
  }

  /**
   * A subscription was ended by its client.
   *
   * @param qos that it had
   * @param properties of the UNSUBSCRIBE packet
   */
  record SessionUnsubscribed(
      ClientInfo client, String topicFilter, int qos, PacketProperties properties, long atMillis)
      implements BrokerEvent {
    @Override
    public BrokerEventType type() {
      return BrokerEventType.SESSION_UNSUBSCRIBED;
    }
  }

  /**
   * A message was written to a subscriber's connection, which says nothing of its arrival.
   *
   * @param dup it was sent before
   */
  record MessageDelivered(ClientInfo subscriber, Delivery delivery, boolean dup, long atMillis)
      implements BrokerEvent {
    @Override
    public BrokerEventType type() {
      return BrokerEventType.MESSAGE_DELIVERED;
    }
  }

  /**
   * A subscriber has acknowledged a message: with PUBACK, or in QoS 2 with its first PUBREC.
   *
   * @param properties of that packet
   */
  record MessageAcked(
      ClientInfo subscriber, Delivery delivery, PacketProperties properties, long atMillis)
      implements BrokerEvent {
    @Override
    public BrokerEventType type() {
      return BrokerEventType.MESSAGE_ACKED;
    }
  }

  /** A published message goes to nobody, or not to a party that was to hold it. */
  record MessageDropped(Message message, MessageDropReason reason, long atMillis)
      implements BrokerEvent {
    @Override
    public BrokerEventType type() {
      return BrokerEventType.MESSAGE_DROPPED;
    }
  }

  /**
   * A message is not delivered to one subscriber.
   *
   * @param subscriber as it was connected last
   */
  record DeliveryDropped(
      ClientInfo subscriber, Delivery delivery, DeliveryDropReason reason, long atMillis)
      implements BrokerEvent {
    @Override
    public BrokerEventType type() {
      return BrokerEventType.DELIVERY_DROPPED;
    }
  }

  /**
   * What a subscription asks for beside its filter.
   *
   * @param retainHandling 0 to 2
   * @param identifier of MQTT 5, 0 if none
   */
  record SubscriptionOptions(
      int qos, boolean noLocal, boolean retainAsPublished, int retainHandling, int identifier) {}

  /** What a client wants to do with a topic. */
  enum Access {
    PUBLISH("publish"),
    SUBSCRIBE("subscribe");

    private final String text;

    Access(String text) {
      this.text = text;
    }

    /** The original's name. */
    public String text() {
      return text;
    }
  }

  /** Why a published message was dropped. */
  enum MessageDropReason {
    NO_SUBSCRIBERS("no_subscribers"),
    /** More publishes were open than the client may have. */
    RECEIVE_MAXIMUM_EXCEEDED("receive_maximum_exceeded"),
    /**
     * QoS 2 under an identifier that waits for its PUBREL, and not marked as a repetition. A
     * repetition (DUP) is no loss: the message went its way when it came first.
     */
    PACKET_IDENTIFIER_IN_USE("packet_identifier_inuse"),
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
