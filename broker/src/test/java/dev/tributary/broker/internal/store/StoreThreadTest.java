package dev.tributary.broker.internal.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class StoreThreadTest {

  private static final long SESSION = 1;
  private static final StoreThread.Patience IMPATIENT =
      new StoreThread.Patience(Duration.ofMillis(1), Duration.ofMillis(2), Duration.ofMillis(50));

  private final FailingTables tables = new FailingTables();
  private final StoreThread store =
      new StoreThread(tables, IMPATIENT, new StoreTrouble(System::nanoTime));
  private final TestThread thread = new TestThread();
  private final StoreWriter writer = new TurnWriter(thread, store);
  private final List<String> told = new ArrayList<>();

  @BeforeEach
  void start() {
    store.start();
  }

  @AfterEach
  void close() {
    store.close();
  }

  @Test
  void triesUntilItWorksAndKeepsTheOrder() {
    tables.failure(new IOException("disk full"));
    put(1);
    tables.attempts.acquireUninterruptibly(4);
    put(2);
    put(3);
    assertThat(told).isEmpty();
    assertThat(store.trouble()).isEqualTo("disk full");
    assertThat(tables.reopened()).isPositive();
    tables.failure(null);
    thread.until(() -> told.size() == 3);
    assertThat(told).containsExactly("1", "2", "3");
    assertThat(store.trouble()).isNull();
    assertThat(positions()).containsExactly(1L, 2L, 3L);
  }

  @Test
  void triesAgainToOpenTheDatabase() {
    tables.failure(new dev.tributary.broker.StoreException("no room for a database"));
    put(1);
    tables.attempts.acquireUninterruptibly(2);
    while (tables.reopened() < 3) {
      Thread.onSpinWait();
    }
    assertThat(store.trouble()).isEqualTo("no room for a database");
    tables.failure(null);
    thread.until(() -> told.size() == 1);
  }

  @Test
  void survivesWhatShouldNotHappen() {
    tables.failure(new IllegalStateException("a fault, for the test"));
    put(1);
    tables.attempts.acquireUninterruptibly(3);
    assertThat(store.trouble()).isEqualTo("a fault, for the test");
    tables.failure(null);
    thread.until(() -> told.size() == 1);
  }

  /** It may have been written all the same. */
  @Test
  void removesWhatSeemedNotToBeWritten() {
    tables.writesAndFails();
    tables.failure(new IOException("the answer was lost"));
    put(1);
    tables.attempts.acquireUninterruptibly(1);
    writer.removeMessage(SESSION, 1);
    writer.whenStored(() -> told.add("removed"));
    thread.turn();
    tables.failure(null);
    thread.until(() -> told.size() == 2);
    assertThat(positions()).isEmpty();
  }

  @Test
  void mergesWhatWaitsAndWritesNothingOfWhatIsUndone() {
    tables.failure(new IOException("slow"));
    put(1);
    tables.attempts.acquireUninterruptibly(1);
    for (long position = 2; position < 100; position++) {
      put(position);
      writer.putFlow(SESSION, position, new Flow(1, false));
      writer.submit();
      writer.removeMessage(SESSION, position);
      writer.submit();
    }
    put(100);
    tables.failure(null);
    thread.until(() -> told.size() == 100);
    assertThat(tables.written()).hasSize(2);
    assertThat(tables.written().getLast().changes())
        .extracting(Change::key)
        .containsExactly(new Key.OfMessage(SESSION, 100));
    assertThat(positions()).containsExactly(1L, 100L);
  }

  @Test
  void saysWhenTooMuchWaits() {
    tables.failure(new IOException("disk full"));
    String large = "x".repeat(1 << 20);
    for (int i = 0; i < 16; i++) {
      assertThat(writer.isBacklogged()).as("after " + i + " MiB").isFalse();
      writer.putMessage(SESSION, Samples.stored(i, large));
      writer.submit();
    }
    assertThat(writer.isBacklogged()).isTrue();
    tables.failure(null);
    writer.whenStored(() -> told.add("all"));
    thread.until(() -> told.size() == 1);
    assertThat(writer.isBacklogged()).isFalse();
  }

  @Test
  void readsWhenItIsWrittenAndTriesThatAgainToo() {
    tables.failure(new IOException("disk full"));
    put(1);
    AtomicReference<List<StoredMessage>> answer = new AtomicReference<>();
    store.take(new Reading(SESSION, 0, 9, thread, answer::set));
    tables.attempts.acquireUninterruptibly(3);
    assertThat(answer.get()).isNull();
    tables.failure(null);
    thread.until(() -> answer.get() != null);
    assertThat(answer.get()).extracting(StoredMessage::position).containsExactly(1L);
  }

  @Test
  void endsThoughNothingCanBeWritten() {
    try (LogLines log = new LogLines(StoreThread.class)) {
      tables.failure(new IOException("disk full"));
      put(1);
      tables.attempts.acquireUninterruptibly(1);
      put(2);
      store.close();
      assertThat(tables.isClosed()).isTrue();
      assertThat(log.all()).containsExactly("ERROR The changes of 2 turn(s) are lost: disk full");
    }
    thread.turn();
    assertThat(told).isEmpty();
  }

  @Test
  void warnsOnceOfTroubleThatComesAndGoes() {
    try (LogLines log = new LogLines(StoreTrouble.class)) {
      for (int i = 1; i < 5; i++) {
        int expected = i;
        tables.failure(new IOException("disk full"));
        put(i);
        tables.attempts.acquireUninterruptibly(1);
        tables.failure(null);
        thread.until(() -> told.size() == expected);
        tables.attempts.drainPermits();
      }
      assertThat(log.all()).hasSize(2);
      assertThat(log.all().get(0)).startsWith("WARN").endsWith(": disk full");
      assertThat(log.all().get(1)).startsWith("WARN").contains("stored again");
    }
  }

  private void put(long position) {
    writer.putMessage(SESSION, Samples.stored(position, "m"));
    writer.whenStored(() -> told.add("" + position));
    thread.turn();
  }

  private List<Long> positions() {
    return tables.contents.read(SESSION, 0, 1_000).stream().map(StoredMessage::position).toList();
  }
}
