package dev.tributary.broker.internal.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.tributary.broker.Message;
import dev.tributary.broker.StoreException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What every {@link Store} does with the messages of a session. */
abstract class QueueContract extends StoreFixture {

  @Test
  void tellsWhatIsOverApart() throws StoreException {
    writer.putSession(A, Samples.session("c"));
    writer.putMessage(A, Samples.stored(1, "one", new Flow(1, true)));
    writer.putMessage(A, Samples.stored(2, "two"));
    writer.putFlow(A, 1, Flow.OVER);
    StoredSession found = restart().session();
    assertThat(found.over()).extracting(Samples::payload).containsExactly("one");
    assertThat(found.inflight()).isEmpty();
    assertThat(found.waiting()).isEqualTo(1);
    assertThat(found.firstWaiting()).isEqualTo(2);
    assertThat(found.nextSequence()).isEqualTo(3);
    assertThat(read(A, 0, 9)).extracting(StoredMessage::flow).contains(Flow.OVER);
    writer.removeMessage(A, 1);
    assertThat(restart().session().over()).isEmpty();
  }

  @Test
  void findsWhoHasAMessage() throws StoreException {
    Samples samples = new Samples(5);
    StoredMessage one = samples.anyStored(1);
    StoredMessage other = samples.anyStored(2);
    for (long session : new long[] {A, B}) {
      writer.putSession(session, Samples.session("client" + session));
      writer.putSubscription(session, Samples.subscription("a"));
      writer.putAwaitingRelease(session, 1);
      writer.putMessage(session, other);
    }
    writer.putMessage(A, one);
    writer.putFlow(A, 1, Flow.OVER);
    commit();
    store.close();
    store = openAgain();
    load();
    List<Long> sessions = new ArrayList<>();
    List<StoredMessage> found = new ArrayList<>();
    store.holders(
        Set.of(one.delivery().message().id(), new Message.MessageId(0, 0)),
        (session, message) -> {
          sessions.add(session);
          found.add(message.with(Flow.WAITING));
        });
    assertThat(sessions).containsExactly(A);
    assertSame(found, List.of(one));
  }

  @Test
  void countsWaitingMessagesAndTellsThoseInFlight() throws StoreException {
    writer.putSession(A, Samples.session("c"));
    writer.putMessage(A, Samples.stored(1, "one", new Flow(11, false)));
    writer.putMessage(A, Samples.stored(2, "two"));
    writer.putFlow(A, 2, new Flow(12, true));
    writer.putMessage(A, Samples.stored(4, "four"));
    writer.putMessage(A, Samples.stored(5, "five"));
    StoredSession found = restart().session();
    assertThat(found.inflight()).extracting(Samples::payload).containsExactly("one", "two");
    assertThat(found.inflight())
        .extracting(StoredMessage::flow)
        .containsExactly(new Flow(11, false), new Flow(12, true));
    assertThat(found.waiting()).isEqualTo(2);
    assertThat(found.firstWaiting()).isEqualTo(4);
    assertThat(found.nextSequence()).isEqualTo(6);
  }

  @Test
  void movesMessagesThroughTheirFlow() throws StoreException {
    writer.putSession(A, Samples.session("c"));
    writer.putMessage(A, Samples.stored(1, "one"));
    commit();
    writer.putFlow(A, 1, new Flow(3, false));
    assertThat(restart().session().inflight().getFirst().flow()).isEqualTo(new Flow(3, false));
    writer.putFlow(A, 1, new Flow(3, true));
    assertThat(restart().session().inflight().getFirst().flow()).isEqualTo(new Flow(3, true));
    writer.putFlow(A, 1, Flow.WAITING);
    StoredSession found = restart().session();
    assertThat(found.inflight()).isEmpty();
    assertThat(found.waiting()).isEqualTo(1);
  }

