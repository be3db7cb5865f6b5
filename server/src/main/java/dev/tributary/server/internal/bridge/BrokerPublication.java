package dev.tributary.server.internal.bridge;

import dev.tributary.broker.Message;
import dev.tributary.rule.engine.Publication;
import dev.tributary.rule.engine.PublishProperties;
import dev.tributary.rule.engine.Publisher;

/** The broker's message in the words of the rules; nothing is converted that no rule reads. */
record BrokerPublication(Message message, Publisher publisher) implements Publication {

  static BrokerPublication of(Message message) {
    return new BrokerPublication(message, Publishers.of(message.sender()));
  }

  @Override
  public long idHigh() {
    return message.id().high();
  }

  @Override
  public long idLow() {
    return message.id().low();
  }

  @Override
  public String topic() {
    return message.topic();
  }

  @Override
  public byte[] payload() {
    return message.payload();
  }

  @Override
  public int qos() {
    return message.qos();
  }

  @Override
  public boolean retain() {
    return message.retain();
  }

  @Override
  public PublishProperties properties() {
    return Properties.ofMessage(message.properties());
  }

  @Override
  public long receivedAtMillis() {
    return message.receivedAtMillis();
  }
}
