package dev.tributary.broker.internal.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatNoException;

import dev.tributary.broker.ClientInfo;
import dev.tributary.broker.Message;
import dev.tributary.broker.PacketProperties;
import dev.tributary.broker.StoreException;
import dev.tributary.broker.internal.protocol.Will;
import dev.tributary.broker.internal.routing.Subscription;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What every {@link Store} does. */
abstract class StoreContract extends QueueContract {

  @Test
  void findsNothingInAnEmptyOne() throws StoreException {
    Found found = restart();
    assertThat(found.sessions()).isEmpty();
    assertThat(found.retained()).isEmpty();
  }

  @Test
  void findsSessionsAgain() throws StoreException {
    SessionRecord record = new Samples(1).anySession();
    writer.putSession(A, record);
    writer.putSubscription(A, Samples.subscription("a/+"));
    writer.putSubscription(A, Samples.subscription("b/#"));
    writer.putAwaitingRelease(A, 0xFFFF);
    writer.putAwaitingRelease(A, 1);
    StoredSession found = restart().session();
    assertThat(found.number()).isEqualTo(A);
    assertSame(found.contents(), record);
    assertThat(found.subscriptions())
        .containsExactlyInAnyOrder(Samples.subscription("a/+"), Samples.subscription("b/#"));
    assertThat(found.awaitingRelease()).containsExactlyInAnyOrder(1, 0xFFFF);
    assertThat(found.inflight()).isEmpty();
    assertThat(found.waiting()).isZero();
    assertThat(found.firstWaiting()).isEqualTo(Long.MAX_VALUE);
  }

  @Test
  void keepsNeitherConnectPropertiesNorWhatHandlersPutInTheSlot() throws StoreException {
    ClientInfo plain = Samples.client("c");
    PacketProperties properties =
        new PacketProperties(
            List.of(new PacketProperties.NumberProperty("Receive-Maximum", 9)), List.of());
    ClientInfo connected =
        new ClientInfo(
            plain.clientId(),
            plain.username(),
            plain.protocolVersion(),
            plain.cleanStart(),
            plain.keepAliveSeconds(),
            plain.sessionExpirySeconds(),
            plain.receiveMaximum(),
            properties,
            plain.peer(),
            plain.local(),
            plain.listener(),
            plain.connectedAtMillis(),
            plain.slot());
    connected.slot().putIfAbsent("something of the rule engine");
    writer.putSession(A, new SessionRecord(connected, 1, 2, 3, null));
    ClientInfo found = restart().session().contents().client();
    if (store.isDurable()) {
      assertThat(found.connectProperties()).isEqualTo(PacketProperties.NONE);
      assertThat(found.slot().content()).isNull();
    }
    assertThat(found.clientId()).isEqualTo("c");
  }

  @Test
  void keepsTheLastOfWhatIsPutTwice() throws StoreException {
    writer.putSession(A, Samples.session("first"));
    writer.putSubscription(A, Samples.subscription("a"));
    commit();
    writer.putSession(A, Samples.session("second"));
    var changed = new Subscription("a", 2, true, true, 2, 9);
    writer.putSubscription(A, changed);
    StoredSession found = restart().session();
    assertThat(found.contents().client().clientId()).isEqualTo("second");
    assertThat(found.subscriptions()).containsExactly(changed);
  }

  @Test
  void forgetsAWillThatIsPublished() throws StoreException {
    Will will =
        new Will("w", new byte[] {1}, 1, false, Message.PublishProperties.NONE, 0xFFFF_FFFFL);
    SessionRecord record = Samples.session("c");
    writer.putSession(A, new SessionRecord(record.client(), 1, Samples.NOW, Samples.NOW + 1, will));
    assertSame(restart().session().contents().will(), will);
    writer.putSession(A, new SessionRecord(record.client(), 1, Samples.NOW, Samples.NOW + 1, null));
    assertThat(restart().session().contents().will()).isNull();
  }

  @Test
  void removesSubscriptionsAndPacketIdentifiers() throws StoreException {
    writer.putSession(A, Samples.session("c"));
    writer.putSubscription(A, Samples.subscription("a"));
    writer.putSubscription(A, Samples.subscription("b"));
    writer.putAwaitingRelease(A, 1);
    writer.putAwaitingRelease(A, 2);
    commit();
    writer.removeSubscription(A, "a");
    writer.removeAwaitingRelease(A, 2);
    StoredSession found = restart().session();
    assertThat(found.subscriptions()).containsExactly(Samples.subscription("b"));
    assertThat(found.awaitingRelease()).containsExactly(1);
  }

