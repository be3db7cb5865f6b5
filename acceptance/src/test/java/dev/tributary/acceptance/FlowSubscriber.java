package dev.tributary.acceptance;

import dev.tributary.testkit.mqtt.RawMqttClient;
import dev.tributary.testkit.mqtt.RawPacket;
import dev.tributary.testkit.mqtt.Wire;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.random.RandomGenerator;

/**
 * Subscribes once and keeps what arrives, by topic. A QoS 2 message counts once until its PUBREL
 * [MQTT-4.3.3-10]. Lets some messages wait for their acknowledgement, so that flows are open
 * whenever the server dies.
 */
final class FlowSubscriber extends FlowClient {
  private static final int HELD_MAX = 5;

  private final String[] filters;
  private final RandomGenerator random;
  private final Set<Integer> received = new HashSet<>(); // this and below: of the thread
  private final List<byte[]> held = new ArrayList<>();

  private final Map<String, List<String>> arrived = new ConcurrentHashMap<>();
  private volatile boolean subscribed;
  private volatile boolean holding = true;

  FlowSubscriber(
      InetSocketAddress broker, String clientId, RandomGenerator random, String... filters) {
    super(broker, clientId);
    this.random = random;
    this.filters = filters;
  }

  void awaitSubscribed() {
    await("subscribed", () -> subscribed);
  }

  /** From now on everything is acknowledged at once. */
  void holdNothing() {
    holding = false;
  }

  /** What has arrived of that topic, in order. */
  List<String> of(String topic) {
    List<String> of = arrived.getOrDefault(topic, List.of());
    synchronized (of) {
      return List.copyOf(of);
    }
  }

  @Override
  void converse(RawMqttClient wire, boolean resumed) throws IOException {
    held.clear();
    for (int i = 0; i < filters.length && !subscribed; i++) {
      wire.send(Wire.subscribe4(i + 1, filters[i], 2));
    }
    int subacks = 0;
    while (!isClosed()) {
      RawPacket packet = wire.packet();
      switch (packet.type()) {
        case RawPacket.SUBACK -> subscribed = ++subacks == filters.length;
        case RawPacket.PUBLISH -> take(wire, packet);
        case RawPacket.PUBREL -> {
          received.remove(packet.packetId());
          answer(wire, Wire.answer(0x70, packet.packetId()));
        }
        default -> throw new AssertionError("unexpected " + packet);
      }
    }
  }

  private void take(RawMqttClient wire, RawPacket packet) throws IOException {
    int id = packet.packetId();
    if (packet.qos() == 1 || received.add(id)) {
      List<String> of = arrived.computeIfAbsent(packet.topic(), _ -> new ArrayList<>());
      synchronized (of) {
        of.add(new String(packet.payload(false), StandardCharsets.UTF_8));
      }
    } else if (!packet.dup()) {
      throw new AssertionError("[MQTT-2.2.1-4] the identifier is in use: " + packet);
    }
    answer(wire, Wire.answer(packet.qos() == 1 ? 0x40 : 0x50, id));
  }

  /** Sends at once, or later with others. */
  private void answer(RawMqttClient wire, byte[] answer) throws IOException {
    held.add(answer);
    if (!holding || held.size() > random.nextInt(HELD_MAX)) {
      wire.send(held.toArray(byte[][]::new));
      held.clear();
    }
  }

  @Override
  public String toString() {
    return clientId()
        + " has "
        + arrived.keySet().stream().sorted().map(topic -> topic + ": " + of(topic).size()).toList();
  }
}
