package dev.tributary.broker.internal.transport;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.mqtt.MqttConnAckMessage;
import io.netty.handler.codec.mqtt.MqttConnectReturnCode;
import io.netty.handler.codec.mqtt.MqttDecoder;
import io.netty.handler.codec.mqtt.MqttEncoder;
import io.netty.handler.codec.mqtt.MqttFixedHeader;
import io.netty.handler.codec.mqtt.MqttMessage;
import io.netty.handler.codec.mqtt.MqttMessageBuilders;
import io.netty.handler.codec.mqtt.MqttMessageIdVariableHeader;
import io.netty.handler.codec.mqtt.MqttMessageType;
import io.netty.handler.codec.mqtt.MqttProperties;
import io.netty.handler.codec.mqtt.MqttPubReplyMessageVariableHeader;
import io.netty.handler.codec.mqtt.MqttPublishMessage;
import io.netty.handler.codec.mqtt.MqttPublishVariableHeader;
import io.netty.handler.codec.mqtt.MqttQoS;
import io.netty.handler.codec.mqtt.MqttReasonCodeAndPropertiesVariableHeader;
import io.netty.handler.codec.mqtt.MqttVersion;
import io.netty.util.ReferenceCountUtil;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A client with its own session state, as MQTT asks of one that behaves. What goes over the wire is
 * bytes; each direction has a queue, out of which the test lets things through when it likes.
 */
final class SimulatedClient {

  /** What the client tells. */
  interface Listener {
    void connected(SimulatedClient client, boolean present);

    void acknowledged(SimulatedClient client, String payload);

    void got(SimulatedClient client, Got got);

    void subscribed(SimulatedClient client, String filter);

    void unsubscribed(SimulatedClient client, String filter);
  }

  /** A message that came, once if it was QoS 2. */
  record Got(String topic, String payload, int qos, boolean retained) {}

  /** A publish of its own that is not through. */
  private static final class Sending {
    final String topic;
    final String payload;
    final int qos;
    final boolean retain;
    boolean received;

    Sending(String topic, String payload, int qos, boolean retain) {
      this.topic = topic;
      this.payload = payload;
      this.qos = qos;
      this.retain = retain;
    }
  }

  final String id;
  final boolean five;
  final List<Got> all = new ArrayList<>();
  private final Listener listener;

  // The session, as the client sees it.
  private final Map<Integer, Sending> sending = new LinkedHashMap<>();
  private final Set<Integer> receiving = new HashSet<>();
  private final Map<Integer, String> asked = new LinkedHashMap<>();
  private int lastPacketId;

  // Its connection.
  private @Nullable EmbeddedChannel server;
  private EmbeddedChannel codec = codec();
  private SimulatedBroker broker;
  private int loop;
  private final Queue<ByteBuf> toServer = new ArrayDeque<>();
  private final Queue<MqttMessage> inbox = new ArrayDeque<>();
  boolean connected;

  /** Its last CONNECT was. */
  boolean answered = true;

  SimulatedClient(String id, boolean five, SimulatedBroker broker, Listener listener) {
    this.id = id;
    this.five = five;
    this.broker = broker;
    this.listener = listener;
  }

  /** How it connects. */
  record Coming(boolean clean, int expirySeconds, @Nullable String will, int willDelaySeconds) {}

  // What it does

  void connect(int onLoop, Coming how) {
    forgetConnection();
    loop = onLoop;
    answered = false;
    server = broker.accept(loop);
    if (how.clean) {
      receiving.clear();
      sending.clear();
    }
    asked.clear();
    MqttProperties properties = new MqttProperties();
    MqttProperties willProperties = new MqttProperties();
    if (five) {
      properties.add(number(MqttProperties.SESSION_EXPIRY_INTERVAL, how.expirySeconds));
      properties.add(number(MqttProperties.RECEIVE_MAXIMUM, 4));
      willProperties.add(number(MqttProperties.WILL_DELAY_INTERVAL, how.willDelaySeconds));
    }
    MqttMessageBuilders.ConnectBuilder connect =
        MqttMessageBuilders.connect()
            .clientId(id)
            .protocolVersion(five ? MqttVersion.MQTT_5 : MqttVersion.MQTT_3_1_1)
            .cleanSession(how.clean)
            .keepAlive(0)
            .properties(properties);
    if (how.will != null) {
      connect
          .willFlag(true)
          .willQoS(MqttQoS.EXACTLY_ONCE)
          .willTopic("will/" + id)
          .willMessage(how.will.getBytes(StandardCharsets.UTF_8))
          .willProperties(willProperties);
    }
    send(connect.build());
  }

