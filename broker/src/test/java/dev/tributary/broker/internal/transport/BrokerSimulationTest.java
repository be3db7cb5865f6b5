package dev.tributary.broker.internal.transport;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tributary.broker.BrokerEvent.MessageDelivered;
import dev.tributary.broker.BrokerSettings;
import dev.tributary.broker.Message;
import dev.tributary.broker.MqttLimits;
import dev.tributary.broker.SubscriptionView;
import dev.tributary.broker.internal.metrics.Metric;
import dev.tributary.broker.internal.transport.SimulatedClient.Coming;
import dev.tributary.broker.internal.transport.SimulatedClient.Got;
import dev.tributary.broker.internal.transport.SimulatedDebts.Held;
import dev.tributary.broker.internal.transport.SimulatedDebts.Note;
import dev.tributary.broker.internal.transport.SimulatedDebts.Person;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A whole broker against a model of what it owes: clients of both versions that publish, subscribe,
 * share, come and go as they like, are taken over and kicked, on three loops and a store that are
 * driven step by step in a random order, with stalls and crashes at any time. A seed replays a
 * failure exactly.
 */
class BrokerSimulationTest implements SimulatedClient.Listener {

  private static final int STEPS = 4_000;
  private static final int FOR_LONG = 1_000_000;
  private static final List<String> TOPICS = List.of("a/0", "a/1", "b/0", "b/1");

  private static final BrokerSettings SETTINGS =
      BrokerSettings.of(
          List.of(),
          MqttLimits.defaults()
              .change()
              .queuedMessagesMax(100_000)
              .awaitingRelTimeout(Duration.ofDays(10))
              .sessionExpiryMax(Duration.ofDays(10))
              .build());

  private final SimulatedDebts debts = new SimulatedDebts();
  private final Map<String, Note> notes = debts.notes;
  private final Map<String, String> retained = new TreeMap<>();
  private final List<SimulatedClient> publishers = new ArrayList<>();
  private final List<Person> people = debts.people;
  private final Map<String, Set<String>> sentTo = debts.sentTo;
  private final Set<String> willsDue = debts.willsDue;
  private final Map<String, Integer> willsSince = debts.willsSince;
  private final Map<SimulatedClient, String> wills = new HashMap<>();
  private Random random = new Random();
  private @Nullable SimulatedBroker now;
  private int crashes;
  private int stalled;
  private boolean ending;

