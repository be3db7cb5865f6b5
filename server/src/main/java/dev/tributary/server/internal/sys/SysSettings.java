package dev.tributary.server.internal.sys;

import dev.tributary.broker.BrokerEventType;
import dev.tributary.config.Settings;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * {@code sys_topics} of the configuration.
 *
 * @param figures between two rounds of stats and metrics; null for none
 * @param heartbeat between two rounds of uptime and date; null for none
 * @param events of clients that are published
 */
public record SysSettings(
    @Nullable Duration figures, @Nullable Duration heartbeat, Set<BrokerEventType> events) {

  public SysSettings {
    events = Set.copyOf(events);
  }

  public static SysSettings of(Settings sysTopics) {
    Settings messages = sysTopics.object("sys_event_messages");
    Set<BrokerEventType> events = EnumSet.noneOf(BrokerEventType.class);
    if (messages.flag("client_connected")) {
      events.add(BrokerEventType.CLIENT_CONNECTED);
    }
    if (messages.flag("client_disconnected")) {
      events.add(BrokerEventType.CLIENT_DISCONNECTED);
    }
    if (messages.flag("client_subscribed")) {
      events.add(BrokerEventType.SESSION_SUBSCRIBED);
    }
    if (messages.flag("client_unsubscribed")) {
      events.add(BrokerEventType.SESSION_UNSUBSCRIBED);
    }
    return new SysSettings(
        sysTopics.durationOrNull("sys_msg_interval"),
        sysTopics.durationOrNull("sys_heartbeat_interval"),
        events);
  }
}
