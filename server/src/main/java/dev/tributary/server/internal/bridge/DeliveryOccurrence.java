package dev.tributary.server.internal.bridge;

import dev.tributary.broker.BrokerEvent.DeliveryDropped;
import dev.tributary.broker.BrokerEvent.MessageAcked;
import dev.tributary.broker.BrokerEvent.MessageDelivered;
import dev.tributary.broker.ClientInfo;
import dev.tributary.broker.Delivery;
import dev.tributary.rule.engine.EventSource;
import dev.tributary.rule.engine.Lineage;
import dev.tributary.rule.engine.Occurrence;
import dev.tributary.rule.sql.Value;
import dev.tributary.rule.sql.ValueStore;

/** What becomes of a message on its way to one subscriber, as rules see it. */
abstract sealed class DeliveryOccurrence implements Occurrence {

  private final ClientInfo subscriber;
  private final Delivery delivery;
  private final MessageColumns message;

  private DeliveryOccurrence(ClientInfo subscriber, Delivery delivery, MessageColumns message) {
    this.subscriber = subscriber;
    this.delivery = delivery;
    this.message = message;
  }

  /** A column that the others do not have. */
  abstract Value ownColumn(String name);

  @Override
  public Value column(String name) {
    return switch (name) {
      case "clientid", "username", "peerhost", "peername" -> ClientColumns.value(subscriber, name);
      case "id",
          "from_clientid",
          "from_username",
          "payload",
          "topic",
          "qos",
          "flags",
          "pub_props",
          "publish_received_at" ->
          message.value(name);
      default -> ownColumn(name);
    };
  }

  @Override
  public Lineage lineage() {
    return Publishers.lineage(delivery.message().sender());
  }

  @Override
  public ValueStore processDictionary() {
    return Publishers.of(subscriber).processDictionary();
  }

  static final class Delivered extends DeliveryOccurrence {
    private final MessageDelivered event;

    Delivered(MessageDelivered event) {
      super(
          event.subscriber(),
          event.delivery(),
          MessageColumns.sent(event.delivery(), event.dup(), event.atMillis()));
      this.event = event;
    }

    @Override
    public EventSource source() {
      return EventSource.MESSAGE_DELIVERED;
    }

    @Override
    public long atMillis() {
      return event.atMillis();
    }

    @Override
    Value ownColumn(String name) {
      return Value.UNDEFINED;
    }
  }

  static final class Acked extends DeliveryOccurrence {
    private final MessageAcked event;

    Acked(MessageAcked event) {
      super(event.subscriber(), event.delivery(), MessageColumns.waiting(event.delivery()));
      this.event = event;
    }

    @Override
    public EventSource source() {
      return EventSource.MESSAGE_ACKED;
    }

    @Override
    public long atMillis() {
      return event.atMillis();
    }

    @Override
    Value ownColumn(String name) {
      return name.equals("puback_props")
          ? Properties.ofPacket(event.properties())
          : Value.UNDEFINED;
    }
  }

  static final class Dropped extends DeliveryOccurrence {
    private final DeliveryDropped event;

    Dropped(DeliveryDropped event) {
      super(event.subscriber(), event.delivery(), MessageColumns.waiting(event.delivery()));
      this.event = event;
    }

    @Override
    public EventSource source() {
      return EventSource.DELIVERY_DROPPED;
    }

    @Override
    public long atMillis() {
      return event.atMillis();
    }

    @Override
    Value ownColumn(String name) {
      return name.equals("reason") ? Value.of(event.reason().text()) : Value.UNDEFINED;
    }
  }
}