  @Test
  void findsWhatIsOpenAndWhatIsTakenAfterIt() throws StoreException {
    OpenPublish first = new OpenPublish(1, new Message.MessageId(-1, 7), 99);
    OpenPublish last = new OpenPublish(0xFFFF, new Message.MessageId(3, Long.MIN_VALUE), -99);
    writer.putSession(A, Samples.session("c"));
    writer.putOpenPublish(A, first);
    writer.putOpenPublish(A, new OpenPublish(2, first.message(), 0));
    writer.putOpenPublish(A, new OpenPublish(0xFFFF, first.message(), 0));
    writer.putOpenPublish(A, new OpenPublish(3, first.message(), 0));
    writer.putAwaitingRelease(A, 3);
    commit();
    writer.putAwaitingRelease(A, 2);
    writer.putOpenPublish(A, last);
    StoredSession found = restart().session();
    assertThat(found.open()).containsExactlyInAnyOrder(first, last);
    assertThat(found.awaitingRelease()).containsExactlyInAnyOrder(2, 3);
    writer.removeAwaitingRelease(A, 1);
    writer.removeAwaitingRelease(A, 2);
    found = restart().session();
    assertThat(found.open()).containsExactly(last);
    assertThat(found.awaitingRelease()).containsExactly(3);
  }

  @Test
  void removesInOneTurnWhatAnotherHasPut() throws StoreException {
    writer.putSession(A, Samples.session("c"));
    writer.putAwaitingRelease(A, 1);
    writer.putSubscription(A, Samples.subscription("a"));
    writer.putRetained(Samples.message("r", "1"));
    commit();
    writer.putAwaitingRelease(A, 1);
    writer.removeAwaitingRelease(A, 1);
    writer.putSubscription(A, Samples.subscription("a"));
    writer.removeSubscription(A, "a");
    writer.putRetained(Samples.message("r", "2"));
    writer.removeRetained("r");
    Found found = restart();
    assertThat(found.session().awaitingRelease()).isEmpty();
    assertThat(found.session().subscriptions()).isEmpty();
    assertThat(found.retained()).isEmpty();
  }

  @Test
  void forgetsEverythingOfASessionThatEnds() throws StoreException {
    for (long session : new long[] {A, B}) {
      writer.putSession(session, Samples.session("client" + session));
      writer.putSubscription(session, Samples.subscription("a"));
      writer.putAwaitingRelease(session, 1);
      for (int i = 0; i < 300; i++) {
        writer.putMessage(session, Samples.stored(i, "m", new Flow(i + 1, false)));
      }
    }
    commit();
    writer.putMessage(A, Samples.stored(1_000, "late"));
    writer.removeSession(A);
    Found found = restart();
    assertThat(found.session().number()).isEqualTo(B);
    assertThat(found.session().inflight()).hasSize(300);
    assertThat(read(A, 0, 10)).isEmpty();
    assertThat(read(B, 0, 1_000)).hasSize(300);
  }

  @Test
  void endsASessionInTheTurnThatBeganIt() throws StoreException {
    writer.putSession(A, Samples.session("c"));
    writer.putSubscription(A, Samples.subscription("a"));
    writer.putMessage(A, Samples.stored(1, "one"));
    writer.removeSession(A);
    writer.putSession(B, Samples.session("c"));
    assertThat(restart().session().number()).isEqualTo(B);
  }

  @Test
  void neverGivesANumberThatIsInUse() throws StoreException {
    writer.putSession(41, Samples.session("a"));
    writer.putSession(5, Samples.session("b"));
    assertThat(restart().nextSession()).isGreaterThan(41);
  }

  @Test
  void keepsRetainedMessagesByTopic() throws StoreException {
    Message first = new Samples(3).anyMessage();
    writer.putRetained(first);
    writer.putRetained(Samples.message("b", "1"));
    writer.putRetained(Samples.message("c", "1"));
    commit();
    writer.putRetained(Samples.message("b", "2"));
    writer.removeRetained("c");
    List<Message> found =
        restart().retained().stream().sorted(Comparator.comparing(Message::topic)).toList();
    assertThat(found).extracting(Message::topic).containsExactlyInAnyOrder(first.topic(), "b");
    Message second = found.get(found.get(0).topic().equals("b") ? 0 : 1);
    assertThat(second.payload()).asString().isEqualTo("2");
    assertSame(found.get(found.get(0).topic().equals("b") ? 1 : 0), first);
  }

