package dev.tributary.broker.measure;

import dev.tributary.broker.Broker;
import dev.tributary.broker.BrokerEvent;
import dev.tributary.broker.BrokerEventType;
import dev.tributary.broker.BrokerEvents;
import dev.tributary.broker.BrokerSettings;
import dev.tributary.broker.ListenerSettings;
import dev.tributary.broker.MqttLimits;
import dev.tributary.broker.PublishHandler;
import dev.tributary.testkit.mqtt.Wire;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Processor time and allocation of the broker's event loops per message: publishes of 200 bytes
 * without subscribers, one to one, and one to a thousand. The load comes from one thread of the
 * same process, which is not counted; sockets are real. Prints the median of several rounds.
 *
 * <p>Arguments: which of {@code in one fan} (all), and how many rounds (7).
 */
public final class MessageCost {

  private static final int PAYLOAD_BYTES = 200;
  private static final int PAIRS = 50;
  private static final int RECEIVERS = 1_000;
  private static final int WARM_UP_ROUNDS = 4;

  private final InetSocketAddress address;
  private final int rounds;

  private MessageCost(InetSocketAddress address, int rounds) {
    this.address = address;
    this.rounds = rounds;
  }

  /** One exchange of packets; how many messages it was. */
  private interface Exchange {
    int run() throws IOException;
  }

  public static void main(String[] args) throws Exception {
    String what = args.length > 0 ? args[0] : "in one fan";
    int rounds = args.length > 1 ? Integer.parseInt(args[1]) : 7;
    try (Broker broker = broker()) {
      broker.start();
      MessageCost cost = new MessageCost(broker.address("tcp:default"), rounds);
      if (what.contains("in")) {
        cost.inbound(0, 20);
        cost.inbound(1, 20);
      }
      if (what.contains("one")) {
        cost.oneToOne(0, 1);
        cost.oneToOne(0, 20);
        cost.oneToOne(1, 1);
        cost.oneToOne(1, 20);
      }
      if (what.contains("fan")) {
        cost.fanOut(0, 1);
        cost.fanOut(0, 10);
        cost.fanOut(1, 1);
        cost.fanOut(1, 10);
      }
    }
  }

  private static Broker broker() {
    InetSocketAddress any = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    return new Broker(
        BrokerSettings.of(
            List.of(ListenerSettings.tcp("default", any).withConnectionsMax(20_000)),
            MqttLimits.defaults()),
        PublishHandler.NONE,
        new BrokerEvents() {
          @Override
          public boolean wants(BrokerEventType type) {
            return false;
          }

          @Override
          public void on(BrokerEvent event) {}
        },
        InstantSource.system());
  }

  private void inbound(int qos, int batch) throws IOException {
    try (Clients publishers = clients("in", PAIRS, null, qos)) {
      byte[] publish = batch(qos, "nobody/wants/this", batch);
      report(
          "in, QoS " + qos + ", no subscriber, " + batch + " at a time",
          200_000,
          () -> {
            publishers.each(client -> client.send(publish));
            publishers.each(client -> settle(client, qos, batch));
            return PAIRS * batch;
          });
    }
  }

  private void oneToOne(int qos, int batch) throws IOException {
    try (Clients publishers = clients("from", PAIRS, null, qos);
        Clients subscribers = clients("to", PAIRS, "pair/%d", qos)) {
      report(
          "1:1, QoS " + qos + ", " + batch + " at a time",
          batch == 1 ? 50_000 : 200_000,
          () -> {
            for (int i = 0; i < PAIRS; i++) {
              publishers.all.get(i).send(batch(qos, "pair/%d".formatted(i), batch));
            }
            for (int i = 0; i < PAIRS; i++) {
              receive(subscribers.all.get(i), qos, "pair/%d".formatted(i), batch);
              settle(publishers.all.get(i), qos, batch);
            }
            return PAIRS * batch;
          });
    }
  }

  private void fanOut(int qos, int batch) throws IOException {
    try (Clients publishers = clients("fan", 1, null, qos);
        Clients subscribers = clients("out", RECEIVERS, "news/today", qos)) {
      byte[] publish = batch(qos, "news/today", batch);
      report(
          "1:" + RECEIVERS + ", QoS " + qos + ", " + batch + " at a time, per delivery",
          batch == 1 ? 100_000 : 400_000,
          () -> {
            publishers.each(client -> client.send(publish));
            publishers.each(client -> settle(client, qos, batch));
            subscribers.each(client -> receive(client, qos, "news/today", batch));
            return RECEIVERS * batch;
          });
    }
  }

  private static void receive(LoadClient client, int qos, String topic, int batch)
      throws IOException {
    int bytes = batch(qos, topic, 1).length;
    if (qos == 0) {
      client.expect(bytes * batch);
    } else {
      client.acknowledge(batch, bytes, bytes - PAYLOAD_BYTES - 2);
    }
  }

  private static void settle(LoadClient client, int qos, int batch) throws IOException {
    if (qos > 0) {
      client.expect(4 * batch);
    } else if (batch > 1) {
      client.send(Wire.hex("c000")); // so that no more than a batch is on its way
      client.expect(2);
    }
  }

  private void report(String name, int messages, Exchange exchange) throws IOException {
    double[] micros = new double[rounds];
    double[] bytes = new double[rounds];
    for (int round = -WARM_UP_ROUNDS; round < rounds; round++) {
      LoopCost before = LoopCost.now();
      int sent = 0;
      while (sent < messages) {
        sent += exchange.run();
      }
      LoopCost cost = LoopCost.now().since(before);
      if (round >= 0) {
        micros[round] = cost.microsPer(sent);
        bytes[round] = cost.bytesPer(sent);
      }
    }
    Arrays.sort(micros);
    Arrays.sort(bytes);
    System.out.printf(
        "%-55s %6.2f us (%.2f to %.2f) %8.0f B%n",
        name, micros[rounds / 2], micros[0], micros[rounds - 1], bytes[rounds / 2]);
  }

  private static byte[] batch(int qos, String topic, int count) {
    String payload = "x".repeat(PAYLOAD_BYTES);
    byte[][] packets = new byte[count][];
    for (int i = 0; i < count; i++) {
      packets[i] = Wire.publish4(qos, i + 1, topic, payload);
    }
    return Wire.join(packets);
  }

  private Clients clients(String name, int count, @Nullable String filter, int qos)
      throws IOException {
    List<LoadClient> all = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      LoadClient client = new LoadClient(address, name + i);
      all.add(filter == null ? client : client.subscribe(filter.formatted(i), qos));
    }
    return new Clients(all);
  }

  private record Clients(List<LoadClient> all) implements AutoCloseable {

    private interface Action {
      void on(LoadClient client) throws IOException;
    }

    private void each(Action action) throws IOException {
      for (LoadClient client : all) {
        action.on(client);
      }
    }

    @Override
    public void close() throws IOException {
      each(LoadClient::close);
    }
  }
}
