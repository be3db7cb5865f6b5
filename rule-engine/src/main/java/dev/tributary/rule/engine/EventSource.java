package dev.tributary.rule.engine;

import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * What can make a rule run besides a published message. The broker raises each of these, and pays
 * for it only where {@link RuleEngine#listensTo} says that a rule wants it.
 */
public enum EventSource {
  MESSAGE_DELIVERED(
      EventType.MESSAGE_DELIVERED,
      "id from_clientid from_username clientid username payload peerhost peername topic qos flags"
          + " pub_props publish_received_at"),
  MESSAGE_ACKED(
      EventType.MESSAGE_ACKED,
      "id from_clientid from_username clientid username payload peerhost peername topic qos flags"
          + " pub_props puback_props publish_received_at"),
  MESSAGE_DROPPED(
      EventType.MESSAGE_DROPPED,
      "id reason clientid username payload peerhost peername topic qos flags pub_props"
          + " publish_received_at"),
  DELIVERY_DROPPED(
      EventType.DELIVERY_DROPPED,
      "id reason from_clientid from_username clientid username payload peerhost peername topic qos"
          + " flags pub_props publish_received_at"),
  CLIENT_CONNECTED(
      EventType.CLIENT_CONNECTED,
      "clientid username mountpoint peername sockname proto_name proto_ver keepalive clean_start"
          + " expiry_interval receive_maximum is_bridge conn_props client_attrs connected_at"),
  CLIENT_DISCONNECTED(
      EventType.CLIENT_DISCONNECTED,
      "reason clientid username peername sockname proto_name proto_ver disconn_props client_attrs"
          + " connected_at disconnected_at"),
  CLIENT_CONNACK(
      EventType.CLIENT_CONNACK,
      "reason_code clientid username peername sockname proto_name proto_ver keepalive clean_start"
          + " expiry_interval conn_props"),
  CLIENT_CHECK_AUTHN_COMPLETE(
      EventType.CLIENT_CHECK_AUTHN_COMPLETE,
      "clientid username peername reason_code is_superuser is_anonymous client_attrs"),
  CLIENT_CHECK_AUTHZ_COMPLETE(
      EventType.CLIENT_CHECK_AUTHZ_COMPLETE,
      "clientid username peerhost peername topic action result authz_source client_attrs"),
  CLIENT_PING(
      EventType.CLIENT_PING,
      "clientid username peername sockname proto_name proto_ver keepalive clean_start"
          + " expiry_interval conn_props"),
  SESSION_SUBSCRIBED(
      EventType.SESSION_SUBSCRIBED,
      "clientid username peerhost peername topic qos sub_props client_attrs"),
  SESSION_UNSUBSCRIBED(
      EventType.SESSION_UNSUBSCRIBED,
      "clientid username peerhost peername topic qos unsub_props client_attrs");

  private final EventType type;
  private final String ownColumns;

  EventSource(EventType type, String ownColumns) {
    this.type = type;
    this.ownColumns = ownColumns;
  }

  /** The value of the column {@code event}, such as {@code client.connected}. */
  public String eventName() {
    return type.eventName();
  }

  /**
   * What FROM may call it, the present name first. A filter with wildcards finds it by the present
   * name.
   */
  public List<String> topics() {
    return type.topics();
  }

  /**
   * All its columns in the order of {@code SELECT *}. The last four, {@code timestamp}, {@code
   * node}, {@code event} and {@code metadata}, are supplied by the engine.
   */
  public List<String> columns() {
    return EventColumns.of(this);
  }

  /** Those before the last four, separated by blanks. */
  String ownColumns() {
    return ownColumns;
  }

  /** Those of the events that happen here. */
  static Set<EventSource> of(Set<EventType> types) {
    Set<EventSource> sources = EnumSet.noneOf(EventSource.class);
    for (EventSource source : values()) {
      if (types.contains(source.type)) {
        sources.add(source);
      }
    }
    return sources;
  }
}
