package dev.tributary.rule.engine;

import dev.tributary.rule.sql.TopicFilters;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * All events that the rule language knows, whether this server raises them or not. Rules that came
 * from elsewhere may name any of them; {@link EventSource} lists those that happen here.
 */
enum EventType {
  MESSAGE_PUBLISH("message.publish", "$events/message_publish"),
  ALARM_ACTIVATED("alarm.activated", "$events/sys/alarm_activated"),
  ALARM_DEACTIVATED("alarm.deactivated", "$events/sys/alarm_deactivated"),
  MESSAGE_DELIVERED("message.delivered", "$events/message/delivered", "$events/message_delivered"),
  MESSAGE_ACKED("message.acked", "$events/message/acked", "$events/message_acked"),
  MESSAGE_DROPPED("message.dropped", "$events/message/dropped", "$events/message_dropped"),
  CLIENT_CONNECTED("client.connected", "$events/client/connected", "$events/client_connected"),
  CLIENT_DISCONNECTED(
      "client.disconnected", "$events/client/disconnected", "$events/client_disconnected"),
  CLIENT_CONNACK("client.connack", "$events/client/connack", "$events/client_connack"),
  CLIENT_CHECK_AUTHZ_COMPLETE(
      "client.check_authz_complete",
      "$events/auth/check_authz_complete",
      "$events/client_check_authz_complete"),
  CLIENT_CHECK_AUTHN_COMPLETE(
      "client.check_authn_complete",
      "$events/auth/check_authn_complete",
      "$events/client_check_authn_complete"),
  CLIENT_PING("client.ping", "$events/client/ping"),
  SESSION_SUBSCRIBED(
      "session.subscribed", "$events/session/subscribed", "$events/session_subscribed"),
  SESSION_UNSUBSCRIBED(
      "session.unsubscribed", "$events/session/unsubscribed", "$events/session_unsubscribed"),
  DELIVERY_DROPPED(
      "delivery.dropped", "$events/message/delivery_dropped", "$events/delivery_dropped"),
  BRIDGE_MQTT("$bridges/mqtt:*", "$bridges/mqtt:*"),
  SCHEMA_VALIDATION_FAILED(
      "schema.validation_failed",
      "$events/schema_validation/failed",
      "$events/schema_validation_failed"),
  MESSAGE_TRANSFORMATION_FAILED(
      "message.transformation_failed",
      "$events/message_transformation/failed",
      "$events/message_transformation_failed");

  private static final String BRIDGES = "$bridges/mqtt:";

  private final String eventName;
  private final String topic;
  private final @Nullable String formerTopic;

  /** An event that earlier versions did not have. */
  EventType(String eventName, String topic) {
    this(eventName, topic, null);
  }

  EventType(String eventName, String topic, @Nullable String formerTopic) {
    this.eventName = eventName;
    this.topic = topic;
    this.formerTopic = formerTopic;
  }

  /** The value of the column {@code event}. */
  String eventName() {
    return eventName;
  }

  /** The name that FROM gives it, and by which filters with wildcards find it. */
  String topic() {
    return topic;
  }

  /** All its names in FROM, the present one first. */
  List<String> topics() {
    return formerTopic == null ? List.of(topic) : List.of(topic, formerTopic);
  }

  /** What {@code event_type} of a test's context holds. */
  String typeName() {
    return this == BRIDGE_MQTT ? eventName : name().toLowerCase(Locale.ROOT);
  }

  /** Whether a source in FROM means this event. Messages are found by their topics instead. */
  boolean isNamedBy(String source) {
    return switch (this) {
      case MESSAGE_PUBLISH -> false;
      case BRIDGE_MQTT -> source.startsWith(BRIDGES);
      default ->
          source.equals(formerTopic)
              || (source.startsWith("$events/") && TopicFilters.matches(source, topic));
    };
  }

  /** The events that a source in FROM means; none if it means messages, or nothing. */
  static Set<EventType> namedBy(String source) {
    Set<EventType> named = EnumSet.noneOf(EventType.class);
    for (EventType type : values()) {
      if (type.isNamedBy(source)) {
        named.add(type);
      }
    }
    return named;
  }

  /** The event of that {@code event_type}, null if there is none. */
  static @Nullable EventType ofTypeName(String typeName) {
    for (EventType type : values()) {
      if (type.typeName().equals(typeName)) {
        return type;
      }
    }
    return null;
  }
}
