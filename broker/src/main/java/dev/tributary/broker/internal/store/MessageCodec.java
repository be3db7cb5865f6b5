package dev.tributary.broker.internal.store;

import dev.tributary.broker.Delivery;
import dev.tributary.broker.Message;
import dev.tributary.broker.Message.MessageId;
import dev.tributary.broker.Message.PublishProperties;
import dev.tributary.broker.Sender;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Messages, retained or in a queue. What a server's message is marked with is not kept. */
final class MessageCodec {

  private static final int VERSION = 1;
  private static final int QOS_MAX = 2;

  private static final int QOS = 3;
  private static final int RETAIN = 1 << 2;
  private static final int DUP = 1 << 3;
  private static final int SENDER_SHIFT = 4;
  private static final int SENDER = 3 << SENDER_SHIFT;
  private static final int PROPERTIES = 1 << 6;

  /** Of a delivery: more subscription identifiers than one. */
  private static final int IDENTIFIERS = 1 << 3;

  private static final int CLIENT = 0;
  private static final int WILL = 1;
  private static final int SERVER = 2;

  private MessageCodec() {}

  static byte[] retained(Message message) {
    RecordWriter to = new RecordWriter().oneByte(VERSION);
    write(to, message);
    return to.toBytes();
  }

  static Message retained(byte[] bytes) throws DamagedRecordException {
    RecordReader from = new RecordReader(bytes);
    from.version(VERSION);
    Message message = read(from);
    from.end();
    return message;
  }

  /**
   * Without its position, which is in the key, and without its flow, which is a record of its own.
   */
  static byte[] queued(StoredMessage stored) {
    Delivery delivery = stored.delivery();
    RecordWriter to =
        new RecordWriter()
            .oneByte(VERSION)
            .fixed(stored.insertedAtMillis())
            .oneByte(
                delivery.qos()
                    | (delivery.retain() ? RETAIN : 0)
                    | (delivery.furtherIdentifiers().isEmpty() ? 0 : IDENTIFIERS))
            .number(delivery.subscriptionIdentifier());
    if (!delivery.furtherIdentifiers().isEmpty()) {
      to.number(delivery.furtherIdentifiers().size());
      delivery.furtherIdentifiers().forEach(to::number);
    }
    to.text(stored.sharedFilter());
    write(to, delivery.message());
    return to.toBytes();
  }

  static StoredMessage queued(long position, byte[] bytes, Flow flow)
      throws DamagedRecordException {
    RecordReader from = new RecordReader(bytes);
    from.version(VERSION);
    long insertedAtMillis = from.fixed("time of insertion");
    int flags = from.oneByte(QOS | RETAIN | IDENTIFIERS, "flags of the delivery");
    int qos = qos(flags);
    int identifier = identifier(from);
    List<Integer> further = furtherIdentifiers(from, flags);
    String sharedFilter = from.text("shared filter");
    Delivery delivery = new Delivery(read(from), qos, (flags & RETAIN) != 0, identifier, further);
    from.end();
    return new StoredMessage(position, insertedAtMillis, delivery, flow, sharedFilter);
  }

  /** Of a message in a queue, without decoding all of it. */
  static MessageId queuedId(byte[] bytes) throws DamagedRecordException {
    RecordReader from = new RecordReader(bytes);
    from.version(VERSION);
    var _ = from.fixed("time of insertion");
    int flags = from.oneByte(QOS | RETAIN | IDENTIFIERS, "flags of the delivery");
    var _ = identifier(from);
    var _ = furtherIdentifiers(from, flags);
    var _ = from.text("shared filter");
    var _ = from.oneByte(QOS | RETAIN | DUP | SENDER | PROPERTIES, "flags of the message");
    return id(from);
  }

  private static int identifier(RecordReader from) throws DamagedRecordException {
    return from.number(0, Integer.MAX_VALUE, "subscription identifier");
  }

