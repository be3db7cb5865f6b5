package dev.tributary.broker.internal.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tributary.broker.Message;
import dev.tributary.broker.StoreException;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** A store of some kind, a thread that writes to it, and what a start finds in it. */
abstract class StoreFixture {

  static final long A = 7;
  static final long B = 8;

  final TestThread thread = new TestThread();
  Store store;
  StoreWriter writer;

  /** Nothing is in it. */
  abstract Store open() throws StoreException;

  /** Another over what the one before, which is closed, has stored. */
  abstract Store openAgain() throws StoreException;

  record Found(List<StoredSession> sessions, List<Message> retained, long nextSession) {

    StoredSession session() {
      assertThat(sessions).hasSize(1);
      return sessions.getFirst();
    }
  }

  @BeforeEach
  void openEmpty() throws StoreException {
    store = open();
    assertThat(load().nextSession()).as("a number for the first session").isGreaterThanOrEqualTo(0);
    writer = store.writer(thread);
  }

  @AfterEach
  void close() {
    store.close();
  }

  Found load() throws StoreException {
    List<StoredSession> sessions = new ArrayList<>();
    List<Message> retained = new ArrayList<>();
    long next =
        store.load(
            new Store.Contents() {
              @Override
              public void session(StoredSession session) {
                sessions.add(session);
              }

              @Override
              public void retained(Message message) {
                retained.add(message);
              }
            });
    return new Found(sessions, retained, next);
  }

  Found restart() throws StoreException {
    commit();
    store.close();
    store = openAgain();
    Found found = load();
    writer = store.writer(thread);
    return found;
  }

  void commit() {
    commit(writer);
  }

  void commit(StoreWriter of) {
    AtomicInteger stored = new AtomicInteger();
    of.whenStored(stored::incrementAndGet);
    thread.until(() -> stored.get() == 1);
  }

  List<StoredMessage> read(long session, long from, int max) {
    AtomicReference<List<StoredMessage>> answer = new AtomicReference<>();
    store.read(session, from, max, thread, answer::set);
    thread.until(() -> answer.get() != null);
    return answer.get();
  }

  static void assertSame(Object found, Object expected) {
    assertThat(found)
        .usingRecursiveComparison()
        .withEqualsForType((a, b) -> a.equals(b), InetSocketAddress.class)
        .withEqualsForType(Arrays::equals, byte[].class)
        .isEqualTo(expected);
  }
}
