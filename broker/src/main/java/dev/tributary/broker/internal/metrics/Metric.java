package dev.tributary.broker.internal.metrics;

/**
 * What is counted. Sums of several (such as {@code messages.received}) are made by {@link
 * Counters}.
 */
public enum Metric {
  BYTES_RECEIVED("bytes.received"),
  BYTES_SENT("bytes.sent"),

  CONNECT_RECEIVED("packets.connect.received"),
  PUBLISH_RECEIVED("packets.publish.received"),
  PUBACK_RECEIVED("packets.puback.received"),
  PUBREC_RECEIVED("packets.pubrec.received"),
  PUBREL_RECEIVED("packets.pubrel.received"),
  PUBCOMP_RECEIVED("packets.pubcomp.received"),
  SUBSCRIBE_RECEIVED("packets.subscribe.received"),
  UNSUBSCRIBE_RECEIVED("packets.unsubscribe.received"),
  PINGREQ_RECEIVED("packets.pingreq.received"),
  DISCONNECT_RECEIVED("packets.disconnect.received"),
  AUTH_RECEIVED("packets.auth.received"),

  CONNACK_SENT("packets.connack.sent"),
  PUBLISH_SENT("packets.publish.sent"),
  PUBACK_SENT("packets.puback.sent"),
  PUBREC_SENT("packets.pubrec.sent"),
  PUBREL_SENT("packets.pubrel.sent"),
  PUBCOMP_SENT("packets.pubcomp.sent"),
  SUBACK_SENT("packets.suback.sent"),
  UNSUBACK_SENT("packets.unsuback.sent"),
  PINGRESP_SENT("packets.pingresp.sent"),
  DISCONNECT_SENT("packets.disconnect.sent"),
  AUTH_SENT("packets.auth.sent"),

  CONNACK_ERROR("packets.connack.error"),
  CONNACK_AUTH_ERROR("packets.connack.auth_error"),
  PUBLISH_ERROR("packets.publish.error"),
  PUBLISH_QUOTA_EXCEEDED("packets.publish.quota_exceeded"),
  /** QoS 2 under an identifier that waits for its PUBREL: a repetition, or a client's mistake. */
  PUBLISH_INUSE("packets.publish.inuse"),
  /** Topic filters that were refused, and whole packets. */
  SUBSCRIBE_ERROR("packets.subscribe.error"),
  UNSUBSCRIBE_ERROR("packets.unsubscribe.error"),
  /** An acknowledgement of a message that is in flight and waits for another one. */
  PUBACK_INUSE("packets.puback.inuse"),
  PUBREC_INUSE("packets.pubrec.inuse"),
  PUBCOMP_INUSE("packets.pubcomp.inuse"),
  PUBACK_MISSED("packets.puback.missed"),
  PUBREC_MISSED("packets.pubrec.missed"),
  PUBREL_MISSED("packets.pubrel.missed"),
  PUBCOMP_MISSED("packets.pubcomp.missed"),
  /** Ours: packets that closed their connection. */
  REJECTED("packets.rejected"),

  QOS0_RECEIVED("messages.qos0.received"),
  QOS1_RECEIVED("messages.qos1.received"),
  QOS2_RECEIVED("messages.qos2.received"),
  /** Ours: part of {@code messages.publish}. */
  PUBLISHED_WILL("messages.publish.will"),
  /** Ours: part of {@code messages.publish}: of rules, REST, and {@code $SYS}. */
  PUBLISHED_SERVER("messages.publish.server"),
  QOS0_SENT("messages.qos0.sent"),
  QOS1_SENT("messages.qos1.sent"),
  QOS2_SENT("messages.qos2.sent"),
  /** PUBACK, and in QoS 2 the first PUBREC: the client has the message. */
  ACKED("messages.acked"),
  /** Copies of messages for sessions that are stored. */
  PERSISTED("messages.persisted"),
  DROPPED_NO_SUBSCRIBERS("messages.dropped.no_subscribers"),
  DROPPED_AWAIT_PUBREL_TIMEOUT("messages.dropped.await_pubrel_timeout"),
  DROPPED_RECEIVE_MAXIMUM("messages.dropped.receive_maximum"),
  DROPPED_QUOTA_EXCEEDED("messages.dropped.quota_exceeded"),
  /** Ours: something new under the packet identifier of something else. */
  DROPPED_PACKET_ID_INUSE("messages.dropped.packet_identifier_inuse"),
  /** Ours: QoS 0 without room, from connections that had been held for too long. */
  DROPPED_QOS0_HELD("messages.dropped.qos0_held"),
  /** Ours: refused for another reason than room. */
  DROPPED_REFUSED("messages.dropped.refused"),

