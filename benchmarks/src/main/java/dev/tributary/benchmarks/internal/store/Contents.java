package dev.tributary.benchmarks.internal.store;

import dev.tributary.broker.ClientInfo;
import dev.tributary.broker.Delivery;
import dev.tributary.broker.HandlerSlot;
import dev.tributary.broker.Message;
import dev.tributary.broker.Message.MessageId;
import dev.tributary.broker.Message.PublishProperties;
import dev.tributary.broker.PacketProperties;
import dev.tributary.broker.Sender;
import dev.tributary.broker.internal.routing.Subscription;
import dev.tributary.broker.internal.store.Flow;
import dev.tributary.broker.internal.store.SessionRecord;
import dev.tributary.broker.internal.store.StoredMessage;
import java.net.InetAddress;
import java.net.InetSocketAddress;

/** What is stored: of the sizes that devices have. */
final class Contents {

  private static final int PAYLOAD_BYTES = 200;
  private static final int PORT = 1_883;
  private static final long MILLIS = 1_800_000_000_000L;
  private static final byte[] PAYLOAD = new byte[PAYLOAD_BYTES];
  private static final int KEEP_ALIVE_SECONDS = 60;
  private static final int RECEIVE_MAXIMUM = 100;
  private static final int PACKET_ID_MAX = 0xFFFF;

  private final Sender publisher = new Sender.Client(client("publisher-0001"));

  SessionRecord session(long number) {
    return new SessionRecord(
        client("device-%09d".formatted(number)), KEEP_ALIVE_SECONDS, MILLIS, MILLIS, null);
  }

  Subscription subscription(long session, String kind) {
    return new Subscription("devices/%09d/%s".formatted(session, kind), 1, false, false, 0, 0);
  }

  Message retained(long number) {
    return message("devices/%09d/state".formatted(number), true);
  }

  /** On its way to the client. */
  StoredMessage queued(long position) {
    Delivery delivery = new Delivery(message("devices/000000001/commands", false), 1, false, 0);
    return new StoredMessage(
        position, MILLIS, delivery, new Flow((int) (position % PACKET_ID_MAX) + 1, false), "");
  }

  private Message message(String topic, boolean retain) {
    return new Message(
        new MessageId(1, 2),
        topic,
        PAYLOAD.clone(),
        1,
        retain,
        false,
        publisher,
        PublishProperties.NONE,
        MILLIS);
  }

  private static ClientInfo client(String clientId) {
    InetSocketAddress address = new InetSocketAddress(InetAddress.getLoopbackAddress(), PORT);
    return new ClientInfo(
        clientId,
        "user",
        5,
        false,
        KEEP_ALIVE_SECONDS,
        KEEP_ALIVE_SECONDS,
        RECEIVE_MAXIMUM,
        PacketProperties.NONE,
        address,
        address,
        "tcp:default",
        MILLIS,
        new HandlerSlot());
  }
}
