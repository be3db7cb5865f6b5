package dev.tributary.server.internal.bridge;

import dev.tributary.broker.ClientInfo;
import dev.tributary.rule.engine.PeerText;
import dev.tributary.rule.sql.Value;

/** What events tell of a client, by the names of their columns. */
final class ClientColumns {

  private static final Value NO_ATTRIBUTES = Value.Map.empty();

  private ClientColumns() {}

  static Value value(ClientInfo client, String name) {
    return switch (name) {
      case "clientid" -> Publishers.of(client).clientIdColumn();
      case "username" -> Publishers.of(client).usernameColumn();
      case "peerhost" -> Publishers.of(client).peerHostColumn();
      case "peername" -> Publishers.of(client).peerNameColumn();
      case "sockname" -> Value.of(PeerText.hostAndPort(client.local()));
      case "proto_name" -> Value.of(client.protocolName());
      case "proto_ver" -> Value.of(client.protocolVersion());
      case "keepalive" -> Value.of(client.keepAliveSeconds());
      case "clean_start" -> Value.of(client.cleanStart());
      case "expiry_interval" -> Value.of(client.sessionExpirySeconds());
      case "receive_maximum" -> Value.of(client.receiveMaximum());
      case "conn_props" -> Properties.ofPacket(client.connectProperties());
      case "connected_at" -> Value.of(client.connectedAtMillis());
      case "client_attrs" -> NO_ATTRIBUTES;
      case "is_bridge" -> Value.FALSE; // bridges connect as everybody else does
      default -> Value.UNDEFINED; // among them mountpoint: no listener has one
    };
  }
}
