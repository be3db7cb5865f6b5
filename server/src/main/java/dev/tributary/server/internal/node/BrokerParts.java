package dev.tributary.server.internal.node;

import dev.tributary.broker.Broker;
import dev.tributary.broker.BrokerSettings;
import dev.tributary.broker.EnhancedAuthentication;
import dev.tributary.broker.PublishHandler;
import dev.tributary.management.BannedClients;
import dev.tributary.management.BrokerDoors;
import dev.tributary.management.ListenerDefinitions;
import dev.tributary.rule.engine.Republisher;
import dev.tributary.rule.engine.RuleEngine;
import dev.tributary.server.internal.bridge.AllEvents;
import dev.tributary.server.internal.bridge.BrokerRepublisher;
import dev.tributary.server.internal.bridge.EventBridge;
import dev.tributary.server.internal.bridge.MessageIds;
import dev.tributary.server.internal.bridge.PublishBridge;
import dev.tributary.server.internal.bridge.ServerPublisher;
import dev.tributary.server.internal.sys.SysEvents;
import dev.tributary.server.internal.sys.SysOutlet;
import dev.tributary.server.internal.sys.SysSettings;
import java.util.List;

/**
 * The broker, and what brings messages and events from it to the rules and back.
 *
 * @param republisher what rules and fallbacks publish through
 * @param publisher what REST publishes through
 * @param sys what the broker says of itself
 * @param subscriptionsMax of one session
 */
record BrokerParts(
    Broker broker,
    Republisher republisher,
    ServerPublisher publisher,
    SysOutlet sys,
    int subscriptionsMax) {

  /**
   * Makes them; the broker is not started.
   *
   * @param onFirst run once, when the first message has come to the rules
   */
  static BrokerParts of(
      BrokerSettings settings,
      List<EnhancedAuthentication> authentications,
      SysSettings sys,
      SystemTopics systemTopics,
      RuleEngine rules,
      NodeContext context,
      Runnable onFirst) {
    PublishHandler toRules =
        systemTopics.fromClients(new PublishBridge(rules, context.nodeName(), onFirst));
    var sysEvents = new SysEvents(context.nodeName(), sys);
    var broker =
        new Broker(
            settings,
            toRules,
            new AllEvents(systemTopics.events(new EventBridge(rules)), sysEvents),
            context.clock(),
            authentications);
    var ids = new MessageIds(context.random());
    Republisher republisher =
        systemTopics.fromRules(
            new BrokerRepublisher(broker, rules, context.nodeName(), context.clock(), ids));
    var publisher = new ServerPublisher(broker, toRules, ids, context.clock());
    var outlet = new SysOutlet(broker.subscriptions(), broker.retained(), publisher::say);
    sysEvents.publishThrough(outlet);
    return new BrokerParts(
        broker, republisher, publisher, outlet, settings.limits().subscriptionsMax());
  }

  /** The broker as REST sees it, once it is loaded. */
  BrokerDoors doors(ListenerDefinitions listeners, BannedClients banned) {
    return new BrokerDoors(
        broker.clients(),
        broker.subscriptions(),
        broker.retained(),
        broker.listeners(),
        listeners,
        banned,
        publisher,
        subscriptionsMax);
  }
}
