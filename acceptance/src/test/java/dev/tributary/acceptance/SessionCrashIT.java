package dev.tributary.acceptance;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.hivemq.client.mqtt.MqttGlobalPublishFilter;
import com.hivemq.client.mqtt.datatypes.MqttQos;
import com.hivemq.client.mqtt.mqtt5.Mqtt5AsyncClient;
import com.hivemq.client.mqtt.mqtt5.Mqtt5Client;
import com.hivemq.client.mqtt.mqtt5.message.publish.Mqtt5Publish;
import com.hivemq.client.mqtt.mqtt5.message.publish.Mqtt5PublishResult;
import dev.tributary.testkit.Await;
import dev.tributary.testkit.mqtt.MqttProperties;
import dev.tributary.testkit.mqtt.RawMqttClient;
import dev.tributary.testkit.mqtt.RawPacket;
import dev.tributary.testkit.mqtt.Wire;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator.SplittableGenerator;
import java.util.random.RandomGeneratorFactory;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * The real process is killed with SIGKILL again and again while clients publish and subscribe, with
 * the storage that it has by default: no acknowledged message is missing, QoS 2 arrives once,
 * sessions, subscriptions, retained messages and wills that wait are there after the next start.
 * {@code -Dcrash.seed=N} kills at the same moments again, as far as a machine can.
 */
class SessionCrashIT {
  private static final int KILLS = 6;
  private static final int MESSAGES_BETWEEN_KILLS = 200;
  private static final Duration PATIENCE = Duration.ofMinutes(2);

  @RegisterExtension final Workbench bench = new Workbench();

  private final long seed = Long.getLong("crash.seed", System.nanoTime());
  private final SplittableGenerator random =
      RandomGeneratorFactory.<SplittableGenerator>of("L64X128MixRandom").create(seed);
  private final InetSocketAddress broker =
      new InetSocketAddress(InetAddress.getLoopbackAddress(), bench.port());
  private final List<FlowPublisher> publishers = new ArrayList<>();
  private final Queue<String> heardByHiveMq = new ConcurrentLinkedQueue<>();

  @Test
  void whatWasAcknowledgedSurvivesHoweverOftenTheProcessIsKilled() throws Exception {
    System.out.println("SessionCrashIT: seed " + seed + " (-Dcrash.seed=" + seed + ")");
    RunningTributary tributary = start();
    FlowSubscriber raw = subscriber("raw", "load/#", "wills/+");
    FlowSubscriber sleeper = subscriber("sleeper", "load/#");
    raw.awaitSubscribed();
    sleeper.awaitSubscribed();
    sleeper.close();
    hiveMqSubscriber();
    Mqtt5AsyncClient hiveMqPublisher = hiveMq("hivemq-pub", 60);
    List<CompletableFuture<Mqtt5PublishResult>> ofHiveMq = new ArrayList<>();
    publisher("once-a", 2);
    publisher("once-b", 2);
    publisher("least", 1);

    for (int round = 0; round < KILLS; round++) {
      retain(round);
      try (RawMqttClient dying = withDelayedWill(round)) {
        dying.expectNothing();
        underLoad(hiveMqPublisher, ofHiveMq);
        tributary.program().kill();
        tributary.program().finished();
      }
      tributary = start();
      assertRetained(round);
    }

    raw.holdNothing();
    publishers.forEach(FlowPublisher::finish);
    for (CompletableFuture<Mqtt5PublishResult> result : ofHiveMq) {
      assertThat(result.get(PATIENCE.toSeconds(), TimeUnit.SECONDS).getError()).isEmpty();
    }
    FlowSubscriber awake = bench.closing(new FlowSubscriber(broker, "sleeper", random.split()));
    awake.expectSession();
    awake.holdNothing();
    awake.start();
    for (FlowSubscriber subscriber : List.of(raw, awake)) {
      publishers.forEach(publisher -> arrivedWhole(subscriber, publisher));
      int sent = ofHiveMq.size();
      subscriber.await("has all of HiveMQ", () -> distinct(subscriber, "load/hivemq") == sent);
      assertThat(Deviations.of(subscriber.of("load/hivemq"), sent)).as("HiveMQ").isEmpty();
    }
    for (int round = 0; round < KILLS; round++) {
      String will = "wills/" + round;
      raw.await("hears " + will, () -> !raw.of(will).isEmpty());
    }
    FlowPublisher heard = publishers.getFirst();
    Await.until(
        () -> "HiveMQ's subscriber has all: " + heardByHiveMq.size(),
        PATIENCE,
        () -> Set.copyOf(heardByHiveMq).size() == heard.finish());
    assertOnce(List.copyOf(heardByHiveMq), heard);
  }

  private static int distinct(FlowSubscriber subscriber, String topic) {
    return Set.copyOf(subscriber.of(topic)).size();
  }

  private static void arrivedWhole(FlowSubscriber subscriber, FlowPublisher publisher) {
    String topic = publisher.topic();
    int made = publisher.finish();
    subscriber.await("has all of " + topic, () -> distinct(subscriber, topic) >= made);
    if (publisher.qos() == 2) {
      assertOnce(subscriber.of(topic), publisher);
    } else {
      List<String> first = subscriber.of(topic).stream().distinct().toList();
      assertThat(Deviations.of(first, made)).as("%s to %s", topic, subscriber).isEmpty();
    }
  }