  /** More of them: {@code -Dtributary.seeds=from-to}. */
  static LongStream seeds() {
    String range = System.getProperty("tributary.seeds", "1-30");
    int dash = range.indexOf('-');
    return LongStream.rangeClosed(
        Long.parseLong(range, 0, dash, 10), Long.parseLong(range, dash + 1, range.length(), 10));
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void theBrokerOwesNothingInTheEnd(long seed) {
    random = new Random(seed);
    begin();
    for (int i = 0; i < STEPS; i++) {
      step();
    }
    calm();
    check();
    end();
  }

  private void begin() {
    now =
        new SimulatedBroker(
            SETTINGS,
            (message, _) -> handled(message),
            event -> {
              if (event instanceof MessageDelivered delivered) {
                sentTo
                    .computeIfAbsent(text(delivered.delivery().message()), _ -> new HashSet<>())
                    .add(delivered.subscriber().clientId());
              }
            });
    publishers.add(client("p5", true));
    publishers.add(client("p3", false));
    people.add(new Person(client("s1", true), true, Map.of("a/+", 2)));
    people.add(new Person(client("s2", true), true, Map.of("+/1", 1)));
    people.add(new Person(client("s3", false), true, Map.of("#", 2)));
    people.add(new Person(client("g1", true), true, Map.of(SimulatedDebts.GROUP + "a/#", 2)));
    people.add(new Person(client("g2", false), true, Map.of(SimulatedDebts.GROUP + "a/#", 2)));
    people.add(new Person(client("g3", true), false, Map.of(SimulatedDebts.GROUP + "a/#", 2)));
    people.add(new Person(client("m5", true), false, Map.of("a/#", 1, "b/+", 2)));
    people.add(new Person(client("m3", false), false, Map.of("a/#", 2, "b/+", 1)));
    publishers.forEach(each -> each.connect(anyLoop(), staying()));
    people.forEach(this::come);
    rest();
  }

  private SimulatedBroker broker() {
    if (now == null) {
      throw new AssertionError("not begun");
    }
    return now;
  }

  private SimulatedClient client(String id, boolean five) {
    return new SimulatedClient(id, five, broker(), this);
  }

  private static Coming staying() {
    return new Coming(false, FOR_LONG, null, 0);
  }

  private int anyLoop() {
    return random.nextInt(SimulatedBroker.LOOPS);
  }

  // One step

  private void step() {
    int choice = random.nextInt(1_000);
    if (choice < 150) {
      publish();
    } else if (choice < 400) {
      broker().runOne(anyLoop());
    } else if (choice < 500) {
      commit();
    } else if (choice < 700) {
      anyClient().deliver(1 + random.nextInt(4));
    } else if (choice < 930) {
      anyClient().read(1 + random.nextInt(4));
    } else if (choice < 970) {
      comeOrGo();
    } else if (choice < 985) {
      change(people.get(random.nextInt(people.size())));
    } else if (choice < 990) {
      stalled = random.nextInt(200);
    } else if (choice < 996) {
      pass(random.nextInt(4) == 0 ? 45 : 2);
    } else if (choice == 999 && random.nextInt(2) == 0) {
      crash();
    }
  }

  private SimulatedClient anyClient() {
    int which = random.nextInt(publishers.size() + people.size());
    return which < publishers.size()
        ? publishers.get(which)
        : people.get(which - publishers.size()).client;
  }

  private void commit() {
    if (stalled > 0) {
      stalled--;
    } else {
      for (int i = 1 + random.nextInt(5); i > 0; i--) {
        broker().store.commitOne();
      }
    }
  }

  private void publish() {
    SimulatedClient publisher = publishers.get(random.nextInt(publishers.size()));
    if (!publisher.canPublish()) {
      return;
    }
    String payload = publisher + " " + notes.size();
    if (random.nextInt(10) == 0) {
      String topic = "r/" + publisher;
      retained.put(topic, payload);
      note(payload, topic, 1);
      publisher.publish(topic, payload, 1, true);
    } else {
      String topic = TOPICS.get(random.nextInt(TOPICS.size()));
      int qos = random.nextInt(3);
      note(payload, topic, qos);
      publisher.publish(topic, payload, qos, false);
    }
  }

  private void note(String payload, String topic, int qos) {
    Note note = new Note(notes.size(), payload, topic, qos);
    notes.put(payload, note);
    for (Person person : people) {
      switch (person.isMember() ? Held.MAYBE : person.holds(topic)) {
        case YES -> note.wanted.put(person, person.epoch);
        case NONE -> note.forbidden.add(person);
        case MAYBE -> {
          // nothing can be said
        }
      }
    }
  }

  private void comeOrGo() {
    if (random.nextInt(4) == 0) {
      SimulatedClient publisher = publishers.get(random.nextInt(publishers.size()));
      if (publisher.isAway() || random.nextInt(3) == 0) {
        publisher.connect(anyLoop(), staying()); // may take itself over
      } else if (publisher.connected) {
        publisher.drop();
      }
      return;
    }
    Person person = people.get(random.nextInt(people.size()));
    if (person.client.isAway() || random.nextInt(4) == 0) {
      come(person);
    } else if (person.client.connected) {
      go(person);
    }
  }

  private void come(Person person) {
    willIsDue(person);
    wills.remove(person.client);
    if (person.stays) {
      person.client.connect(anyLoop(), staying());
      return;
    }
    // Whoever got no CONNACK does not know whether it began a new session with that.
    boolean clean = random.nextInt(4) == 0 || !person.client.answered;
    person.cleanStart = clean;
    person.helped = false;
    if (clean) {
      person.ends();
    }
    String will = random.nextBoolean() ? "will " + willsSince.size() : null;
    int delay = random.nextBoolean() ? 0 : 5;
    if (will != null) {
      willsSince.put(will, crashes);
      if (delay == 0 || !person.client.five) {
        wills.put(person.client, will);
      }
    }
    person.client.connect(anyLoop(), new Coming(clean, 30, will, delay));
    if (clean && !person.client.five) {
      person.epoch++; // ends with the connection too
    }
  }

  /** Whoever let it in must publish its will when its connection breaks. */
  private void willIsDue(Person person) {
    String will = wills.get(person.client);
    if (will != null && person.client.connected) {
      willsDue.add(will);
    }
  }

  private void go(Person person) {
    boolean ends = !person.stays && random.nextInt(3) == 0;
    if (random.nextBoolean()) {
      willIsDue(person);
      person.client.drop();
    } else {
      if (ends) {
        person.ends();
      }
      person.client.leave(ends ? 0 : -1);
      wills.remove(person.client);
    }
  }

  /** Its subscriptions, by itself or by others in its name; or it is kicked. */
  private void change(Person person) {
    List<String> filters = List.copyOf(new TreeMap<>(person.filters).keySet());
    String filter = filters.get(random.nextInt(filters.size()));
    if (person.stays) {
      return;
    }
    switch (random.nextInt(5)) {
      case 0 -> {
        var _ = broker().clients.kick(person.client.id);
        person.ends();
        wills.remove(person.client);
      }
      case 1 -> {
        allow(person, filter);
        person.helped = true;
        var _ =
            broker()
                .clients
                .subscribe(
                    person.client.id,
                    List.of(
                        new SubscriptionView(
                            person.client.id,
                            filter,
                            person.filters.get(filter),
                            false,
                            false,
                            0,
                            0,
                            false)));
      }
      case 2 -> {
        if (person.client.connected) {
          person.held.put(filter, Held.MAYBE);
          forgive(person, filter);
          person.client.unsubscribe(filter);
        }
      }
      default -> {
        if (person.client.connected && person.held.get(filter) != Held.YES) {
          allow(person, filter);
          person.client.subscribe(filter, person.filters.get(filter));
        }
      }
    }
  }

  /** What was not handled before may come from here on. */
  private void allow(Person person, String filter) {
    person.held.computeIfPresent(filter, (_, held) -> held == Held.YES ? held : Held.MAYBE);
    for (Note note : notes.values()) {
      if (!note.handled || (!note.acknowledged && note.qos > 0)) {
        note.forbidden.remove(person);
      }
    }
  }

  private void handled(Message message) {
    Note note = notes.get(text(message));
    if (note != null) {
      note.handled = true;
    }
  }

  /** What is not acknowledged yet may be handled after the subscription has ended. */
  private void forgive(Person person, String filter) {
    for (Note note : notes.values()) {
      if (!note.acknowledged && SimulatedDebts.matches(filter, note.topic)) {
        note.wanted.remove(person);
      }
    }
  }

  private void pass(int seconds) {
    for (Person person : people) {
      if (!person.stays && seconds > 30) {
        person.ends(); // it may be away, or be away by then
      }
    }
    broker().advanceSeconds(seconds);
  }

  private void crash() {
    crashes++;
    stalled = 0;
    for (Note note : notes.values()) {
      note.mayDouble |= !note.acknowledged;
      note.hasSeenCrash = true;
    }
    SimulatedBroker next = broker().crash();
    publishers.forEach(each -> each.meet(next));
    people.forEach(each -> each.client.meet(next));
    willsDue.clear();
    wills.clear();
    now = next;
  }

  // What the clients tell

  @Override
  public void connected(SimulatedClient client, boolean present) {
    Person person = person(client);
    if (person == null || ending) {
      return;
    }
    if (person.cleanStart) {
      assertThat(present).as(client + " wanted a clean start").isFalse();
      person.cleanStart = false;
    }
    if (!present) {
      assertThat(person.stays && person.held.containsValue(Held.YES))
          .as(client + " has lost its session")
          .isFalse();
      person.epoch++;
      person.held.replaceAll((_, _) -> person.helped ? Held.MAYBE : Held.NONE);
    }
    if (person.stays) {
      person.filters.forEach((filter, qos) -> {
        if (person.held.get(filter) != Held.YES) {
          allow(person, filter);
          client.subscribe(filter, qos);
        }
      });
    }
  }

  @Override
  public void subscribed(SimulatedClient client, String filter) {
    Person person = person(client);
    if (person != null) {
      person.held.put(filter, Held.YES);
    }
  }

  @Override
  public void unsubscribed(SimulatedClient client, String filter) {
    Person person = person(client);
    if (person != null) {
      person.held.put(filter, Held.NONE);
    }
  }

  @Override
  public void acknowledged(SimulatedClient client, String payload) {
    Note note = notes.get(payload);
    if (note != null) {
      note.acknowledged = true;
    }
  }

  @Override
  public void got(SimulatedClient client, Got got) {
    Person person = person(client);
    Note note = notes.get(got.payload());
    if (person != null && note != null && !got.retained()) {
      assertThat(note.forbidden)
          .as(got + " to one who does not subscribe it")
          .doesNotContain(person);
    }
  }

  private @Nullable Person person(SimulatedClient client) {
    return people.stream().filter(each -> each.client.equals(client)).findFirst().orElse(null);
  }

  // The end

  private void rest() {
    boolean any = true;
    for (int i = 0; any; i++) {
      assertThat(i).as("rounds until all is quiet").isLessThan(10_000);
      broker().settle();
      any = false;
      for (SimulatedClient each : clients()) {
        any |= !each.isIdle();
        each.deliver(100);
        each.read(100);
      }
    }
  }

  private List<SimulatedClient> clients() {
    List<SimulatedClient> all = new ArrayList<>(publishers);
    people.forEach(each -> all.add(each.client));
    return all;
  }

  /** The faults stop, and everybody comes. */
  private void calm() {
    rest();
    for (SimulatedClient publisher : publishers) {
      if (!publisher.connected) {
        publisher.connect(0, staying());
      }
    }
    for (Person person : people) {
      if (!person.client.connected) {
        person.cleanStart = false;
        person.helped = false;
        person.client.connect(1, new Coming(false, person.stays ? FOR_LONG : 30, null, 0));
      }
    }
    rest();
  }

  private void check() {
    for (SimulatedClient client : clients()) {
      assertThat(client.connected).as(client + " is connected").isTrue();
      assertThat(client.owesNothing()).as("nothing is open with " + client).isTrue();
    }
    debts.check(crashes);
    checkRetained();
  }

  private void checkRetained() {
    SimulatedClient looking = client("looking", true);
    looking.connect(2, new Coming(true, 0, null, 0));
    looking.subscribe("r/#", 1);
    for (int i = 0; i < 20; i++) {
      looking.deliver(10);
      broker().settle();
      looking.read(10);
    }
    Map<String, String> found = new TreeMap<>();
    looking.all.forEach(got -> found.put(got.topic(), got.payload()));
    assertThat(found).as("retained").isEqualTo(retained);
    looking.leave(0);
    looking.deliver(10);
  }

  /** All sessions end, all that is retained goes: nothing is left of anything. */
  private void end() {
    ending = true;
    retained.keySet().forEach(topic -> publishers.getFirst().publish(topic, "", 1, true));
    rest();
    for (SimulatedClient client : clients()) {
      if (!client.five) {
        client.connect(0, new Coming(true, 0, null, 0));
      }
      client.leave(client.five ? 0 : -1);
    }
    rest();
    assertThat(broker().metric(Metric.CONNECTIONS)).as("connections").isZero();
    assertThat(broker().metric(Metric.SESSIONS)).as("sessions").isZero();
    assertThat(broker().metric(Metric.SUBSCRIPTIONS)).as("subscriptions").isZero();
    assertThat(broker().metric(Metric.SUBSCRIPTIONS_SHARED)).as("shared").isZero();
    assertThat(broker().metric(Metric.TOPICS)).as("topics").isZero();
    assertThat(broker().metric(Metric.RETAINED)).as("retained").isZero();
    assertThat(broker().store.left()).as("left in the store").isEmpty();
  }

  private static String text(Message message) {
    return new String(message.payload(), StandardCharsets.UTF_8);
  }
}
