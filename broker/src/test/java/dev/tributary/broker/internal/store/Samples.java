package dev.tributary.broker.internal.store;

import dev.tributary.broker.ClientInfo;
import dev.tributary.broker.Delivery;
import dev.tributary.broker.HandlerSlot;
import dev.tributary.broker.Message;
import dev.tributary.broker.Message.MessageId;
import dev.tributary.broker.Message.PublishProperties;
import dev.tributary.broker.PacketProperties;
import dev.tributary.broker.Sender;
import dev.tributary.broker.internal.protocol.Will;
import dev.tributary.broker.internal.routing.Subscription;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/** Things to store: plain ones, and any that a seed makes. */
final class Samples {

  static final long NOW = 1_800_000_000_000L;
  private static final String[] TEXTS = {"", "a", "ä/€/𝄞", "a/b/c", "x".repeat(300), " ", "+/#"};

  private final Random random;

  Samples(long seed) {
    this.random = new Random(seed);
  }

  static ClientInfo client(String clientId) {
    InetSocketAddress address = new InetSocketAddress(InetAddress.getLoopbackAddress(), 1_883);
    return new ClientInfo(
        clientId,
        null,
        5,
        false,
        60,
        3_600,
        100,
        PacketProperties.NONE,
        address,
        address,
        "tcp:default",
        NOW,
        new HandlerSlot());
  }

  static SessionRecord session(String clientId) {
    return new SessionRecord(client(clientId), 3_600, NOW, -1, null);
  }

  static Subscription subscription(String filter) {
    return new Subscription(filter, 1, false, false, 0, 0);
  }

  static Message message(String topic, String payload) {
    return new Message(
        new MessageId(1, 2),
        topic,
        payload.getBytes(StandardCharsets.UTF_8),
        1,
        false,
        false,
        new Sender.Client(client("publisher")),
        PublishProperties.NONE,
        NOW);
  }

  static StoredMessage stored(long position, String payload) {
    return stored(position, payload, Flow.WAITING);
  }

  static StoredMessage stored(long position, String payload, Flow flow) {
    Delivery delivery = new Delivery(message("t", payload), 1, false, 0);
    return new StoredMessage(position, NOW, delivery, flow, "");
  }

  static String payload(StoredMessage message) {
    return new String(message.delivery().message().payload(), StandardCharsets.UTF_8);
  }

  ClientInfo anyClient() {
    return new ClientInfo(
        text(),
        random.nextBoolean() ? null : text(),
        3 + random.nextInt(3),
        random.nextBoolean(),
        random.nextInt(0x1_0000),
        random.nextLong(0x1_0000_0000L),
        1 + random.nextInt(0xFFFF),
        PacketProperties.NONE,
        anyAddress(),
        anyAddress(),
        text(),
        random.nextLong(),
        new HandlerSlot());
  }

  SessionRecord anySession() {
    return new SessionRecord(
        anyClient(),
        random.nextLong(0x1_0000_0000L),
        random.nextLong(),
        random.nextBoolean() ? -1 : random.nextLong(),
        random.nextBoolean() ? null : anyWill());
  }

  Subscription anySubscription() {
    return new Subscription(
        text(),
        random.nextInt(3),
        random.nextBoolean(),
        random.nextBoolean(),
        random.nextInt(3),
        random.nextInt(0x1000_0000));
  }

  StoredMessage anyStored(long position) {
    return new StoredMessage(
        position,
        random.nextLong(),
        new Delivery(
            anyMessage(),
            random.nextInt(3),
            random.nextBoolean(),
            random.nextInt(0x1000_0000),
            random.ints(random.nextInt(3), 1, 0x1000_0000).boxed().toList()),
        Flow.WAITING,
        text());
  }

  Message anyMessage() {
    return new Message(
        new MessageId(random.nextLong(), random.nextLong()),
        text(),
        bytes(),
        random.nextInt(3),
        random.nextBoolean(),
        random.nextBoolean(),
        anySender(),
        anyProperties(),
        random.nextLong());
  }

  private Will anyWill() {
    return new Will(
        text(),
        bytes(),
        random.nextInt(3),
        random.nextBoolean(),
        anyProperties(),
        random.nextLong(0x1_0000_0000L));
  }

  private Sender anySender() {
    return switch (random.nextInt(3)) {
      case 0 -> new Sender.Client(anyClient());
      case 1 -> new Sender.Will(anyClient());
      default -> new Sender.Server(text(), null);
    };
  }

  private PublishProperties anyProperties() {
    if (random.nextBoolean()) {
      return PublishProperties.NONE;
    }
    List<Map.Entry<String, String>> user = new ArrayList<>();
    for (int i = random.nextInt(4); i > 0; i--) {
      user.add(Map.entry(text(), text()));
    }
    return new PublishProperties(
        random.nextBoolean() ? -1 : random.nextLong(0x1_0000_0000L),
        random.nextInt(3) - 1,
        random.nextInt(0x1_0000),
        textOrNull(),
        textOrNull(),
        random.nextBoolean() ? null : bytes(),
        user);
  }

  private InetSocketAddress anyAddress() {
    int port = random.nextInt(0x1_0000);
    try {
      byte[] address = new byte[random.nextBoolean() ? 4 : 16];
      random.nextBytes(address);
      return random.nextInt(4) == 0
          ? InetSocketAddress.createUnresolved("unresolved.example", port)
          : new InetSocketAddress(InetAddress.getByAddress(address), port);
    } catch (UnknownHostException e) {
      throw new AssertionError(e);
    }
  }

  private @Nullable String textOrNull() {
    return random.nextBoolean() ? null : text();
  }

  private String text() {
    return TEXTS[random.nextInt(TEXTS.length)];
  }

  private byte[] bytes() {
    byte[] bytes = new byte[random.nextInt(8) == 0 ? 70_000 : random.nextInt(300)];
    random.nextBytes(bytes);
    return bytes;
  }
}