  @Test
  void ordersNegativePositionsAndPrioritiesBeforeSequences() throws StoreException {
    writer.putSession(A, Samples.session("c"));
    long[] positions = {Long.MIN_VALUE + 5, -3, 0, 9, (2L << 48) + 1, (255L << 48) + 7};
    for (int i : new int[] {3, 1, 5, 0, 4, 2}) {
      writer.putMessage(A, Samples.stored(positions[i], "m" + i));
    }
    StoredSession found = restart().session();
    assertThat(found.waiting()).isEqualTo(6);
    assertThat(found.firstWaiting()).isEqualTo(positions[0]);
    assertThat(found.nextSequence()).isEqualTo(StoredMessage.sequence(-3) + 1);
    assertThat(read(A, Long.MIN_VALUE, 10))
        .extracting(StoredMessage::position)
        .containsExactly(positions[0], positions[1], 0L, 9L, positions[4], positions[5]);
  }

  @Test
  void forgetsMessagesWithTheirFlow() throws StoreException {
    writer.putSession(A, Samples.session("c"));
    writer.putMessage(A, Samples.stored(1, "one", new Flow(1, false)));
    commit();
    writer.removeMessage(A, 1);
    assertThat(restart().session().inflight()).isEmpty();
    // A late flow makes no message, and does not stick to the next one.
    writer.putFlow(A, 1, new Flow(1, true));
    StoredSession found = restart().session();
    assertThat(found.inflight()).isEmpty();
    assertThat(found.waiting()).isZero();
  }

  @Test
  void keepsNothingOfAMessageThatIsPutAndRemovedInOneTurn() throws StoreException {
    writer.putSession(A, Samples.session("c"));
    writer.putMessage(A, Samples.stored(1, "one"));
    writer.putFlow(A, 1, new Flow(1, false));
    writer.removeMessage(A, 1);
    writer.putMessage(A, Samples.stored(2, "two"));
    commit();
    assertThat(read(A, 0, 10)).extracting(Samples::payload).containsExactly("two");
    assertThat(restart().session().waiting()).isEqualTo(1);
  }

  @Test
  void readsFromAPositionOn() {
    writer.putSession(A, Samples.session("c"));
    writer.putSession(B, Samples.session("d"));
    for (int i = 0; i < 20; i++) {
      writer.putMessage(A, Samples.stored(i * 10L, "a" + i));
      writer.putMessage(B, Samples.stored(i * 10L, "b" + i));
    }
    writer.putFlow(A, 30, new Flow(4, true));
    commit();
    List<StoredMessage> some = read(A, 15, 3);
    assertThat(some).extracting(Samples::payload).containsExactly("a2", "a3", "a4");
    assertThat(some)
        .extracting(StoredMessage::flow)
        .containsExactly(Flow.WAITING, new Flow(4, true), Flow.WAITING);
    assertThat(read(A, 190, 3)).extracting(Samples::payload).containsExactly("a19");
    assertThat(read(A, 191, 3)).isEmpty();
    assertThat(read(99, 0, 3)).isEmpty();
  }

  @Test
  void readsWhatWasSubmittedBefore() {
    writer.putMessage(A, Samples.stored(1, "one"));
    writer.submit();
    writer.removeMessage(A, 1);
    writer.putMessage(A, Samples.stored(2, "two"));
    writer.submit();
    assertThat(read(A, 0, 10)).extracting(Samples::payload).containsExactly("two");
  }

  @Test
  void readsAboutAMegabyteButAlwaysOne() {
    String large = "x".repeat(600_000);
    writer.putMessage(A, Samples.stored(1, large + large));
    writer.putMessage(A, Samples.stored(2, large));
    writer.putMessage(A, Samples.stored(3, large));
    writer.putMessage(A, Samples.stored(4, "small"));
    commit();
    assertThat(read(A, 1, 10)).hasSize(1);
    assertThat(read(A, 2, 10)).hasSize(1);
    assertThat(read(A, 3, 10)).hasSize(2);
  }

  @Test
  void refusesToReadNothing() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> store.read(A, 0, 0, thread, _ -> {}))
        .withMessageContaining("0");
  }
}
