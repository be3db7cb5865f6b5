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

/** What happens to a client, as rules see it: exactly the columns of its source. */
sealed interface ClientOccurrence extends Occurrence {

  ClientInfo client();

  @Override
  default ValueStore processDictionary() {
    return Publishers.of(client()).processDictionary();
  }

  record Connected(ClientConnected event) implements ClientOccurrence {
    @Override
    public EventSource source() {
      return EventSource.CLIENT_CONNECTED;
    }

    @Override
    public long atMillis() {
      return event.atMillis();
    }

    @Override
    public ClientInfo client() {
      return event.client();
    }

    @Override
    public Value column(String name) {
      return switch (name) {
        case "clientid",
            "username",
            "mountpoint",
            "peername",
            "sockname",
            "proto_name",
            "proto_ver",
            "keepalive",
            "clean_start",
            "expiry_interval",
            "receive_maximum",
            "is_bridge",
            "conn_props",
            "client_attrs",
            "connected_at" ->
            ClientColumns.value(client(), name);
        default -> Value.UNDEFINED;
      };
    }
  }

  record Disconnected(ClientDisconnected event) implements ClientOccurrence {
    @Override
    public EventSource source() {
      return EventSource.CLIENT_DISCONNECTED;
    }

    @Override
    public long atMillis() {
      return event.atMillis();
    }

    @Override
    public ClientInfo client() {
      return event.client();
    }

    @Override
    public Value column(String name) {
      return switch (name) {
        case "reason" -> Value.of(event.reason());
        case "disconn_props" -> Properties.ofPacket(event.properties());
        case "disconnected_at" -> Value.of(event.atMillis());
        case "clientid",
            "username",
            "peername",
            "sockname",
            "proto_name",
            "proto_ver",
            "client_attrs",
            "connected_at" ->
            ClientColumns.value(client(), name);
        default -> Value.UNDEFINED;
      };
    }
  }

  record Connack(ClientConnack event) implements ClientOccurrence {
    @Override
    public EventSource source() {
      return EventSource.CLIENT_CONNACK;
    }

    @Override
    public long atMillis() {
      return event.atMillis();
    }

    @Override
    public ClientInfo client() {
      return event.client();
    }

    @Override
    public Value column(String name) {
      return name.equals("reason_code") ? Value.of(event.reason()) : connectColumn(client(), name);
    }
  }

  record Ping(ClientPing event) implements ClientOccurrence {
    @Override
    public EventSource source() {
      return EventSource.CLIENT_PING;
    }

    @Override
    public long atMillis() {
      return event.atMillis();
    }

    @Override
    public ClientInfo client() {
      return event.client();
    }

    @Override
    public Value column(String name) {
      return connectColumn(client(), name);
    }
  }

  record Authenticated(AuthenticationComplete event) implements ClientOccurrence {
    @Override
    public EventSource source() {
      return EventSource.CLIENT_CHECK_AUTHN_COMPLETE;
    }

    @Override
    public long atMillis() {
      return event.atMillis();
    }

    @Override
    public ClientInfo client() {
      return event.client();
    }

    @Override
    public Value column(String name) {
      return switch (name) {
        case "reason_code" -> Value.of(event.reason());
        case "is_superuser" -> Value.of(event.superuser());
        case "is_anonymous" -> Value.of(event.anonymous());
        case "clientid", "username", "peername", "client_attrs" ->
            ClientColumns.value(client(), name);
        default -> Value.UNDEFINED;
      };
    }
  }

  record Authorized(AuthorizationComplete event) implements ClientOccurrence {
    @Override
    public EventSource source() {
      return EventSource.CLIENT_CHECK_AUTHZ_COMPLETE;
    }

    @Override
    public long atMillis() {
      return event.atMillis();
    }

    @Override
    public ClientInfo client() {
      return event.client();
    }

    @Override
    public Value column(String name) {
      return switch (name) {
        case "topic" -> Value.of(event.topic());
        case "action" -> Value.of(event.access().text());
        case "result" -> Value.of(event.allowed() ? "allow" : "deny");
        case "authz_source" -> Value.of(event.source());
        case "clientid", "username", "peerhost", "peername", "client_attrs" ->
            ClientColumns.value(client(), name);
        default -> Value.UNDEFINED;
      };
    }
  }

  private static Value connectColumn(ClientInfo client, String name) {
    return switch (name) {
      case "clientid",
          "username",
          "peername",
          "sockname",
          "proto_name",
          "proto_ver",
          "keepalive",
          "clean_start",
          "expiry_interval",
          "conn_props" ->
          ClientColumns.value(client, name);
      default -> Value.UNDEFINED;
    };
  }
}
