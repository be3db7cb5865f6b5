package dev.tributary.management;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tributary.broker.Delivery;
import dev.tributary.broker.Message;
import dev.tributary.broker.Message.MessageId;
import dev.tributary.broker.QueuedMessage;
import dev.tributary.broker.Sender;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;

/** The clients and messages that were there when the exchanges were recorded. */
final class RestScene {

  /** Of a page that ends before {@code rec_b}. */
  static final String CURSOR =
      Base64.getUrlEncoder()
          .withoutPadding()
          .encodeToString("1:rec_a".getBytes(StandardCharsets.UTF_8));

  private final FakeBroker broker;
  private long position;

  RestScene(FakeBroker broker) {
    this.broker = broker;
  }

  /** Brings about what the original's script did by MQTT before this exchange. */
  void prepare(JsonNode exchange) {
    switch (exchange.path("id").asText()) {
      case "clients-002", "subscriptions-001" -> connect();
      case "clients-066" -> queue();
      case "retained-005" -> retain();
      default -> {}
    }
  }

  private void connect() {
    FakeClients clients = broker.clients;
    clients.connected("rec_a", "ann", 4, true).subscribes("rec/t/a", 1).subscribes("rec/z", 0);
    clients
        .connected("rec_b", "bob", 5, false)
        .subscribes("rec/t/#", 2)
        .subscribes("rec/y", 2)
        .subscribes("$share/g1/rec/s", 2);
    clients.away("rec_c", null, 5).subscribes("rec/t/c", 1).subscribes("rec/z", 1);
    clients.connected("rec_d", null, 3, true).subscribes("rec/t/d", 0);
    clients.connected("rec_raw", "ann", 4, true).subscribes("rec/raw", 1);
  }

  private void queue() {
    for (int i = 0; i < 3; i++) {
      broker.clients.session("rec_c").queue.add(waiting("rpub", "rec/t/c", "off-" + i));
      broker.clients.session("rec_raw").queue.add(waiting("rpubl", "rec/raw", "q" + (29 + i)));
    }
  }

  private QueuedMessage waiting(String from, String topic, String payload) {
    position++;
    Message message =
        new Message(
            new MessageId(position, 1),
            topic,
            payload.getBytes(StandardCharsets.UTF_8),
            1,
            false,
            false,
            new Sender.Client(FakeClients.client(from, null, 4, true)),
            Message.PublishProperties.NONE,
            FakeClients.SINCE);
    return new QueuedMessage(position, FakeClients.SINCE, 0, new Delivery(message, 1, false, 0));
  }

  private void retain() {
    byte[] one = "one".getBytes(StandardCharsets.UTF_8);
    for (String topic : List.of("rec/r/1", "rec/r/2", "rec/r/3", "rec/r/4", "rec/ret0")) {
      broker.retained.put(
          new Message(
              new MessageId(1, 1),
              topic,
              one,
              1,
              true,
              false,
              new Sender.Client(
                  FakeClients.client("rpub", topic.endsWith("2") ? "ann" : null, 4, true)),
              Message.PublishProperties.NONE,
              FakeClients.SINCE));
    }
    broker.retained.put(
        FakeBroker.message(
            new MessageId(2, 1), "rec/r/bin", new byte[] {-1, 0, 1, 2}, 0, "http_api"));
  }
}
