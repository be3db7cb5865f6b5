package dev.tributary.server.internal.bridge;

import dev.tributary.broker.Broker;
import dev.tributary.broker.Message;
import dev.tributary.broker.Message.MessageId;
import dev.tributary.broker.Sender;
import dev.tributary.rule.engine.MessageEvent;
import dev.tributary.rule.engine.Publication;
import dev.tributary.rule.engine.Publisher;
import dev.tributary.rule.engine.Republication;
import dev.tributary.rule.engine.Republisher;
import dev.tributary.rule.engine.RuleEngine;
import dev.tributary.rule.engine.RuleMatch;
import dev.tributary.sink.Receipt;
import java.time.InstantSource;

/**
 * Publishes what rules and fallbacks make: to the rules first, unless the message goes past them,
 * then to subscribers, as it is with messages of clients. Rules see the rule that made the message
 * as its client, as in the original; its lineage goes along, so that the events that it brings
 * about do not lead back. Any thread.
 */
public final class BrokerRepublisher implements Republisher {

  private final Broker broker;
  private final RuleEngine rules;
  private final String nodeName;
  private final InstantSource clock;
  private final MessageIds ids;

  public BrokerRepublisher(
      Broker broker, RuleEngine rules, String nodeName, InstantSource clock, MessageIds ids) {
    this.broker = broker;
    this.rules = rules;
    this.nodeName = nodeName;
    this.clock = clock;
    this.ids = ids;
  }

  @Override
  public void publish(Republication message, Receipt receipt) {
    long now = clock.millis();
    MessageId id = ids.next(now);
    RuleMatch match = message.directDispatch() ? null : rules.match(message.topic());
    if (match != null) {
      match.run(
          new MessageEvent(publication(message, id, now), nodeName, message.lineage()), receipt);
    }
    broker.publish(
        new Message(
            id,
            message.topic(),
            message.payload(),
            message.qos(),
            message.retain(),
            false,
            new Sender.Server(message.lineage().maker(), message.lineage()),
            Properties.ofRepublished(message.properties()),
            now));
  }

  private static Publication publication(Republication message, MessageId id, long nowMillis) {
    return new Publication.Made(
        id.high(),
        id.low(),
        message.topic(),
        message.payload(),
        message.qos(),
        message.retain(),
        new Publisher(message.lineage().maker(), null, null),
        message.properties(),
        nowMillis);
  }
}
