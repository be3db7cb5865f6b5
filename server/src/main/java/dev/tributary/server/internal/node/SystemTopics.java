package dev.tributary.server.internal.node;

import dev.tributary.broker.BrokerEvent;
import dev.tributary.broker.BrokerEventType;
import dev.tributary.broker.BrokerEvents;
import dev.tributary.broker.PublishHandler;
import dev.tributary.rule.engine.Republication;
import dev.tributary.rule.engine.Republisher;
import java.util.function.BooleanSupplier;

/**
 * Keeps messages on {@code $SYS/} topics, and what happens to them, from the rules: {@code
 * rule_engine.ignore_sys_message}. Subscribers get them all the same.
 *
 * @param ignored asked for each such message; may change its answer at any time
 */
record SystemTopics(BooleanSupplier ignored) {

  private static final String PREFIX = "$SYS/";

  /** What clients publish. */
  PublishHandler fromClients(PublishHandler rules) {
    return (message, custody) -> {
      if (!isIgnored(message.topic())) {
        rules.onPublish(message, custody);
      }
    };
  }

  /** What rules publish: past the rules, to subscribers only. */
  Republisher fromRules(Republisher rules) {
    return (message, receipt) ->
        rules.publish(isIgnored(message.topic()) ? pastRules(message) : message, receipt);
  }

  private static Republication pastRules(Republication message) {
    return new Republication(
        message.topic(),
        message.payload(),
        message.qos(),
        message.retain(),
        message.properties(),
        true,
        message.lineage());
  }

  /** Events of messages. */
  BrokerEvents events(BrokerEvents rules) {
    return new BrokerEvents() {
      @Override
      public boolean wants(BrokerEventType type) {
        return rules.wants(type);
      }

      @Override
      public void on(BrokerEvent event) {
        if (!isIgnored(topic(event))) {
          rules.on(event);
        }
      }
    };
  }

  private boolean isIgnored(String topic) {
    return topic.startsWith(PREFIX) && ignored.getAsBoolean();
  }

  /** Of the message that the event is about; empty if it is about none. */
  private static String topic(BrokerEvent event) {
    return switch (event) {
      case BrokerEvent.MessageDelivered it -> it.delivery().message().topic();
      case BrokerEvent.MessageAcked it -> it.delivery().message().topic();
      case BrokerEvent.DeliveryDropped it -> it.delivery().message().topic();
      case BrokerEvent.MessageDropped it -> it.message().topic();
      case BrokerEvent.ClientConnected _,
          BrokerEvent.ClientConnack _,
          BrokerEvent.ClientDisconnected _,
          BrokerEvent.AuthenticationComplete _,
          BrokerEvent.AuthorizationComplete _,
          BrokerEvent.ClientPing _,
          BrokerEvent.SessionSubscribed _,
          BrokerEvent.SessionUnsubscribed _,
          BrokerEvent.ConnectionRefused _,
          BrokerEvent.PacketRejected _ ->
          "";
    };
  }
}