  private static MqttProperties.IntegerProperty number(int id, int value) {
    return new MqttProperties.IntegerProperty(id, value);
  }

  boolean canPublish() {
    return connected && sending.size() < 12;
  }

  void publish(String topic, String payload, int qos, boolean retain) {
    int packetId = 0;
    if (qos > 0) {
      packetId = freePacketId();
      sending.put(packetId, new Sending(topic, payload, qos, retain));
    }
    sendPublish(packetId, topic, payload, qos, retain, false);
  }

  void subscribe(String filter, int qos) {
    int packetId = freePacketId();
    asked.put(packetId, "S" + filter);
    send(
        MqttMessageBuilders.subscribe()
            .messageId(packetId)
            .addSubscription(MqttQoS.valueOf(qos), filter)
            .build());
  }

  void unsubscribe(String filter) {
    int packetId = freePacketId();
    asked.put(packetId, "U" + filter);
    send(MqttMessageBuilders.unsubscribe().messageId(packetId).addTopicFilter(filter).build());
  }

  /**
   * DISCONNECT.
   *
   * @param expirySeconds below 0 for as it was
   */
  void leave(int expirySeconds) {
    MqttProperties properties = new MqttProperties();
    if (expirySeconds >= 0) {
      properties.add(number(MqttProperties.SESSION_EXPIRY_INTERVAL, expirySeconds));
    }
    MqttFixedHeader fixed =
        new MqttFixedHeader(MqttMessageType.DISCONNECT, false, MqttQoS.AT_MOST_ONCE, false, 0);
    send(
        five
            ? new MqttMessage(
                fixed, new MqttReasonCodeAndPropertiesVariableHeader((byte) 0, properties))
            : new MqttMessage(fixed));
    connected = false;
  }

  /** The connection breaks. */
  void drop() {
    EmbeddedChannel open = server;
    if (open != null) {
      broker.on(
          loop,
          () -> {
            var _ = open.close();
          });
    }
    forgetConnection();
  }

  /** Its broker has died; this is the next one. */
  void meet(SimulatedBroker next) {
    forgetConnection();
    broker = next;
  }

  private void forgetConnection() {
    connected = false;
    EmbeddedChannel left = server;
    if (left != null) {
      left.releaseOutbound(); // nobody reads any more what was said last
    }
    server = null;
    codec.finishAndReleaseAll();
    codec = codec();
    toServer.forEach(ByteBuf::release);
    toServer.clear();
    inbox.forEach(ReferenceCountUtil::release);
    inbox.clear();
  }

  boolean isAway() {
    return server == null || !server.isOpen();
  }

  /** Everything is said and heard. */
  boolean isIdle() {
    collect();
    return toServer.isEmpty() && inbox.isEmpty();
  }

  boolean owesNothing() {
    return sending.isEmpty() && receiving.isEmpty();
  }

  // The wire

  private void send(MqttMessage packet) {
    if (isAway()) {
      ReferenceCountUtil.release(packet);
      return;
    }
    codec.writeOutbound(packet);
    for (ByteBuf part = codec.readOutbound(); part != null; part = codec.readOutbound()) {
      toServer.add(part);
    }
  }

  /** Lets some packets through to the broker, in one read. */
  void deliver(int most) {
    EmbeddedChannel open = server;
    if (open == null || !open.isOpen() || toServer.isEmpty()) {
      return;
    }
    ByteBuf together = Unpooled.buffer();
    for (int i = 0; i < most && !toServer.isEmpty(); i++) {
      ByteBuf next = toServer.remove();
      together.writeBytes(next);
      next.release();
    }
    broker.on(loop, () -> open.writeInbound(together));
  }

  private void collect() {
    EmbeddedChannel open = server;
    if (open == null) {
      return;
    }
    for (ByteBuf part = open.readOutbound(); part != null; part = open.readOutbound()) {
      codec.writeInbound(part);
    }
    for (MqttMessage next = codec.readInbound(); next != null; next = codec.readInbound()) {
      inbox.add(next);
    }
  }

  /** Takes in some packets from the broker. */
  void read(int most) {
    collect();
    for (int i = 0; i < most && !inbox.isEmpty(); i++) {
      MqttMessage packet = inbox.remove();
      try {
        on(packet);
      } finally {
        ReferenceCountUtil.release(packet);
      }
    }
    if (isAway() && inbox.isEmpty()) {
      forgetConnection();
    }
  }

