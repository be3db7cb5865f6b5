package dev.tributary.acceptance;

import dev.tributary.testkit.mqtt.RawMqttClient;
import dev.tributary.testkit.mqtt.RawPacket;
import dev.tributary.testkit.mqtt.Wire;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/**
 * Publishes numbered messages with QoS 1 or 2 to one topic. After a lost connection it sends again
 * what was not acknowledged, with DUP and the identifier that it had, and PUBREL for what was
 * received already.
 */
final class FlowPublisher extends FlowClient {
  private static final int WINDOW = 8;
  private static final int IDENTIFIER_MAX = 100;
  private static final long INTERVAL_NANOS = TimeUnit.MILLISECONDS.toNanos(2);

  private final String topic;
  private final int qos;

  /** Number of the message by its packet identifier, oldest first; of the thread. */
  private final Map<Integer, Integer> published = new LinkedHashMap<>();

  /** The same for those that the server has answered with PUBREC. */
  private final Map<Integer, Integer> released = new LinkedHashMap<>();

  /** How often a PUBLISH was sent again. */
  private final AtomicInteger repeated = new AtomicInteger();

  private int identifier;
  private final AtomicInteger made = new AtomicInteger();
  private final AtomicInteger acknowledged = new AtomicInteger();
  private volatile boolean stopping;

  FlowPublisher(InetSocketAddress broker, String clientId, String topic, int qos) {
    super(broker, clientId);
    this.topic = topic;
    this.qos = qos;
  }

  int qos() {
    return qos;
  }

  String topic() {
    return topic;
  }

  int acknowledged() {
    return acknowledged.get();
  }

  /** Makes no more, and waits for the last acknowledgement; how many there were. */
  int finish() {
    stopping = true;
    await("all is acknowledged", () -> acknowledged.get() == made.get());
    close();
    return made.get();
  }

  /** How often a PUBLISH had no answer when a connection ended. */
  int repeated() {
    return repeated.get();
  }

  @Override
  void converse(RawMqttClient wire, boolean resumed) throws IOException {
    for (Map.Entry<Integer, Integer> entry : published.entrySet()) {
      repeated.incrementAndGet();
      wire.send(publish(entry.getKey(), entry.getValue(), true));
    }
    for (int id : released.keySet()) {
      wire.send(Wire.answer(0x62, id));
    }
    while (!isClosed() && !(stopping && acknowledged.get() == made.get())) {
      if (!stopping && published.size() + released.size() < WINDOW) {
        int id = nextIdentifier();
        published.put(id, made.get());
        wire.send(publish(id, made.getAndIncrement(), false));
        LockSupport.parkNanos(INTERVAL_NANOS);
      } else {
        take(wire, wire.packet());
      }
    }
  }

  private int nextIdentifier() {
    do {
      identifier = identifier % IDENTIFIER_MAX + 1;
    } while (published.containsKey(identifier) || released.containsKey(identifier));
    return identifier;
  }

  private byte[] publish(int id, int number, boolean dup) {
    byte[] payload = Integer.toString(number).getBytes(StandardCharsets.UTF_8);
    return Wire.publish(0x30 | (dup ? 8 : 0) | (qos << 1), id, topic, new byte[0], payload);
  }

  private void take(RawMqttClient wire, RawPacket packet) throws IOException {
    int id = packet.packetId();
    switch (packet.type()) {
      case RawPacket.PUBACK -> acknowledged(packet, published.remove(id));
      case RawPacket.PUBREC -> {
        Integer number = published.remove(id);
        if (number != null) {
          released.put(id, number);
        }
        wire.send(Wire.answer(0x62, id));
      }
      case RawPacket.PUBCOMP -> acknowledged(packet, released.remove(id));
      default -> throw new AssertionError("unexpected " + packet);
    }
  }

  private void acknowledged(RawPacket packet, Integer number) {
    if (number == null) {
      throw new AssertionError("nothing waits for " + packet);
    }
    acknowledged.getAndIncrement();
  }

  @Override
  public String toString() {
    return "%s made %d, %d acknowledged".formatted(clientId(), made.get(), acknowledged.get());
  }
}