  @Test
  void tellsThatItIsStoredInOrderOnTheThreadOfTheWriter() {
    List<String> told = new ArrayList<>();
    writer.whenStored(() -> told.add("nothing to wait for"));
    assertThat(told).isEmpty();
    writer.putSession(A, Samples.session("c"));
    writer.whenStored(() -> told.add("1"));
    writer.whenStored(() -> told.add("2"));
    thread.turn();
    writer.putSession(B, Samples.session("d"));
    writer.whenStored(() -> told.add("3"));
    writer.submit();
    writer.whenStored(() -> told.add("4"));
    thread.until(() -> told.size() == 5);
    assertThat(told).containsExactly("nothing to wait for", "1", "2", "3", "4");
  }

  @Test
  void tellsTheOthersIfOneFails() {
    AtomicInteger told = new AtomicInteger();
    writer.whenStored(() -> {
      throw new IllegalStateException("one that fails, for the test");
    });
    writer.whenStored(told::incrementAndGet);
    thread.until(() -> told.get() == 1);
  }

  @Test
  void servesWritersThatRunEverythingAtOnce() throws StoreException {
    StoreWriter direct = store.writer(Runnable::run);
    AtomicInteger told = new AtomicInteger();
    direct.putRetained(Samples.message("a", "1"));
    direct.putRetained(Samples.message("b", "1"));
    direct.whenStored(() -> {
      told.incrementAndGet();
      thread.execute(() -> {});
    });
    thread.until(() -> told.get() == 1);
    assertThat(restart().retained()).hasSize(2);
  }

  @Test
  void servesSeveralWriters() throws StoreException {
    StoreWriter other = store.writer(thread);
    writer.putSession(A, Samples.session("c"));
    writer.putMessage(A, Samples.stored(1, "one"));
    writer.submit();
    // The session has moved.
    other.removeMessage(A, 1);
    other.putMessage(A, Samples.stored(2, "two"));
    commit(other);
    assertThat(read(A, 0, 9)).extracting(Samples::payload).containsExactly("two");
    assertThat(restart().session().waiting()).isEqualTo(1);
  }

  @Test
  void storesWhatWasSubmittedBeforeItCloses() throws StoreException {
    writer.putSession(A, Samples.session("c"));
    writer.submit();
    store.close();
    store = openAgain();
    assertThat(load().session().number()).isEqualTo(A);
  }

  @Test
  void isNotUsedAfterItClosed() {
    store.close();
    assertThatNoException().isThrownBy(store::close);
    assertThatIllegalStateException().isThrownBy(() -> store.read(A, 0, 1, thread, _ -> {}));
    assertThatIllegalStateException().isThrownBy(() -> store.writer(thread));
    assertThatIllegalStateException().isThrownBy(this::load);
    writer.putSession(A, Samples.session("c"));
    assertThatIllegalStateException().isThrownBy(writer::submit);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void findsAnythingAgain(long seed) throws StoreException {
    Samples samples = new Samples(seed);
    SessionRecord record = samples.anySession();
    List<StoredMessage> messages = new ArrayList<>();
    writer.putSession(A, record);
    for (int i = 0; i < 30; i++) {
      StoredMessage message = samples.anyStored(i);
      writer.putMessage(A, message);
      messages.add(message);
    }
    Found found = restart();
    assertSame(found.session().contents(), record);
    List<StoredMessage> read = new ArrayList<>();
    while (read.size() < messages.size()) {
      read.addAll(read(A, read.size(), 100));
    }
    assertSame(read, messages);
  }

  /** Against plain collections. */
  @ParameterizedTest
  @ValueSource(longs = {11, 12, 13, 14, 15, 16})
  void doesWhatAModelDoes(long seed) throws StoreException {
    Random random = new Random(seed);
    StoreModel model = new StoreModel();
    for (int step = 0; step < 800; step++) {
      model.change(writer, random);
      switch (random.nextInt(100)) {
        case 0, 10, 11, 12 -> writer.submit();
        case 1, 20, 21, 22 -> thread.turn();
        case 2 -> model.check(restart());
        case 3, 30, 31, 32 -> commit();
        default -> {}
      }
    }
    model.check(restart());
  }
}