  private void on(MqttMessage packet) {
    switch (packet.fixedHeader().messageType()) {
      case CONNACK -> onConnack((MqttConnAckMessage) packet);
      case PUBLISH -> onPublish((MqttPublishMessage) packet);
      case PUBACK, PUBCOMP -> {
        Sending done = sending.remove(packetId(packet));
        if (done != null && done.qos == 1) {
          check(packet);
          listener.acknowledged(this, done.payload);
        }
      }
      case PUBREC -> onPubrec(packet);
      case PUBREL -> {
        receiving.remove(packetId(packet));
        reply(MqttMessageType.PUBCOMP, packetId(packet));
      }
      case SUBACK, UNSUBACK -> {
        String what = asked.remove(packetId(packet));
        if (what != null && what.startsWith("S")) {
          listener.subscribed(this, what.substring(1));
        } else if (what != null) {
          listener.unsubscribed(this, what.substring(1));
        }
      }
      case DISCONNECT -> connected = false;
      default -> throw new AssertionError(id + " got " + packet);
    }
  }

  private void onConnack(MqttConnAckMessage packet) {
    if (packet.variableHeader().connectReturnCode() != MqttConnectReturnCode.CONNECTION_ACCEPTED) {
      throw new AssertionError(id + " was refused: " + packet);
    }
    connected = true;
    answered = true;
    boolean present = packet.variableHeader().isSessionPresent();
    if (!present) {
      receiving.clear();
    }
    listener.connected(this, present);
    sending.forEach((packetId, each) -> {
      each.received &= present;
      if (each.received) {
        reply(MqttMessageType.PUBREL, packetId);
      } else {
        sendPublish(packetId, each.topic, each.payload, each.qos, each.retain, present);
      }
    });
  }

  private void onPublish(MqttPublishMessage packet) {
    int qos = packet.fixedHeader().qosLevel().value();
    int packetId = packet.variableHeader().packetId();
    if (qos < 2 || receiving.add(packetId)) {
      Got got =
          new Got(
              packet.variableHeader().topicName(),
              packet.payload().toString(StandardCharsets.UTF_8),
              qos,
              packet.fixedHeader().isRetain());
      all.add(got);
      listener.got(this, got);
    }
    if (qos > 0) {
      reply(qos == 1 ? MqttMessageType.PUBACK : MqttMessageType.PUBREC, packetId);
    }
  }

  private void onPubrec(MqttMessage packet) {
    Sending known = sending.get(packetId(packet));
    if (known != null) {
      check(packet);
      if (!known.received) {
        known.received = true;
        listener.acknowledged(this, known.payload);
      }
      reply(MqttMessageType.PUBREL, packetId(packet));
    }
  }

  private void check(MqttMessage packet) {
    if (packet.variableHeader() instanceof MqttPubReplyMessageVariableHeader reply
        && (reply.reasonCode() & 0xFF) >= 0x80) {
      throw new AssertionError(id + " was refused: " + packet);
    }
  }

  private void reply(MqttMessageType type, int packetId) {
    MqttQoS qos = type == MqttMessageType.PUBREL ? MqttQoS.AT_LEAST_ONCE : MqttQoS.AT_MOST_ONCE;
    send(
        new MqttMessage(
            new MqttFixedHeader(type, false, qos, false, 0),
            MqttMessageIdVariableHeader.from(packetId)));
  }

  private void sendPublish(
      int packetId, String topic, String payload, int qos, boolean retain, boolean dup) {
    send(
        new MqttPublishMessage(
            new MqttFixedHeader(MqttMessageType.PUBLISH, dup, MqttQoS.valueOf(qos), retain, 0),
            new MqttPublishVariableHeader(topic, packetId),
            Unpooled.copiedBuffer(payload, StandardCharsets.UTF_8)));
  }

  private int freePacketId() {
    do {
      lastPacketId = lastPacketId % 65_535 + 1;
    } while (sending.containsKey(lastPacketId) || asked.containsKey(lastPacketId));
    return lastPacketId;
  }

  private static int packetId(MqttMessage packet) {
    return ((MqttMessageIdVariableHeader) packet.variableHeader()).messageId();
  }

  private static EmbeddedChannel codec() {
    return new EmbeddedChannel(new MqttDecoder(1 << 20), MqttEncoder.INSTANCE);
  }

  @Override
  public String toString() {
    return id;
  }
}
