package dev.tributary.broker.internal.transport;

import dev.tributary.broker.BrokerSettings;
import dev.tributary.broker.EnhancedAuthentication;
import dev.tributary.broker.MqttLimits;
import dev.tributary.broker.PublishHandler;
import dev.tributary.broker.internal.access.BanList;
import dev.tributary.broker.internal.metrics.Observer;
import dev.tributary.broker.internal.protocol.ConnectRules;
import dev.tributary.broker.internal.routing.Router;
import dev.tributary.broker.internal.session.SessionRegistry;
import dev.tributary.broker.internal.store.Store;
import java.util.Map;
import java.util.function.LongSupplier;

/**
 * What every connection of a broker shares.
 *
 * @param authentications by their methods
 * @param nanos a clock that never goes back, for deadlines
 */
public record Services(
    BrokerSettings settings,
    Observer observer,
    ConnectRules connectRules,
    SessionRegistry sessions,
    Router router,
    PublishHandler handler,
    BanList bans,
    Map<String, EnhancedAuthentication> authentications,
    LongSupplier nanos,
    Store store) {

  public MqttLimits limits() {
    return settings.limits();
  }
}
