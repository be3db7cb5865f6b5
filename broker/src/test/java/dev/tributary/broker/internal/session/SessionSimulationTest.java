package dev.tributary.broker.internal.session;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tributary.broker.BrokerSettings;
import dev.tributary.broker.MqttLimits;
import dev.tributary.broker.QueueOptions;
import dev.tributary.broker.internal.session.FakeClient.How;
import dev.tributary.broker.internal.session.SessionWorld.Receipt;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Clients that come, go, take over, acknowledge late or not at all, on loops and a store that are
 * driven step by step in a random order, with crashes at any time. Whatever happens: no
 * acknowledged message is lost, each topic keeps its order, QoS 2 comes once. A seed replays a
 * failure exactly.
 */
class SessionSimulationTest {

  private static final int STEPS = 3_000;
  private static final List<String> TOPICS = List.of("a", "b", "high");

  private static final BrokerSettings SETTINGS =
      BrokerSettings.of(
              List.of(), MqttLimits.defaults().change().queuedMessagesMax(100_000).build())
          .with(new QueueOptions(Map.of("high", 7), true, true));

  private static final BrokerSettings PLAIN =
      BrokerSettings.of(
          List.of(), MqttLimits.defaults().change().queuedMessagesMax(100_000).build());

  /** A client with its own session state, as MQTT asks of it. */
  private static final class Person {
    final String id;
    final int qos;
    final Set<Integer> received = new HashSet<>();
    final List<String> got = new ArrayList<>();
    @Nullable FakeClient first;
    @Nullable FakeClient connection;
    int read;

    Person(String id, int qos) {
      this.id = id;
      this.qos = qos;
    }
  }

  private final Map<String, Receipt> published = new LinkedHashMap<>();
  private final Set<String> lost = new HashSet<>();
  private final List<Person> people = List.of(new Person("one", 1), new Person("two", 2));
  private Random random = new Random();
  private SessionWorld world = new SessionWorld();
  private int nextMessage;

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12})
  void nothingAcknowledgedIsLost(long seed) {
    random = new Random(seed);
    world = new SessionWorld(seed % 2 == 0 ? SETTINGS : PLAIN);
    for (Person person : people) {
      person.first = world.connected(random.nextInt(2), how(person));
      person.connection = person.first;
      for (String topic : TOPICS) {
        world.subscribe(person.connection, topic, person.qos);
      }
    }
    world.settle();
    for (int i = 0; i < STEPS; i++) {
      step();
    }
    calm();
    people.forEach(this::check);
  }

  private How how(Person person) {
    return How.staying(person.id).window(1 + random.nextInt(20));
  }

  private void step() {
    Person person = people.get(random.nextInt(people.size()));
    FakeClient connection = person.connection;
    int choice = random.nextInt(1_000);
    if (choice < 200) {
      publish();
    } else if (choice < 500) {
      TestLoop loop = world.loops.get(random.nextInt(2));
      loop.runOne();
    } else if (choice < 640) {
      world.store.commitOne();
    } else if (choice < 940) {
      readSome(person, 1 + random.nextInt(4));
    } else if (choice < 960 && connection != null && connection.isConnected()) {
      world.gone(connection);
      person.connection = null;
    } else if (choice < 990 && (connection == null || connection.closedBecause != null)) {
      connect(person);
    } else if (choice < 993) {
      connect(person); // takes over, or comes while the last one is still on its way
    } else if (choice < 995 && connection != null) {
      connection.writable = !connection.writable;
    } else if (choice == 999 && random.nextInt(3) == 0) {
      crash();
    }
  }

  private void publish() {
    String topic = TOPICS.get(random.nextInt(TOPICS.size()));
    for (int i = random.nextInt(8) == 0 ? 40 : 1; i > 0; i--) {
      String payload = topic + " " + nextMessage++;
      published.put(payload, world.publish(topic, payload, 2));
    }
  }

  private void connect(Person person) {
    FakeClient old = person.connection;
    if (old != null) {
      read(person, old, 3);
    }
    person.connection = world.connect(random.nextInt(2), how(person));
    person.read = 0;
  }

  private void readSome(Person person, int packets) {
    FakeClient connection = person.connection;
    if (connection != null && connection.session != null) {
      assertThat(connection.present).as("a session before").isEqualTo(connection != person.first);
      read(person, connection, packets);
    }
  }

  /** The client's side of the protocol. */
  private void read(Person person, FakeClient connection, int packets) {
    for (int i = 0; i < packets && person.read < connection.sent.size(); i++) {
      String packet = connection.sent.get(person.read++);
      String[] words = packet.substring(1).split(" ", 2);
      int packetId = Integer.parseInt(words[0]);
      if (packet.charAt(0) == 'R') {
        person.received.remove(packetId);
        answer(connection, () -> world.pubcomp(connection, packetId));
        continue;
      }
      String text = words[1].replace(" dup", "");
      if (person.qos == 1) {
        person.got.add(text);
        answer(connection, () -> world.puback(connection, packetId));
      } else {
        if (person.received.add(packetId)) {
          person.got.add(text);
        }
        answer(connection, () -> world.pubrec(connection, packetId));
      }
    }
  }

  /** Some answers are lost together with their connection. */
  private static void answer(FakeClient connection, Runnable packet) {
    if (connection.isConnected()) {
      packet.run();
    }
  }

  private void crash() {
    published.forEach((payload, receipt) -> {
      if (!receipt.held) {
        lost.add(payload);
      }
    });
    world = world.crash();
    people.forEach(person -> person.connection = null);
  }

  /** The faults stop: everything must drain. */
  private void calm() {
    world.settle(); // two connections of one client may be under way: the last to arrive stays
    for (Person person : people) {
      connect(person);
      world.settle();
      FakeClient connection = person.connection;
      while (connection != null && person.read < connection.sent.size()) {
        read(person, connection, Integer.MAX_VALUE);
        world.settle();
      }
    }
  }

  private void check(Person person) {
    List<String> first = new ArrayList<>(new java.util.LinkedHashSet<>(person.got));
    List<String> missing = new ArrayList<>(published.keySet());
    missing.removeAll(lost);
    missing.removeAll(new HashSet<>(first));
    assertThat(missing.size() + " from " + missing.stream().findFirst())
        .as("acknowledged and not delivered to " + person.id)
        .isEqualTo("0 from Optional.empty");
    if (person.qos == 2) {
      assertThat(person.got).as("exactly once").doesNotHaveDuplicates();
    }
    Map<String, Integer> last = new HashMap<>();
    for (String text : first) {
      int space = text.indexOf(' ');
      String publisher = text.substring(0, space);
      int number = Integer.parseInt(text, space + 1, text.length(), 10);
      assertThat(number)
          .as("order of " + publisher)
          .isGreaterThan(last.getOrDefault(publisher, -1));
      last.put(publisher, number);
    }
    FakeClient connection = person.connection;
    assertThat(connection).isNotNull();
    Outgoing outgoing = connection.session().outgoing();
    assertThat(outgoing.queue().size()).as("nothing waits").isZero();
    assertThat(outgoing.window().size()).as("nothing is in flight").isZero();
  }
}
