package dev.tributary.server.internal.bridge;

import dev.tributary.broker.BrokerEvent.MessageDropped;
import dev.tributary.rule.engine.EventSource;
import dev.tributary.rule.engine.Lineage;
import dev.tributary.rule.engine.Occurrence;
import dev.tributary.rule.engine.Publisher;
import dev.tributary.rule.sql.Value;
import dev.tributary.rule.sql.ValueStore;

/** A message that goes to nobody, as rules see it. */
final class MessageDroppedOccurrence implements Occurrence {

  private final MessageDropped event;
  private final MessageColumns message;
  private final Publisher publisher;

  MessageDroppedOccurrence(MessageDropped event) {
    this.event = event;
    this.message = MessageColumns.published(event.message());
    this.publisher = message.from();
  }

  @Override
  public EventSource source() {
    return EventSource.MESSAGE_DROPPED;
  }

  @Override
  public long atMillis() {
    return event.atMillis();
  }

  @Override
  public Value column(String name) {
    return switch (name) {
      case "reason" -> Value.of(event.reason().text());
      case "clientid" -> publisher.clientIdColumn();
      case "username" -> publisher.usernameColumn();
      case "peerhost" -> publisher.peerHostColumn();
      case "peername" -> publisher.peerNameColumn();
      case "id", "payload", "topic", "qos", "flags", "pub_props", "publish_received_at" ->
          message.value(name);
      default -> Value.UNDEFINED;
    };
  }

  @Override
  public Lineage lineage() {
    return Publishers.lineage(event.message().sender());
  }

  @Override
  public ValueStore processDictionary() {
    return publisher.processDictionary();
  }
}