  /** In order and once, those too whose PUBLISH had no answer at a kill and was sent again. */
  private static void assertOnce(List<String> arrived, FlowPublisher publisher) {
    System.out.printf(
        "SessionCrashIT: %s made %d, %d were open at a kill%n",
        publisher.topic(), publisher.finish(), publisher.repeated());
    assertThat(Deviations.of(arrived, publisher.finish())).as(publisher.topic()).isEmpty();
  }

  private RunningTributary start() {
    return bench.tributary(
        """
        mqtt { max_mqueue_len = 1000000, session_expiry_interval = 2h }
        """,
        Map.of("TRIBUTARY_LISTENERS__TCP__DEFAULT__BIND", "127.0.0.1:" + broker.getPort()));
  }

  private FlowSubscriber subscriber(String clientId, String... filters) {
    FlowSubscriber subscriber =
        bench.closing(new FlowSubscriber(broker, clientId, random.split(), filters));
    subscriber.start();
    return subscriber;
  }

  private void publisher(String name, int qos) {
    FlowPublisher publisher =
        bench.closing(new FlowPublisher(broker, "pub-" + name, "load/" + name, qos));
    publisher.start();
    publishers.add(publisher);
  }

  /** A real client that connects again by itself and goes on with its session. */
  private Mqtt5AsyncClient hiveMq(String clientId, int receiveMaximum) {
    Mqtt5AsyncClient client =
        Mqtt5Client.builder()
            .identifier(clientId)
            .serverHost(broker.getHostString())
            .serverPort(broker.getPort())
            .automaticReconnect()
            .initialDelay(50, TimeUnit.MILLISECONDS)
            .maxDelay(200, TimeUnit.MILLISECONDS)
            .applyAutomaticReconnect()
            .buildAsync();
    if (clientId.endsWith("sub")) {
      client.publishes(
          MqttGlobalPublishFilter.ALL, message -> heardByHiveMq.add(Subscriber.text(message)));
    }
    client
        .connectWith()
        .cleanStart(true)
        .sessionExpiryInterval(3600)
        .restrictions()
        .receiveMaximum(receiveMaximum)
        .applyRestrictions()
        .send()
        .orTimeout(PATIENCE.toSeconds(), TimeUnit.SECONDS)
        .join();
    bench.closing(() -> client.disconnect().exceptionally(_ -> null).join());
    return client;
  }

  private void hiveMqSubscriber() {
    hiveMq("hivemq-sub", 10)
        .subscribeWith()
        .topicFilter("load/once-a")
        .qos(MqttQos.EXACTLY_ONCE)
        .send()
        .orTimeout(PATIENCE.toSeconds(), TimeUnit.SECONDS)
        .join();
  }

  /** Until each publisher has got so much further, and a random moment more. */
  private void underLoad(
      Mqtt5AsyncClient hiveMq, List<CompletableFuture<Mqtt5PublishResult>> results) {
    int more = random.nextInt(MESSAGES_BETWEEN_KILLS / 2, MESSAGES_BETWEEN_KILLS);
    List<Integer> goals =
        publishers.stream().map(publisher -> publisher.acknowledged() + more).toList();
    for (int i = 0; i < 50; i++) {
      Mqtt5Publish message =
          Mqtt5Publish.builder()
              .topic("load/hivemq")
              .qos(MqttQos.EXACTLY_ONCE)
              .payload(Integer.toString(results.size()).getBytes(UTF_8))
              .build();
      results.add(hiveMq.publish(message));
    }
    for (int i = 0; i < goals.size(); i++) {
      FlowPublisher publisher = publishers.get(i);
      int goal = goals.get(i);
      publisher.await("has " + goal, () -> publisher.acknowledged() >= goal);
    }
  }

  private void retain(int round) throws IOException {
    try (RawMqttClient wire = RawMqttClient.connected(broker, Wire.connect4("retainer", true, 0))) {
      byte[] payload = ("round " + round).getBytes(UTF_8);
      wire.send(Wire.publish(0x33, 1, "kept/" + round, new byte[0], payload));
      wire.send(Wire.publish(0x33, 2, "kept/last", new byte[0], payload));
      wire.expect("40020001").expect("40020002");
    }
  }

  private void assertRetained(int round) throws IOException {
    try (RawMqttClient wire = RawMqttClient.connected(broker, Wire.connect4("reader", true, 0))) {
      wire.send(Wire.subscribe4(1, "kept/+", 0));
      List<String> found = new ArrayList<>();
      while (found.size() < round + 2) {
        RawPacket packet = wire.packet();
        if (packet.type() == RawPacket.PUBLISH) {
          found.add(packet.topic() + " " + new String(packet.payload(false), UTF_8));
        }
      }
      List<String> expected = new ArrayList<>(List.of("kept/last round " + round));
      IntStream.rangeClosed(0, round).forEach(n -> expected.add("kept/" + n + " round " + n));
      assertThat(found).containsExactlyInAnyOrderElementsOf(expected);
    }
  }

  /** Its will waits for a second after the process that knew of it is dead. */
  private RawMqttClient withDelayedWill(int round) throws IOException {
    MqttProperties session = new MqttProperties().with(MqttProperties.SESSION_EXPIRY, 600);
    MqttProperties delay = new MqttProperties().with(MqttProperties.WILL_DELAY, 1);
    byte[] connect =
        Wire.packet(
            0x10,
            Wire.text("MQTT"),
            Wire.bytes(5, 0x0E),
            Wire.two(0),
            Wire.properties(session.encoded()),
            Wire.text("dying-" + round),
            Wire.properties(delay.encoded()),
            Wire.text("wills/" + round),
            Wire.text("gone"));
    return RawMqttClient.connected(broker, connect);
  }
}
