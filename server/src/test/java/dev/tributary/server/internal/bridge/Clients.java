package dev.tributary.server.internal.bridge;

import dev.tributary.broker.ClientInfo;
import dev.tributary.broker.HandlerSlot;
import dev.tributary.broker.Message;
import dev.tributary.broker.Message.MessageId;
import dev.tributary.broker.PacketProperties;
import dev.tributary.broker.Sender;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;

/** Clients and messages for tests. */
final class Clients {

  private static final InetSocketAddress PEER =
      new InetSocketAddress(InetAddress.getLoopbackAddress(), 1883);

  private Clients() {}

  static ClientInfo client(String clientId) {
    return new ClientInfo(
        clientId,
        "user",
        5,
        true,
        60,
        0,
        32,
        PacketProperties.NONE,
        PEER,
        PEER,
        "tcp:default",
        7,
        new HandlerSlot());
  }

  static Message message(String topic, Sender sender) {
    return new Message(
        new MessageId(1, 2),
        topic,
        "x".getBytes(StandardCharsets.UTF_8),
        1,
        false,
        false,
        sender,
        Message.PublishProperties.NONE,
        7);
  }
}
