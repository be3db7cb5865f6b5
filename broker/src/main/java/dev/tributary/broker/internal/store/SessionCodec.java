package dev.tributary.broker.internal.store;

import dev.tributary.broker.Message.MessageId;
import dev.tributary.broker.internal.protocol.Will;
import dev.tributary.broker.internal.routing.Subscription;
import org.jspecify.annotations.Nullable;

/** Sessions, their subscriptions and the flows of their messages. */
final class SessionCodec {

  private static final int VERSION = 1;
  private static final int QOS_MAX = 2;
  private static final int PACKET_ID_MAX = 0xFFFF;

  private SessionCodec() {}

  static byte[] session(SessionRecord session) {
    RecordWriter to = new RecordWriter().oneByte(VERSION);
    // The client comes first, so that it can be named if the rest is damaged.
    ClientCodec.write(to, session.client());
    to.number(session.expirySeconds())
        .fixed(session.sinceMillis())
        .fixed(session.disconnectedAtMillis());
    will(to, session.will());
    return to.toBytes();
  }

  static SessionRecord session(byte[] bytes) throws DamagedRecordException {
    RecordReader from = new RecordReader(bytes);
    from.version(VERSION);
    SessionRecord session =
        new SessionRecord(
            ClientCodec.read(from),
            from.number("session expiry"),
            from.fixed("beginning of the session"),
            from.fixed("time of disconnection"),
            will(from));
    from.end();
    return session;
  }

  /** Whose session it is, as far as that can be read. */
  static String clientId(byte @Nullable [] bytes) {
    if (bytes == null) {
      return "unknown";
    }
    try {
      RecordReader from = new RecordReader(bytes);
      from.version(VERSION);
      return "'" + from.text("client identifier") + "'";
    } catch (DamagedRecordException _) {
      return "unknown";
    }
  }

  /** The filter is in the key. */
  static byte[] subscription(Subscription subscription) {
    return new RecordWriter()
        .oneByte(VERSION)
        .oneByte(subscription.qos())
        .oneByte(subscription.noLocal() ? 1 : 0)
        .oneByte(subscription.retainAsPublished() ? 1 : 0)
        .oneByte(subscription.retainHandling())
        .number(subscription.identifier())
        .toBytes();
  }

  static Subscription subscription(String filter, byte[] bytes) throws DamagedRecordException {
    RecordReader from = new RecordReader(bytes);
    from.version(VERSION);
    Subscription subscription =
        new Subscription(
            filter,
            from.oneByte(QOS_MAX, "QoS"),
            from.oneByte(1, "no local") == 1,
            from.oneByte(1, "retain as published") == 1,
            from.oneByte(2, "retain handling"),
            from.number(0, Integer.MAX_VALUE, "subscription identifier"));
    from.end();
    return subscription;
  }

  static byte[] flow(Flow flow) {
    return new RecordWriter()
        .oneByte(VERSION)
        .number(flow.packetId())
        .oneByte(flow.released() ? 1 : 0)
        .toBytes();
  }

  static Flow flow(byte[] bytes) throws DamagedRecordException {
    RecordReader from = new RecordReader(bytes);
    from.version(VERSION);
    Flow flow =
        new Flow(
            from.number(0, PACKET_ID_MAX, "packet identifier"), from.oneByte(1, "released") == 1);
    from.end();
    return flow;
  }

  /** The packet identifier is in the key. */
  static byte[] open(OpenPublish publish) {
    return new RecordWriter()
        .oneByte(VERSION)
        .fixed(publish.message().high())
        .fixed(publish.message().low())
        .fixed(publish.content())
        .toBytes();
  }

  static OpenPublish open(int packetId, byte[] bytes) throws DamagedRecordException {
    RecordReader from = new RecordReader(bytes);
    from.version(VERSION);
    MessageId message =
        new MessageId(from.fixed("message identifier"), from.fixed("message identifier"));
    OpenPublish publish = new OpenPublish(packetId, message, from.fixed("content"));
    from.end();
    return publish;
  }

  private static void will(RecordWriter to, @Nullable Will will) {
    if (will == null) {
      to.oneByte(0);
      return;
    }
    to.oneByte(1)
        .text(will.topic())
        .bytes(will.payload())
        .oneByte(will.qos())
        .oneByte(will.retain() ? 1 : 0)
        .number(will.delaySeconds());
    MessageCodec.properties(to, will.properties());
  }

  private static @Nullable Will will(RecordReader from) throws DamagedRecordException {
    if (from.oneByte(1, "will") == 0) {
      return null;
    }
    String topic = from.text("topic of the will");
    byte[] payload = from.bytes("payload of the will");
    int qos = from.oneByte(QOS_MAX, "QoS of the will");
    boolean retain = from.oneByte(1, "retain of the will") == 1;
    long delay = from.number("delay of the will");
    return new Will(topic, payload, qos, retain, MessageCodec.properties(from), delay);
  }
}
