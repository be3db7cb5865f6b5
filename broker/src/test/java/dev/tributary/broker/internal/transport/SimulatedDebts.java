package dev.tributary.broker.internal.transport;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tributary.broker.internal.transport.SimulatedClient.Got;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The model of a simulation: what was published, who subscribes to what, and who must have got
 * which message in the end. Written by the simulation as things happen.
 */
final class SimulatedDebts {

  static final String GROUP = "$share/g/";

  /** What is known of a subscription. */
  enum Held {
    NONE,
    YES,
    MAYBE
  }

  /** A subscriber, and what the broker owes it. */
  static final class Person {
    final SimulatedClient client;
    final Map<String, Integer> filters;
    final Map<String, Held> held = new HashMap<>();

    /** Whether its session never ends. */
    final boolean stays;

    int epoch;
    boolean cleanStart;

    /** Others have subscribed in its name since it began to connect. */
    boolean helped;

    Person(SimulatedClient client, boolean stays, Map<String, Integer> filters) {
      this.client = client;
      this.stays = stays;
      this.filters = filters;
      filters.keySet().forEach(filter -> held.put(filter, Held.NONE));
    }

    boolean isMember() {
      return filters.keySet().stream().anyMatch(filter -> filter.startsWith(GROUP));
    }

    /** Its session ends about now. */
    void ends() {
      epoch++;
      held.replaceAll((_, _) -> Held.MAYBE);
    }

    Held holds(String topic) {
      Held best = Held.NONE;
      for (Map.Entry<String, Held> each : held.entrySet()) {
        if (matches(each.getKey(), topic) && each.getValue() != Held.NONE) {
          best = best == Held.YES ? best : each.getValue();
        }
      }
      return best;
    }
  }

  /** A published message, and who must get it or must not. */
  static final class Note {
    final int number;
    final String payload;
    final String topic;
    final int qos;
    final Map<Person, Integer> wanted = new HashMap<>();
    final Set<Person> forbidden = new HashSet<>();
    boolean handled;
    boolean acknowledged;
    boolean mayDouble;
    boolean hasSeenCrash;

    Note(int number, String payload, String topic, int qos) {
      this.number = number;
      this.payload = payload;
      this.topic = topic;
      this.qos = qos;
    }
  }

  /** By payload. */
  final Map<String, Note> notes = new LinkedHashMap<>();

  final List<Person> people = new ArrayList<>();

  /** Clients to which a payload was sent. */
  final Map<String, Set<String>> sentTo = new HashMap<>();

  final Set<String> willsDue = new HashSet<>();

  /** How many crashes there had been when a will was made. */
  final Map<String, Integer> willsSince = new HashMap<>();

  /** When all is quiet: everything is acknowledged, nothing lost, twice or out of order. */
  void check(int crashes) {
    for (Note note : notes.values()) {
      if (note.qos > 0) {
        assertThat(note.acknowledged).as(note.payload + " is acknowledged").isTrue();
        checkLoss(note);
        checkGroup(note);
      }
    }
    people.forEach(this::checkOnceAndOrder);
    checkWills(crashes);
  }

  private void checkLoss(Note note) {
    note.wanted.forEach((person, epoch) -> {
      if (person.epoch == epoch) {
        assertThat(live(person).stream().anyMatch(got -> got.payload().equals(note.payload)))
            .as(note.payload + " on " + note.topic + ", owed to " + person.client)
            .isTrue();
      }
    });
  }

  private void checkGroup(Note note) {
    if (!note.topic.startsWith("a/")) {
      return;
    }
    long times =
        people.stream()
            .filter(Person::isMember)
            .flatMap(person -> live(person).stream())
            .filter(got -> got.payload().equals(note.payload))
            .count();
    // [MQTT-4.8.2-5]; after a crash nobody knows whether what has a packet identifier was sent.
    boolean lostWithItsSession =
        note.qos == 2
            && (note.hasSeenCrash || sentTo.getOrDefault(note.payload, Set.of()).contains("g3"));
    if (!lostWithItsSession) {
      assertThat(times).as(note.payload + " to the group").isPositive();
    }
    if (note.qos == 2) {
      assertThat(times).as(note.payload + " to the group").isLessThanOrEqualTo(1);
    }
  }

  private static List<Got> live(Person person) {
    return person.client.all.stream().filter(got -> !got.retained()).toList();
  }

  private void checkOnceAndOrder(Person person) {
    Set<String> seen = new HashSet<>();
    Map<String, Integer> last = new HashMap<>();
    for (Got got : live(person)) {
      Note note = notes.get(got.payload());
      if (note == null) {
        continue;
      }
      boolean first = seen.add(got.payload());
      if (got.qos() == 2 && (person.stays || !note.mayDouble)) {
        assertThat(first).as(got + " once to " + person.client).isTrue();
      }
      String publisher = got.payload().substring(0, (got.payload() + " ").indexOf(' '));
      Integer epoch = note.wanted.get(person); // a later session may get again what is repeated
      String stream = publisher + " " + got.topic() + " " + note.qos + got.qos() + " " + epoch;
      if (first && epoch != null) {
        assertThat(note.number)
            .as("order of " + stream + " to " + person.client)
            .isGreaterThan(last.getOrDefault(stream, -1));
        last.put(stream, note.number);
      }
    }
  }

  private void checkWills(int crashes) {
    Map<String, Integer> times = new HashMap<>();
    people.stream()
        .filter(person -> person.client.id.equals("s3"))
        .flatMap(person -> live(person).stream())
        .filter(got -> got.payload().startsWith("will"))
        .forEach(got -> times.merge(got.payload(), 1, Integer::sum));
    willsDue.forEach(will -> assertThat(times).as("wills").containsKey(will));
    times.forEach((will, count) -> {
      if (willsSince.get(will) == crashes) {
        assertThat(count).as(will).isEqualTo(1);
      }
    });
  }

  static boolean matches(String filter, String topic) {
    String plain = filter.startsWith(GROUP) ? filter.substring(GROUP.length()) : filter;
    String pattern = plain.replace("+", "[^/]*").replace("/#", "(/.*)?").replace("#", ".*");
    return topic.matches(pattern);
  }
}
