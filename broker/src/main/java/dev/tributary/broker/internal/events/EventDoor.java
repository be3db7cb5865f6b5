package dev.tributary.broker.internal.events;

import dev.tributary.broker.BrokerEvent;
import dev.tributary.broker.BrokerEvent.Access;
import dev.tributary.broker.BrokerEvent.AuthenticationComplete;
import dev.tributary.broker.BrokerEvent.AuthorizationComplete;
import dev.tributary.broker.BrokerEvent.ClientConnack;
import dev.tributary.broker.BrokerEvent.ClientConnected;
import dev.tributary.broker.BrokerEvent.ClientDisconnected;
import dev.tributary.broker.BrokerEvent.ClientPing;
import dev.tributary.broker.BrokerEvent.ConnectionRefused;
import dev.tributary.broker.BrokerEvent.DeliveryDropReason;
import dev.tributary.broker.BrokerEvent.DeliveryDropped;
import dev.tributary.broker.BrokerEvent.MessageAcked;
import dev.tributary.broker.BrokerEvent.MessageDelivered;
import dev.tributary.broker.BrokerEvent.MessageDropReason;
import dev.tributary.broker.BrokerEvent.MessageDropped;
import dev.tributary.broker.BrokerEvent.PacketRejected;
import dev.tributary.broker.BrokerEvent.SessionSubscribed;
import dev.tributary.broker.BrokerEvent.SessionUnsubscribed;
import dev.tributary.broker.BrokerEvent.SubscriptionOptions;
import dev.tributary.broker.BrokerEventType;
import dev.tributary.broker.BrokerEvents;
import dev.tributary.broker.ClientInfo;
import dev.tributary.broker.Delivery;
import dev.tributary.broker.Message;
import dev.tributary.broker.PacketProperties;
import dev.tributary.broker.internal.protocol.Reason;
import dev.tributary.broker.internal.protocol.ReasonCodes;
import java.net.InetSocketAddress;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one door through which events leave. Each is made only if somebody wants it: for an event
 * that nobody wants the question is all it costs. Any thread; nothing that a listener does comes
 * back.
 */
public final class EventDoor {

  private static final Logger LOG = LoggerFactory.getLogger(EventDoor.class);

  /** Whom the original names where nobody had a say in an authorization. */
  private static final String NOBODY = "default";

  private final BrokerEvents listener;
  private final InstantSource clock;

  public EventDoor(BrokerEvents listener, InstantSource clock) {
    this.listener = listener;
    this.clock = clock;
  }

  /** To be asked only where making an event's parts costs something before it comes here. */
  public boolean wants(BrokerEventType type) {
    return listener.wants(type);
  }

  /**
   * It was decided who a client is.
   *
   * @param reasonCode 0 or why not
   * @param anonymous its listener asks nobody
   */
  public void authenticated(
      ClientInfo client, int reasonCode, boolean superuser, boolean anonymous) {
    if (wants(BrokerEventType.AUTHENTICATION_COMPLETE)) {
      tell(
          new AuthenticationComplete(
              client, ReasonCodes.name(reasonCode), superuser, anonymous, clock.millis()));
    }
  }

  /** There is no authorization yet: whatever is asked may be done. */
  public void authorized(ClientInfo client, Access access, String topic) {
    if (wants(BrokerEventType.AUTHORIZATION_COMPLETE)) {
      tell(new AuthorizationComplete(client, access, topic, true, NOBODY, clock.millis()));
    }
  }

  public void connected(ClientInfo client, boolean sessionPresent) {
    if (wants(BrokerEventType.CLIENT_CONNECTED)) {
      tell(new ClientConnected(client, sessionPresent, clock.millis()));
    }
  }

  /**
   * CONNACK.
   *
   * @param reasonCode as MQTT 5 numbers it, whatever the client's version
   */
  public void connack(ClientInfo client, int reasonCode) {
    if (wants(BrokerEventType.CLIENT_CONNACK)) {
      tell(new ClientConnack(client, reasonCode, ReasonCodes.name(reasonCode), clock.millis()));
    }
  }

  public void connectionRefused(
      @Nullable String clientId,
      InetSocketAddress peer,
      String from,
      Reason reason,
      String detail) {
    if (wants(BrokerEventType.CONNECTION_REFUSED)) {
      tell(
          new ConnectionRefused(
              clientId, peer, from, reason.code(), reason.text(), detail, clock.millis()));
    }
  }

  public void packetRejected(
      @Nullable ClientInfo client,
      InetSocketAddress peer,
      String from,
      Reason reason,
      String detail) {
    if (wants(BrokerEventType.PACKET_REJECTED)) {
      tell(
          new PacketRejected(
              client, peer, from, reason.code(), reason.text(), detail, clock.millis()));
    }
  }

  public void disconnected(
      ClientInfo client, String reason, int reasonCode, String detail, PacketProperties last) {
    if (wants(BrokerEventType.CLIENT_DISCONNECTED)) {
      tell(new ClientDisconnected(client, reason, reasonCode, detail, last, clock.millis()));
    }
  }

  public void ping(ClientInfo client) {
    if (wants(BrokerEventType.CLIENT_PING)) {
      tell(new ClientPing(client, clock.millis()));
    }
  }

  public void subscribed(
      ClientInfo client, String filter, SubscriptionOptions options, PacketProperties properties) {
    if (wants(BrokerEventType.SESSION_SUBSCRIBED)) {
      tell(new SessionSubscribed(client, filter, options, properties, clock.millis()));
    }
  }

  public void unsubscribed(ClientInfo client, String filter, int qos, PacketProperties properties) {
    if (wants(BrokerEventType.SESSION_UNSUBSCRIBED)) {
      tell(new SessionUnsubscribed(client, filter, qos, properties, clock.millis()));
    }
  }

  public void delivered(ClientInfo subscriber, Delivery delivery, boolean dup) {
    if (wants(BrokerEventType.MESSAGE_DELIVERED)) {
      tell(new MessageDelivered(subscriber, delivery, dup, clock.millis()));
    }
  }

  public void acked(ClientInfo subscriber, Delivery delivery, PacketProperties properties) {
    if (wants(BrokerEventType.MESSAGE_ACKED)) {
      tell(new MessageAcked(subscriber, delivery, properties, clock.millis()));
    }
  }

  public void messageDropped(Message message, MessageDropReason reason) {
    if (wants(BrokerEventType.MESSAGE_DROPPED)) {
      tell(new MessageDropped(message, reason, clock.millis()));
    }
  }

  public void deliveryDropped(ClientInfo subscriber, Delivery delivery, DeliveryDropReason reason) {
    if (wants(BrokerEventType.DELIVERY_DROPPED)) {
      tell(new DeliveryDropped(subscriber, delivery, reason, clock.millis()));
    }
  }

  private void tell(BrokerEvent event) {
    try {
      listener.on(event);
    } catch (RuntimeException e) {
      LOG.warn("a listener of broker events failed at {}", event.type(), e);
    }
  }
}
