package dev.tributary.broker.internal.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tributary.broker.Message;
import dev.tributary.broker.Message.MessageId;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Makes changes and knows what should be stored after them. */
final class StoreModel {

  private static final int FILTERS = 5;
  private static final int SESSIONS_MAX = 6;

  private static final class Session {
    final TreeSet<String> filters = new TreeSet<>();
    final TreeSet<Integer> awaiting = new TreeSet<>();
    final TreeMap<Integer, OpenPublish> open = new TreeMap<>();
    final TreeMap<Long, String> messages = new TreeMap<>();
    final TreeMap<Long, Flow> flows = new TreeMap<>();
    long nextPosition;
  }

  private final TreeMap<Long, Session> sessions = new TreeMap<>();
  private final TreeMap<String, String> retained = new TreeMap<>();
  private long nextSession;

  void change(StoreWriter writer, Random random) {
    if (sessions.isEmpty() || (random.nextInt(25) == 0 && sessions.size() < SESSIONS_MAX)) {
      writer.putSession(nextSession, Samples.session("c" + nextSession));
      sessions.put(nextSession++, new Session());
      return;
    }
    long number =
        sessions.keySet().stream().skip(random.nextInt(sessions.size())).findFirst().orElseThrow();
    Session session = sessions.get(number);
    int choice = random.nextInt(40);
    if (choice == 0) {
      writer.removeSession(number);
      sessions.remove(number);
    } else if (choice < 5) {
      retained(writer, random);
    } else if (choice < 10) {
      state(writer, random, number, session);
    } else {
      messages(writer, random, number, session);
    }
  }

  void check(StoreFixture.Found found) {
    assertThat(found.retained().stream().collect(Collectors.toMap(Message::topic, this::text)))
        .isEqualTo(retained);
    assertThat(found.sessions().stream().map(StoredSession::number).toList())
        .containsExactlyElementsOf(sessions.keySet());
    for (StoredSession session : found.sessions()) {
      check(session, sessions.get(session.number()));
    }
  }

  private void check(StoredSession found, Session expected) {
    assertThat(found.subscriptions().stream().map(s -> s.filter()).toList())
        .containsExactlyInAnyOrderElementsOf(expected.filters);
    assertThat(found.awaitingRelease()).containsExactlyInAnyOrderElementsOf(expected.awaiting);
    assertThat(found.open()).containsExactlyInAnyOrderElementsOf(expected.open.values());
    assertThat(
            found.inflight().stream()
                .collect(Collectors.toMap(StoredMessage::position, StoredMessage::flow)))
        .isEqualTo(expected.flows);
    assertThat(found.inflight())
        .allSatisfy(
            m -> assertThat(Samples.payload(m)).isEqualTo(expected.messages.get(m.position())));
    assertThat(found.waiting()).isEqualTo(expected.messages.size() - expected.flows.size());
    assertThat(found.firstWaiting())
        .isEqualTo(
            expected.messages.keySet().stream()
                .filter(p -> !expected.flows.containsKey(p))
                .findFirst()
                .orElse(Long.MAX_VALUE));
  }

  private void retained(StoreWriter writer, Random random) {
    String topic = "t" + random.nextInt(FILTERS);
    if (random.nextInt(3) == 0) {
      writer.removeRetained(topic);
      retained.remove(topic);
    } else {
      String payload = "p" + random.nextInt();
      writer.putRetained(Samples.message(topic, payload));
      retained.put(topic, payload);
    }
  }

  private void state(StoreWriter writer, Random random, long number, Session session) {
    int which = random.nextInt(FILTERS);
    switch (random.nextInt(5)) {
      case 0 -> {
        writer.putSubscription(number, Samples.subscription("f" + which));
        session.filters.add("f" + which);
      }
      case 1 -> {
        writer.removeSubscription(number, "f" + which);
        session.filters.remove("f" + which);
      }
      case 2 -> {
        writer.putAwaitingRelease(number, which);
        session.awaiting.add(which);
        session.open.remove(which);
      }
      case 3 -> {
        OpenPublish open =
            new OpenPublish(which, new MessageId(random.nextLong(), 1), random.nextLong());
        writer.putOpenPublish(number, open);
        session.awaiting.remove(which);
        session.open.put(which, open);
      }
      default -> {
        writer.removeAwaitingRelease(number, which);
        session.awaiting.remove(which);
        session.open.remove(which);
      }
    }
  }

  private void messages(StoreWriter writer, Random random, long number, Session session) {
    if (session.messages.isEmpty() || random.nextInt(3) == 0) {
      long position = session.nextPosition++;
      String payload = "m" + position;
      writer.putMessage(number, Samples.stored(position, payload));
      session.messages.put(position, payload);
      return;
    }
    Map.Entry<Long, String> oldest = session.messages.firstEntry();
    long position =
        random.nextBoolean()
            ? oldest.getKey()
            : session.messages.floorKey(oldest.getKey() + random.nextInt(5));
    if (random.nextInt(3) == 0) {
      Flow flow = random.nextInt(4) == 0 ? Flow.WAITING : new Flow(5, random.nextBoolean());
      writer.putFlow(number, position, flow);
      if (flow.equals(Flow.WAITING)) {
        session.flows.remove(position);
      } else {
        session.flows.put(position, flow);
      }
    } else {
      writer.removeMessage(number, position);
      session.messages.remove(position);
      session.flows.remove(position);
    }
  }

  private String text(Message message) {
    return new String(message.payload(), java.nio.charset.StandardCharsets.UTF_8);
  }
}
