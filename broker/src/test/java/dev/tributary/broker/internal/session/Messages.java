package dev.tributary.broker.internal.session;

import dev.tributary.broker.Delivery;
import dev.tributary.broker.Message;
import dev.tributary.broker.Message.MessageId;
import dev.tributary.broker.Message.PublishProperties;
import dev.tributary.broker.Sender;
import dev.tributary.broker.internal.store.Flow;
import dev.tributary.broker.internal.store.StoredMessage;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Messages for tests, told apart by their payload. */
final class Messages {

  private Messages() {}

  static Message message(String topic, String payload, int qos) {
    return message(topic, payload, qos, -1, 0);
  }

  static Message message(
      String topic, String payload, int qos, long expirySeconds, long receivedAtMillis) {
    PublishProperties properties =
        expirySeconds < 0
            ? PublishProperties.NONE
            : new PublishProperties(expirySeconds, -1, 0, null, null, null, List.of());
    return new Message(
        new MessageId(0, payload.hashCode()),
        topic,
        payload.getBytes(StandardCharsets.UTF_8),
        qos,
        false,
        false,
        new Sender.Server("test", null),
        properties,
        receivedAtMillis);
  }

  static StoredMessage stored(long position, String topic, int qos) {
    return new StoredMessage(
        position,
        0,
        new Delivery(message(topic, topic + position, qos), qos, false, 0),
        Flow.WAITING,
        "");
  }

  static String text(Message message) {
    return new String(message.payload(), StandardCharsets.UTF_8);
  }
}
