package dev.tributary.server.internal.bridge;

import dev.tributary.broker.BrokerEvent;
import dev.tributary.broker.BrokerEventType;
import dev.tributary.broker.BrokerEvents;
import dev.tributary.rule.engine.EventSource;
import dev.tributary.rule.engine.Occurrence;
import dev.tributary.rule.engine.RuleEngine;
import org.jspecify.annotations.Nullable;

/**
 * Tells the rules, and the log at level DEBUG, what happens in the broker. Wants nothing that
 * neither of them wants, so that the broker does not make it. Any thread.
 */
public final class EventBridge implements BrokerEvents {

  private final RuleEngine rules;
  private final BrokerEventLog log = new BrokerEventLog();

  public EventBridge(RuleEngine rules) {
    this.rules = rules;
  }

  @Override
  public boolean wants(BrokerEventType type) {
    EventSource source = source(type);
    return (source != null && rules.listensTo(source)) || log.wants(type);
  }

  @Override
  public void on(BrokerEvent event) {
    if (log.wants(event.type())) {
      log.on(event);
    }
    Occurrence occurrence = occurrence(event);
    if (occurrence != null) {
      rules.onEvent(occurrence);
    }
  }

  /** Null for what rules have no name for. */
  private static @Nullable EventSource source(BrokerEventType type) {
    return switch (type) {
      case CLIENT_CONNECTED -> EventSource.CLIENT_CONNECTED;
      case CLIENT_CONNACK -> EventSource.CLIENT_CONNACK;
      case CLIENT_DISCONNECTED -> EventSource.CLIENT_DISCONNECTED;
      case AUTHENTICATION_COMPLETE -> EventSource.CLIENT_CHECK_AUTHN_COMPLETE;
      case AUTHORIZATION_COMPLETE -> EventSource.CLIENT_CHECK_AUTHZ_COMPLETE;
      case CLIENT_PING -> EventSource.CLIENT_PING;
      case SESSION_SUBSCRIBED -> EventSource.SESSION_SUBSCRIBED;
      case SESSION_UNSUBSCRIBED -> EventSource.SESSION_UNSUBSCRIBED;
      case MESSAGE_DELIVERED -> EventSource.MESSAGE_DELIVERED;
      case MESSAGE_ACKED -> EventSource.MESSAGE_ACKED;
      case MESSAGE_DROPPED -> EventSource.MESSAGE_DROPPED;
      case DELIVERY_DROPPED -> EventSource.DELIVERY_DROPPED;
      case CONNECTION_REFUSED, PACKET_REJECTED -> null;
    };
  }

  /** Null for what rules have no name for. */
  static @Nullable Occurrence occurrence(BrokerEvent event) {
    return switch (event) {
      case BrokerEvent.ClientConnected it -> new ClientOccurrence(it);
      case BrokerEvent.ClientConnack it -> new ClientOccurrence(it);
      case BrokerEvent.ClientDisconnected it -> new ClientOccurrence(it);
      case BrokerEvent.AuthenticationComplete it -> new ClientOccurrence(it);
      case BrokerEvent.AuthorizationComplete it -> new ClientOccurrence(it);
      case BrokerEvent.ClientPing it -> new ClientOccurrence(it);
      case BrokerEvent.SessionSubscribed it -> new SubscriptionOccurrence(it);
      case BrokerEvent.SessionUnsubscribed it -> new SubscriptionOccurrence(it);
      case BrokerEvent.MessageDelivered it -> new DeliveryOccurrence.Delivered(it);
      case BrokerEvent.MessageAcked it -> new DeliveryOccurrence.Acked(it);
      case BrokerEvent.MessageDropped it -> new MessageDroppedOccurrence(it);
      case BrokerEvent.DeliveryDropped it -> new DeliveryOccurrence.Dropped(it);
      case BrokerEvent.ConnectionRefused _, BrokerEvent.PacketRejected _ -> null;
    };
  }
}
