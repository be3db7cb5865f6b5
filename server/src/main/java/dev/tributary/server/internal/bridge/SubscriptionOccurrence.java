package dev.tributary.server.internal.bridge;

import dev.tributary.broker.BrokerEvent.SessionSubscribed;
import dev.tributary.broker.BrokerEvent.SessionUnsubscribed;
import dev.tributary.broker.ClientInfo;
import dev.tributary.broker.PacketProperties;
import dev.tributary.rule.engine.EventSource;
import dev.tributary.rule.engine.Occurrence;
import dev.tributary.rule.sql.Value;
import dev.tributary.rule.sql.ValueStore;

/** A subscription that comes or goes, as rules see it. */
record SubscriptionOccurrence(
    EventSource source,
    ClientInfo client,
    String topicFilter,
    int qos,
    String propertiesName,
    PacketProperties properties,
    long atMillis)
    implements Occurrence {

  SubscriptionOccurrence(SessionSubscribed event) {
    this(
        EventSource.SESSION_SUBSCRIBED,
        event.client(),
        event.topicFilter(),
        event.qos(),
        "sub_props",
        event.properties(),
        event.atMillis());
  }

  SubscriptionOccurrence(SessionUnsubscribed event) {
    this(
        EventSource.SESSION_UNSUBSCRIBED,
        event.client(),
        event.topicFilter(),
        event.qos(),
        "unsub_props",
        event.properties(),
        event.atMillis());
  }

  @Override
  public Value column(String name) {
    return switch (name) {
      case "topic" -> Value.of(topicFilter);
      case "qos" -> Value.of(qos);
      case "clientid", "username", "peerhost", "peername", "client_attrs" ->
          ClientColumns.value(client, name);
      default -> name.equals(propertiesName) ? Properties.ofPacket(properties) : Value.UNDEFINED;
    };
  }

  @Override
  public ValueStore processDictionary() {
    return Publishers.of(client).processDictionary();
  }
}
