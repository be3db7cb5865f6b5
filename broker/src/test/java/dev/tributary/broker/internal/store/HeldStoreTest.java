package dev.tributary.broker.internal.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class HeldStoreTest {

  private final TestThread thread = new TestThread();
  private final HeldStore store = new HeldStore();
  private final StoreWriter writer = store.writer(thread);
  private final List<String> told = new ArrayList<>();

  @Test
  void storesWhenTold() {
    put(1);
    put(2);
    assertThat(told).isEmpty();
    assertThat(store.held()).isEqualTo(2);
    assertThat(sessionsAfterCrash()).isZero();
    assertThat(store.commitOne()).isTrue();
    thread.turn();
    assertThat(told).containsExactly("1");
    assertThat(sessionsAfterCrash()).isEqualTo(1);
    store.commit();
    thread.turn();
    assertThat(told).containsExactly("1", "2");
  }

  @Test
  void storesNothingInTrouble() {
    store.trouble("disk full");
    put(1);
    store.commit();
    assertThat(store.held()).isEqualTo(1);
    assertThat(store.trouble()).isEqualTo("disk full");
    store.trouble(null);
    store.flow();
    put(2);
    thread.turn();
    assertThat(told).containsExactly("1", "2");
  }

  private void put(long session) {
    writer.putSession(session, Samples.session("c"));
    writer.whenStored(() -> told.add("" + session));
    thread.turn();
  }

  private int sessionsAfterCrash() {
    List<StoredSession> sessions = new ArrayList<>();
    store
        .afterCrash()
        .load(
            new Store.Contents() {
              @Override
              public void session(StoredSession session) {
                sessions.add(session);
              }

              @Override
              public void retained(dev.tributary.broker.Message message) {}
            });
    return sessions.size();
  }
}
