package dev.tributary.server.internal.bridge;

import dev.tributary.broker.BrokerEvent;
import dev.tributary.broker.BrokerEventType;
import dev.tributary.broker.BrokerEvents;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells at level DEBUG who comes and goes and why; counters tell it at every level. */
final class BrokerEventLog implements BrokerEvents {

  private static final Logger LOG = LoggerFactory.getLogger(BrokerEventLog.class);

  @Override
  public boolean wants(BrokerEventType type) {
    return switch (type) {
      case CLIENT_CONNECTED, CLIENT_DISCONNECTED, CONNECTION_REFUSED, PACKET_REJECTED ->
          LOG.isDebugEnabled();
      case CLIENT_CONNACK,
          AUTHENTICATION_COMPLETE,
          AUTHORIZATION_COMPLETE,
          CLIENT_PING,
          SESSION_SUBSCRIBED,
          SESSION_UNSUBSCRIBED,
          MESSAGE_DELIVERED,
          MESSAGE_ACKED,
          MESSAGE_DROPPED,
          DELIVERY_DROPPED ->
          false;
    };
  }

  @Override
  public void on(BrokerEvent event) {
    switch (event) {
      case BrokerEvent.ClientConnected connected ->
          LOG.debug(
              "{} connected from {}", connected.client().clientId(), connected.client().peer());
      case BrokerEvent.ClientDisconnected gone ->
          LOG.debug(
              "{} disconnected: {} {}", gone.client().clientId(), gone.reason(), gone.detail());
      case BrokerEvent.ConnectionRefused refused ->
          LOG.debug("{} refused: {} {}", refused.peer(), refused.reason(), refused.detail());
      case BrokerEvent.PacketRejected rejected ->
          LOG.debug("{} sent a bad packet: {}", rejected.peer(), rejected.detail());
      case BrokerEvent.ClientConnack _,
          BrokerEvent.AuthenticationComplete _,
          BrokerEvent.AuthorizationComplete _,
          BrokerEvent.ClientPing _,
          BrokerEvent.MessageDelivered _,
          BrokerEvent.MessageAcked _,
          BrokerEvent.SessionSubscribed _,
          BrokerEvent.SessionUnsubscribed _,
          BrokerEvent.MessageDropped _,
          BrokerEvent.DeliveryDropped _ -> {
        // Per message or per subscription: the counters have them.
      }
    }
  }
}
