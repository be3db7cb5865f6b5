package dev.tributary.broker.internal.routing;

import dev.tributary.broker.ClientInfo;
import dev.tributary.broker.HandlerSlot;
import dev.tributary.broker.Message;
import dev.tributary.broker.Message.PublishProperties;
import dev.tributary.broker.PacketProperties;
import dev.tributary.broker.Sender;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Messages for tests. */
final class Messages {

  static final long NOW = 1_800_000_000_000L;

  private Messages() {}

  static Message retained(String topic, String payload) {
    return message(topic, payload, 1, true, -1, NOW, new Sender.Server("test", null));
  }

  static Message expiring(String topic, long seconds) {
    return message(topic, "x", 1, true, seconds, NOW, new Sender.Server("test", null));
  }

  static Message from(String clientId, String topic) {
    return message(topic, "x", 1, false, -1, NOW, new Sender.Client(client(clientId)));
  }

  private static Message message(
      String topic,
      String payload,
      int qos,
      boolean retain,
      long expirySeconds,
      long at,
      Sender sender) {
    return new Message(
        new Message.MessageId(0, 0),
        topic,
        payload.getBytes(StandardCharsets.UTF_8),
        qos,
        retain,
        false,
        sender,
        new PublishProperties(expirySeconds, -1, 0, null, null, null, List.of()),
        at);
  }

  private static ClientInfo client(String clientId) {
    InetSocketAddress address = new InetSocketAddress(InetAddress.getLoopbackAddress(), 1);
    return new ClientInfo(
        clientId,
        null,
        5,
        true,
        60,
        0,
        10,
        PacketProperties.NONE,
        address,
        address,
        "tcp:default",
        NOW,
        new HandlerSlot());
  }
}
