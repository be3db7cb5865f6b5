package dev.tributary.server.internal.sys;

import dev.tributary.broker.BrokerEvent;
import dev.tributary.broker.BrokerEventType;
import dev.tributary.broker.BrokerEvents;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Who comes, goes, subscribes and unsubscribes, for those who listen on {@code
 * $SYS/brokers/<node>/clients/#}. While nobody listens to any topic of the server no event is made
 * for it. Any thread.
 */
public final class SysEvents implements BrokerEvents {

  private final SysTopics topics;
  private final Set<BrokerEventType> wanted;
  private volatile @Nullable SysOutlet outlet;

  /**
   * @param node {@code node.name}
   */
  public SysEvents(String node, SysSettings settings) {
    this.topics = new SysTopics(node);
    this.wanted = settings.events();
  }

  /** Before this is called nobody can listen: the broker is made with its events. */
  public void publishThrough(SysOutlet there) {
    outlet = there;
  }

  @Override
  public boolean wants(BrokerEventType type) {
    SysOutlet there = outlet;
    return there != null && wanted.contains(type) && there.hasListeners();
  }

  @Override
  public void on(BrokerEvent event) {
    SysOutlet there = outlet;
    if (there == null || !wanted.contains(event.type())) {
      return;
    }
    switch (event) {
      case BrokerEvent.ClientConnected it ->
          tell(there, it.client().clientId(), "connected", SysEventBody.of(it));
      case BrokerEvent.ClientDisconnected it ->
          tell(there, it.client().clientId(), "disconnected", SysEventBody.of(it));
      case BrokerEvent.SessionSubscribed it ->
          tell(there, it.client().clientId(), "subscribed", SysEventBody.of(it));
      case BrokerEvent.SessionUnsubscribed it ->
          tell(there, it.client().clientId(), "unsubscribed", SysEventBody.of(it));
      case BrokerEvent.ClientConnack _,
          BrokerEvent.ConnectionRefused _,
          BrokerEvent.PacketRejected _,
          BrokerEvent.AuthenticationComplete _,
          BrokerEvent.AuthorizationComplete _,
          BrokerEvent.ClientPing _,
          BrokerEvent.MessageDelivered _,
          BrokerEvent.MessageAcked _,
          BrokerEvent.MessageDropped _,
          BrokerEvent.DeliveryDropped _ -> {
        // These have no topic in the original.
      }
    }
  }

  private void tell(SysOutlet there, String clientId, String event, SysEventBody body) {
    String topic = topics.ofClient(clientId, event);
    if (!topic.isEmpty()) {
      there.say(topic, body::json);
    }
  }
}
