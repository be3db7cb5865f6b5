package dev.tributary.acceptance.clients;

import static dev.tributary.testkit.mqtt.MqttProperties.ASSIGNED_CLIENT_ID;
import static dev.tributary.testkit.mqtt.MqttProperties.SERVER_KEEP_ALIVE;
import static dev.tributary.testkit.mqtt.MqttProperties.SUBSCRIPTION_IDENTIFIER;
import static dev.tributary.testkit.mqtt.MqttProperties.TOPIC_ALIAS;

import dev.tributary.testkit.mqtt.MqttProperties;
import dev.tributary.testkit.mqtt.RawMqttClient;
import dev.tributary.testkit.mqtt.RawPacket;
import dev.tributary.testkit.mqtt.Wire;
import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.SocketException;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;

/** A client in the thread of the test: what arrives while it waits for an answer is kept. */
final class RawSession implements Client {
  private final RawMqttClient wire;
  private final boolean five;
  private final Greeting greeting;
  private final Queue<Message> arrived = new ArrayDeque<>();
  private final Map<Long, String> aliases = new HashMap<>();
  private int lastId;

  RawSession(RawMqttClient wire, boolean five, byte[] connect) throws IOException {
    this.wire = wire;
    this.five = five;
    RawPacket connack = wire.send(connect).packet(RawPacket.CONNACK);
    if (connack.code() != 0) {
      wire.close();
      throw new AssertionError("refused: " + connack);
    }
    this.greeting = five ? greeting(connack) : Greeting.of(connack.sessionPresent());
  }

  private static Greeting greeting(RawPacket connack) {
    MqttProperties properties = connack.properties();
    return new Greeting(
        connack.sessionPresent(),
        Optional.of(properties.text(ASSIGNED_CLIENT_ID)).filter(id -> !id.isEmpty()),
        Numbers.of(properties.number(SERVER_KEEP_ALIVE)));
  }

  @Override
  public Greeting greeting() {
    return greeting;
  }

  @Override
  public List<Integer> subscribe(Filter... filters) {
    MqttProperties properties = new MqttProperties();
    filters[0]
        .subscriptionIdentifier()
        .ifPresent(identifier -> properties.with(SUBSCRIPTION_IDENTIFIER, identifier));
    byte[] all = new byte[0];
    for (Filter filter : filters) {
      int options =
          filter.qos() | (filter.noLocal() ? 4 : 0) | (filter.retainAsPublished() ? 8 : 0);
      all = Wire.join(all, Wire.text(filter.filter()), Wire.bytes(options));
    }
    send(Wire.packet(0x82, Wire.two(nextId()), RawFamily.properties(five, properties), all));
    return Arrays.stream(answer(RawPacket.SUBACK).codes(five)).boxed().toList();
  }

  @Override
  public void unsubscribe(String filter) {
    send(five ? Wire.unsubscribe5(nextId(), filter) : Wire.unsubscribe4(nextId(), filter));
    answer(RawPacket.UNSUBACK);
  }

  @Override
  public void publish(Message message) {
    int id = message.qos() == 0 ? 0 : nextId();
    send(
        Wire.publish(
            0x30 | message.qos() << 1 | (message.retain() ? 1 : 0),
            id,
            message.topic(),
            RawFamily.properties(five, RawFamily.of(message.properties())),
            message.payload()));
    switch (message.qos()) {
      case 1 -> accepted(answer(RawPacket.PUBACK));
      case 2 -> {
        accepted(answer(RawPacket.PUBREC));
        send(Wire.answer(0x62, id));
        accepted(answer(RawPacket.PUBCOMP));
      }
      default -> {
        send(Wire.bytes(0xC0, 0));
        answer(RawPacket.PINGRESP);
      }
    }
  }

  private static void accepted(RawPacket answer) {
    if (answer.code() >= 0x80) {
      throw new AssertionError("refused: " + answer);
    }
  }

  @Override
  public Message next() {
    while (arrived.isEmpty()) {
      take(packet());
    }
    return arrived.remove();
  }

  private RawPacket answer(int type) {
    RawPacket packet = packet();
    while (packet.type() != type) {
      take(packet);
      packet = packet();
    }
    return packet;
  }

  private void take(RawPacket packet) {
    switch (packet.type()) {
      case RawPacket.PUBLISH -> {
        arrived.add(message(packet));
        if (packet.qos() > 0) {
          send(Wire.answer(packet.qos() == 1 ? 0x40 : 0x50, packet.packetId()));
        }
      }
      case RawPacket.PUBREL -> send(Wire.answer(0x70, packet.packetId()));
      default -> throw new AssertionError("unexpected " + packet);
    }
  }

  private Message message(RawPacket packet) {
    if (!five) {
      return new Message(
          packet.topic(),
          packet.payload(false),
          packet.qos(),
          packet.retain(),
          Message.Properties.NONE);
    }
    MqttProperties properties = packet.properties();
    return new Message(
        topic(packet.topic(), properties),
        packet.payload(true),
        packet.qos(),
        packet.retain(),
        RawFamily.of(properties));
  }

  private String topic(String topic, MqttProperties properties) {
    if (!properties.has(TOPIC_ALIAS)) {
      return topic;
    }
    long alias = properties.number(TOPIC_ALIAS).orElseThrow();
    if (!topic.isEmpty()) {
      aliases.put(alias, topic);
    }
    return aliases.get(alias);
  }

  @Override
  public void disconnect() {
    send(Wire.bytes(0xE0, 0));
    untilTheEnd();
    close();
  }

  /** What the server had still to say may come before its end. */
  private void untilTheEnd() {
    try {
      while (true) {
        wire.packet();
      }
    } catch (EOFException | SocketException _) {
      return;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    try {
      wire.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private int nextId() {
    return ++lastId;
  }

  private void send(byte[] packet) {
    try {
      wire.send(packet);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private RawPacket packet() {
    try {
      return wire.packet();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
