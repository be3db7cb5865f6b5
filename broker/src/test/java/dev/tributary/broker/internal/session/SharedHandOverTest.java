package dev.tributary.broker.internal.session;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tributary.broker.internal.session.FakeClient.How;
import dev.tributary.broker.internal.session.SessionWorld.Receipt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What becomes of the messages of a shared subscription whose member leaves or refuses them. */
class SharedHandOverTest {

  private static final How STAYING = How.staying("s");

  private SessionWorld world = new SessionWorld();

  @ParameterizedTest // [MQTT-4.8.2-4], [MQTT-4.8.2-5]
  @CsvSource({
    "0, $share/g/t, $share/g/t",
    "1000, $share/g/t, $share/g/t",
    "0, $queue/t, $queue/t",
    "1000, $queue/t, $queue/t",
    "1000, $queue/t, $share/$queue/t",
    "1000, $share/$queue/t, $queue/t"
  })
  void whatAMemberDidNotSendGoesToAnother(long expiry, String filter, String otherFilter) {
    FakeClient member = world.connected(0, STAYING.expiry(expiry).window(1));
    world.subscribe(member, filter, 1);
    Receipt sent = world.publish("t", "sent", 1);
    Receipt waits = world.publish("t", "waits", 1);
    world.settle();
    assertThat(sent.held && waits.held).isTrue();
    FakeClient other = world.connected(1, How.staying("other"));
    world.subscribe(other, otherFilter, 1);
    world.settle();
    var _ = new SessionDirectory(world.registry).kick("s");
    world.settle();
    assertThat(other.sent).containsExactly("P1 sent", "P2 waits");
  }

  @Test
  void whatIsHandedOverIsStoredThereBeforeItIsForgottenHere() {
    FakeClient member = world.connected(0, STAYING);
    world.subscribe(member, "$share/g/t", 1);
    FakeClient other = world.connected(1, How.staying("other"));
    world.gone(member);
    world.gone(other);
    world.settle();
    for (int i = 0; i < 300; i++) {
      world.publish("t", "m" + i, 1);
    }
    world.settle();
    FakeClient back = world.connected(1, How.staying("other"));
    world.subscribe(back, "$share/g/t", 1);
    world.gone(back);
    world.settle();
    var _ = new SessionDirectory(world.registry).kick("s");
    int steps = 0;
    while (world.store.held() > 0 || world.loops.stream().anyMatch(loop -> loop.waiting() > 0)) {
      world.run();
      world.store.commitOne();
      assertAllKnown(world.crashed(), ++steps);
    }
    assertThat(world.registry.find("s")).isNull();
  }

  /** After a crash at any time each message waits with one of the two, or with both. */
  private static void assertAllKnown(SessionWorld after, int step) {
    long waiting =
        after.registry.all().stream()
            .map(Session::knownOutgoing)
            .filter(outgoing -> outgoing != null)
            .mapToLong(outgoing -> outgoing.queue().size())
            .sum();
    assertThat(waiting).as("step " + step).isGreaterThanOrEqualTo(300);
  }

  @ParameterizedTest // [MQTT-4.8.2-6]
  @ValueSource(ints = {1, 2})
  void whatAMemberRefusesGoesToNobody(int qos) {
    FakeClient member = world.connected(0, STAYING);
    world.subscribe(member, "$share/g/t", qos);
    world.publish("t", "refused", qos);
    world.settle();
    FakeClient other = world.connected(1, How.staying("other"));
    world.subscribe(other, "$share/g/t", qos);
    world.on(
        member,
        () -> {
          if (qos == 1) {
            member.session().outgoing().acknowledged(1);
          } else {
            member.session().outgoing().received(1, 0x97);
          }
        });
    world.settle();
    var _ = new SessionDirectory(world.registry).kick("s");
    world.settle();
    assertThat(member.sent).containsExactly("P1 refused");
    assertThat(other.sent).isEmpty();
  }

  @Test
  void whoHasUnsubscribedKeepsWhatWaitsForHimUntilHisSessionEnds() {
    FakeClient member = world.connected(0, STAYING.window(1));
    world.subscribe(member, "$share/g/t", 1);
    world.publish("t", "one", 1);
    world.publish("t", "two", 1);
    world.settle();
    world.on(member, () -> member.session().subscriptions().unsubscribe("$share/g/t"));
    world.settle();
    world.puback(member, 1);
    world.settle();
    assertThat(member.sent).containsExactly("P1 one", "P2 two");
    FakeClient other = world.connected(1, How.staying("other"));
    world.subscribe(other, "$share/g/t", 1);
    var _ = new SessionDirectory(world.registry).kick("s");
    world.settle();
    assertThat(other.sent).as("without its PUBACK").containsExactly("P1 two");
  }

  @Test
  void withoutAnotherMemberItEndsWithTheSession() {
    FakeClient member = world.connected(0, STAYING.window(1));
    world.subscribe(member, "$queue/t", 1);
    Receipt waits = world.publish("t", "waits", 1);
    world.settle();
    assertThat(waits.held).isTrue();
    var _ = new SessionDirectory(world.registry).kick("s");
    world.settle();
    assertThat(world.store.left()).isEmpty();
  }
}
