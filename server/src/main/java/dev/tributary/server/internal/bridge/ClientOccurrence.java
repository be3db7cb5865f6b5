package dev.tributary.server.internal.bridge;

import dev.tributary.broker.BrokerEvent.AuthenticationComplete;
import dev.tributary.broker.BrokerEvent.AuthorizationComplete;
import dev.tributary.broker.BrokerEvent.ClientConnack;
import dev.tributary.broker.BrokerEvent.ClientConnected;
import dev.tributary.broker.BrokerEvent.ClientDisconnected;
import dev.tributary.broker.BrokerEvent.ClientPing;
import dev.tributary.broker.ClientInfo;
import dev.tributary.rule.engine.EventSource;
import dev.tributary.rule.engine.Occurrence;
import dev.tributary.rule.sql.Value;
import dev.tributary.rule.sql.ValueStore;
import java.util.function.Function;

/**
 * What happens to a client, as rules see it: what the event itself tells, and of the client those
 * columns that the source has.
 *
 * @param own what the event itself tells, undefined for every other name
 */
record ClientOccurrence(
    EventSource source, ClientInfo client, long atMillis, Function<String, Value> own)
    implements Occurrence {

  ClientOccurrence(ClientConnected event) {
    this(EventSource.CLIENT_CONNECTED, event.client(), event.atMillis(), _ -> Value.UNDEFINED);
  }

  ClientOccurrence(ClientPing event) {
    this(EventSource.CLIENT_PING, event.client(), event.atMillis(), _ -> Value.UNDEFINED);
  }

  ClientOccurrence(ClientConnack event) {
    this(
        EventSource.CLIENT_CONNACK,
        event.client(),
        event.atMillis(),
        name -> name.equals("reason_code") ? Value.of(event.reason()) : Value.UNDEFINED);
  }

  ClientOccurrence(ClientDisconnected event) {
    this(
        EventSource.CLIENT_DISCONNECTED,
        event.client(),
        event.atMillis(),
        name ->
            switch (name) {
              case "reason" -> Value.of(event.reason());
              case "disconn_props" -> Properties.ofPacket(event.properties());
              case "disconnected_at" -> Value.of(event.atMillis());
              default -> Value.UNDEFINED;
            });
  }

  ClientOccurrence(AuthenticationComplete event) {
    this(
        EventSource.CLIENT_CHECK_AUTHN_COMPLETE,
        event.client(),
        event.atMillis(),
        name ->
            switch (name) {
              case "reason_code" -> Value.of(event.reason());
              case "is_superuser" -> Value.of(event.superuser());
              case "is_anonymous" -> Value.of(event.anonymous());
              default -> Value.UNDEFINED;
            });
  }

  ClientOccurrence(AuthorizationComplete event) {
    this(
        EventSource.CLIENT_CHECK_AUTHZ_COMPLETE,
        event.client(),
        event.atMillis(),
        name ->
            switch (name) {
              case "topic" -> Value.of(event.topic());
              case "action" -> Value.of(event.access().text());
              case "result" -> Value.of(event.allowed() ? "allow" : "deny");
              case "authz_source" -> Value.of(event.source());
              default -> Value.UNDEFINED;
            });
  }

  @Override
  public Value column(String name) {
    Value told = own.apply(name);
    return told instanceof Value.Undefined && source.columns().contains(name)
        ? ClientColumns.value(client, name)
        : told;
  }

  @Override
  public ValueStore processDictionary() {
    return Publishers.of(client).processDictionary();
  }
}
