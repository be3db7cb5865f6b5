package dev.tributary.broker.internal.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tributary.broker.StorageOptions;
import dev.tributary.broker.StoreException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.rocksdb.ColumnFamilyHandle;

/** Damaged records as well: what is whole stays, and the log tells of the rest. */
class RocksStoreTest extends StoreContract {

  @TempDir Path folder;

  private interface Damage {
    void in(RocksFolder.Opened opened) throws Exception;
  }

  @Override
  Store open() throws StoreException {
    return openAgain();
  }

  @Override
  Store openAgain() throws StoreException {
    return RocksStore.open(new StorageOptions.OnDisk(folder, false), System::nanoTime);
  }

  @Test
  void saysThatItIsDurable() {
    assertThat(store.isDurable()).isTrue();
    assertThat(store.trouble()).isNull();
    assertThat(writer.isBacklogged()).isFalse();
  }

  @Test
  void leavesOutASessionWhoseRecordIsDamaged() throws Exception {
    twoSessions();
    byte[] record = SessionCodec.session(Samples.session("unlucky"));
    damage(opened -> put(opened, new Key.OfSession(B), Arrays.copyOf(record, record.length - 1)));
    try (LogLines log = new LogLines(RocksLoading.class)) {
      Found found = load();
      assertThat(found.session().number()).isEqualTo(A);
      assertThat(found.nextSession()).as("its number is not free").isGreaterThan(B);
      assertThat(log.all())
          .containsExactly(
              "ERROR Session 8 of client 'unlucky' is left out, for what is stored of it is"
                  + " damaged: it ends in will");
    }
  }

  @Test
  void leavesOutASessionWithADamagedSubscription() throws Exception {
    twoSessions();
    damage(opened -> put(opened, new Key.OfSubscription(B, "f"), new byte[] {1, 3}));
    try (LogLines log = new LogLines(RocksLoading.class)) {
      assertThat(load().session().number()).isEqualTo(A);
      assertThat(log.all().getFirst()).contains("'client8'", "QoS is 3");
    }
  }

  @Test
  void namesNobodyWhereNobodyCanBeRead() throws Exception {
    twoSessions();
    damage(opened -> put(opened, new Key.OfSession(B), new byte[0]));
    try (LogLines log = new LogLines(RocksLoading.class)) {
      assertThat(load().session().number()).isEqualTo(A);
      assertThat(log.all().getFirst()).contains("client unknown", "it ends in version");
    }
  }

  @Test
  void readsPastADamagedMessage() throws Exception {
    twoSessions();
    damage(opened -> put(opened, new Key.OfMessage(A, 2), new byte[] {1, 2, 3}));
    load();
    writer = store.writer(thread);
    try (LogLines log = new LogLines(RocksReading.class)) {
      List<StoredMessage> read = read(A, 0, 2);
      assertThat(read).extracting(StoredMessage::position).containsExactly(1L, 3L);
      assertThat(log.all()).hasSize(1);
      assertThat(log.all().getFirst()).startsWith("ERROR A stored message of session 7 is lost");
    }
  }

  @Test
  void leavesOutADamagedRetainedMessage() throws Exception {
    writer.putRetained(Samples.message("a", "1"));
    writer.putRetained(Samples.message("b", "1"));
    commit();
    damage(opened -> put(opened, new Key.OfRetained("a"), new byte[] {7}));
    try (LogLines log = new LogLines(RocksLoading.class)) {
      assertThat(load().retained()).extracting(m -> m.topic()).containsExactly("b");
      assertThat(log.all().getFirst()).contains("its version is 7");
    }
  }

  @Test
  void removesWhatWasWrittenToASessionAfterItsEnd() throws Exception {
    twoSessions();
    damage(opened -> {
      opened.db().delete(opened.family(RocksFamily.SESSIONS), RocksKeys.of(new Key.OfSession(B)));
    });
    assertThat(load().session().number()).isEqualTo(A);
    assertThat(read(B, 0, 10)).isEmpty();
  }

  private void twoSessions() {
    for (long session : new long[] {A, B}) {
      writer.putSession(session, Samples.session("client" + session));
      writer.putSubscription(session, Samples.subscription("f"));
      for (int i = 1; i < 5; i++) {
        writer.putMessage(session, Samples.stored(i, "m" + i));
      }
    }
    commit();
  }

  /** Opens the store again after. */
  private void damage(Damage damage) throws Exception {
    store.close();
    try (RocksTuning tuning = new RocksTuning();
        RocksFolder.Opened opened = new RocksFolder(folder).open(tuning)) {
      damage.in(opened);
    }
    store = openAgain();
  }

  private static void put(RocksFolder.Opened opened, Key key, byte[] value) throws Exception {
    ColumnFamilyHandle family = opened.family(RocksFamily.of(key));
    opened.db().put(family, RocksKeys.of(key), value);
  }
}