  DELIVERY_DROPPED_NO_LOCAL("delivery.dropped.no_local"),
  DELIVERY_DROPPED_TOO_LARGE("delivery.dropped.too_large"),
  DELIVERY_DROPPED_QOS0("delivery.dropped.qos0_msg"),
  DELIVERY_DROPPED_QUEUE_FULL("delivery.dropped.queue_full"),
  DELIVERY_DROPPED_EXPIRED("delivery.dropped.expired"),

  CLIENT_CONNECT("client.connect"),
  /** CONNECT that was answered, with whatever code. */
  CLIENT_CONNACK("client.connack"),
  CLIENT_CONNECTED("client.connected"),
  CLIENT_AUTHENTICATE("client.authenticate"),
  AUTHENTICATION_SUCCESS("authentication.success"),
  AUTHENTICATION_ANONYMOUS("authentication.success.anonymous"),
  CLIENT_AUTH_ANONYMOUS("client.auth.anonymous"),
  AUTHENTICATION_FAILURE("authentication.failure"),
  /** Wills and topic filters; {@link Counters} adds the publishes. */
  AUTHORIZATION_ALLOW("authorization.allow"),
  CLIENT_DISCONNECTED("client.disconnected"),
  /** Packets and orders of REST, whatever number of topic filters they hold. */
  CLIENT_SUBSCRIBE("client.subscribe"),
  CLIENT_UNSUBSCRIBE("client.unsubscribe"),

  SESSION_CREATED("session.created"),
  SESSION_RESUMED("session.resumed"),
  SESSION_TAKENOVER("session.takenover"),
  SESSION_DISCARDED("session.discarded"),
  SESSION_TERMINATED("session.terminated"),

  /** Ours: accepted sockets that a listener closed because it was full. */
  LISTENER_FULL("listener.connections_max_exceeded"),
  /** Ours: times that a listener stopped accepting because its connection rate was reached. */
  ACCEPT_RATE_LIMITED("listener.connections_rate_limited"),
  /** Ours: accepting failed, such as for want of file descriptors. */
  ACCEPT_FAILED("listener.accept_failed"),
  TLS_HANDSHAKE_FAILED("listener.tls_handshake_failed"),
  PROXY_PROTOCOL_FAILED("listener.proxy_protocol_failed"),
  /** Ours: HTTP requests that were refused the upgrade to WebSocket. */
  WEBSOCKET_REFUSED("listener.websocket_refused"),
  /** Ours: times that a client was read later because it was faster than its listener allows. */
  CLIENT_RATE_LIMITED("listener.client_rate_limited"),
  /** Ours: clients that were closed because they read nothing. */
  SEND_TIMEOUT("listener.send_timeout"),
  /** Ours: a retained message that was not stored because the store is full. */
  RETAINED_FULL("retained.dropped.store_full"),
  /** Ours: one that was not stored because its payload is too large. */
  RETAINED_TOO_LARGE("retained.dropped.payload_too_large"),
  /** Ours: one that was not stored because more came than the rate allows. */
  RETAINED_RATE("retained.dropped.rate_exceeded"),
  /** Ours: one that was not stored because the disk was behind for too long. */
  RETAINED_UNSTORED("retained.dropped.disk_behind"),

  CONNECTIONS("connections.count"),
  SESSIONS("sessions.count"),
  SUBSCRIPTIONS("subscriptions.count"),
  SUBSCRIPTIONS_SHARED("subscriptions.shared.count"),
  /** Topic filters that somebody subscribes, each once. */
  TOPICS("topics.count"),
  RETAINED("retained.count");

  private final String text;

  Metric(String text) {
    this.text = text;
  }

  /** The original's name where it has one. */
  public String text() {
    return text;
  }
}