  private static List<Integer> furtherIdentifiers(RecordReader from, int flags)
      throws DamagedRecordException {
    if ((flags & IDENTIFIERS) == 0) {
      return List.of();
    }
    int count = from.number(0, Integer.MAX_VALUE, "number of subscription identifiers");
    List<Integer> further = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      further.add(identifier(from));
    }
    return List.copyOf(further);
  }

  private static MessageId id(RecordReader from) throws DamagedRecordException {
    return new MessageId(from.fixed("message identifier"), from.fixed("message identifier"));
  }

  private static void write(RecordWriter to, Message message) {
    PublishProperties properties = message.properties();
    boolean plain = properties.equals(PublishProperties.NONE);
    to.oneByte(
            message.qos()
                | (message.retain() ? RETAIN : 0)
                | (message.dup() ? DUP : 0)
                | kind(message.sender()) << SENDER_SHIFT
                | (plain ? 0 : PROPERTIES))
        .fixed(message.id().high())
        .fixed(message.id().low())
        .fixed(message.receivedAtMillis())
        .text(message.topic())
        .bytes(message.payload());
    switch (message.sender()) {
      case Sender.Client(var client) -> ClientCodec.write(to, client);
      case Sender.Will(var client) -> ClientCodec.write(to, client);
      case Sender.Server(String name, _) -> to.text(name);
    }
    if (!plain) {
      properties(to, properties);
    }
  }

  private static Message read(RecordReader from) throws DamagedRecordException {
    int flags = from.oneByte(QOS | RETAIN | DUP | SENDER | PROPERTIES, "flags of the message");
    int qos = qos(flags);
    MessageId id = id(from);
    long receivedAtMillis = from.fixed("time of receipt");
    String topic = from.text("topic");
    byte[] payload = from.bytes("payload");
    Sender sender = sender(from, (flags & SENDER) >> SENDER_SHIFT);
    return new Message(
        id,
        topic,
        payload,
        qos,
        (flags & RETAIN) != 0,
        (flags & DUP) != 0,
        sender,
        (flags & PROPERTIES) == 0 ? PublishProperties.NONE : properties(from),
        receivedAtMillis);
  }

  private static int qos(int flags) throws DamagedRecordException {
    int qos = flags & QOS;
    if (qos > QOS_MAX) {
      throw new DamagedRecordException("its QoS is 3");
    }
    return qos;
  }

  private static int kind(Sender sender) {
    return switch (sender) {
      case Sender.Client _ -> CLIENT;
      case Sender.Will _ -> WILL;
      case Sender.Server _ -> SERVER;
    };
  }

  private static Sender sender(RecordReader from, int kind) throws DamagedRecordException {
    return switch (kind) {
      case CLIENT -> new Sender.Client(ClientCodec.read(from));
      case WILL -> new Sender.Will(ClientCodec.read(from));
      case SERVER -> new Sender.Server(from.text("sender"), null);
      default -> throw new DamagedRecordException("its sender is of kind " + kind);
    };
  }

  static void properties(RecordWriter to, PublishProperties properties) {
    to.number(properties.messageExpiryIntervalSeconds() + 1)
        .oneByte(properties.payloadFormatIndicator() + 1)
        .number(properties.topicAlias())
        .textOrNull(properties.contentType())
        .textOrNull(properties.responseTopic())
        .bytesOrNull(properties.correlationData())
        .number(properties.userProperties().size());
    for (Map.Entry<String, String> property : properties.userProperties()) {
      to.text(property.getKey()).text(property.getValue());
    }
  }

  static PublishProperties properties(RecordReader from) throws DamagedRecordException {
    return new PublishProperties(
        from.number("message expiry") - 1,
        from.oneByte(2, "payload format") - 1,
        from.number(0, 0xFFFF, "topic alias"),
        from.textOrNull("content type"),
        from.textOrNull("response topic"),
        from.bytesOrNull("correlation data"),
        userProperties(from));
  }

  private static List<Map.Entry<String, String>> userProperties(RecordReader from)
      throws DamagedRecordException {
    int count = from.number(0, Integer.MAX_VALUE, "number of user properties");
    List<Map.Entry<String, String>> properties = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      properties.add(Map.entry(from.text("user property"), from.text("user property")));
    }
    return List.copyOf(properties);
  }
}
