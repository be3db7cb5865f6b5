package dev.tributary.rule.sql;

import java.util.Map;
import java.util.Set;

/**
 * Which sources a recorded message or event falls under. The rule engine has the real vocabulary;
 * this is enough to run the cases.
 */
final class EventSources {
  private static final Set<String> WITHOUT_OLD_NAME = Set.of("client.ping");
  private static final Map<String, String> NEW_NAMES =
      Map.of(
          "delivery.dropped", "message/delivery_dropped",
          "schema.validation_failed", "schema_validation/failed",
          "message.transformation_failed", "message_transformation/failed",
          "alarm.activated", "sys/alarm_activated",
          "alarm.deactivated", "sys/alarm_deactivated");

  private EventSources() {}

  static boolean matches(String source, Value.Map context) {
    String event = context.value("event").toString();
    if (context.value("event_type").toString().equals("message_publish")) {
      return TopicFilters.matches(source, context.value("topic").toString());
    }
    String name = NEW_NAMES.getOrDefault(event, event.replace('.', '/'));
    boolean newName =
        source.startsWith("$events/") && TopicFilters.matches(source, "$events/" + name);
    return newName
        || (!WITHOUT_OLD_NAME.contains(event)
            && source.equals("$events/" + event.replace('.', '_')));
  }
}
