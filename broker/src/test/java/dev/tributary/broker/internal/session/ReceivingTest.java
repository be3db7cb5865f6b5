package dev.tributary.broker.internal.session;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tributary.broker.BrokerSettings;
import dev.tributary.broker.MqttLimits;
import dev.tributary.broker.internal.session.FakeClient.How;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** QoS 2 from a client whose session is stored, with the process ending between the steps. */
class ReceivingTest {

  private static final How STAYING = How.staying("s");

  private final List<String> answers = new ArrayList<>();
  private final PendingAcknowledgements pending =
      new PendingAcknowledgements(
          Runnable::run,
          new PendingAcknowledgements.Outcome() {
            @Override
            public void acknowledge(PendingPublish publish) {}

            @Override
            public void drained() {}
          },
          () -> 0,
          Duration.ofSeconds(10));

  private SessionWorld world = new SessionWorld();

  /** The message is held by all who must hold it. */
  private void publish(FakeClient client, int packetId) {
    world.on(
        client,
        () -> {
          PendingPublish publish = pending.begin(packetId, 2);
          client.session().receiving().begin(publish, client.home().nowNanos());
          pending.handedOver(publish);
          settled(client, packetId);
        });
  }

  private void settled(FakeClient client, int packetId) {
    client.session().receiving().settled(packetId, () -> answers.add("PUBREC " + packetId));
  }

  private void release(FakeClient client, int packetId) {
    world.on(
        client,
        () ->
            client
                .session()
                .receiving()
                .release(packetId, known -> answers.add("PUBCOMP " + packetId + " " + known)));
  }

  private FakeClient afterCrash() {
    world = world.crash();
    return world.connected(1, STAYING);
  }

  @Test // [MQTT-4.3.3-8]
  void pubrecWaitsForTheStore() {
    FakeClient client = world.connected(0, STAYING);
    publish(client, 7);
    world.run();
    assertThat(answers).isEmpty();
    assertThat(world.crashed().connected(0, STAYING).session().receiving().contains(7)).isFalse();
    world.settle();
    assertThat(answers).containsExactly("PUBREC 7");
    assertThat(afterCrash().session().receiving().contains(7)).isTrue();
  }

  @Test // [MQTT-4.3.3-11]: whoever was told that it is complete may use the identifier again
  void pubcompWaitsForTheStore() {
    FakeClient client = world.connected(0, STAYING);
    publish(client, 7);
    world.settle();
    answers.clear();
    release(client, 7);
    release(client, 7);
    world.run();
    assertThat(answers).as("also of the repetition").isEmpty();
    assertThat(world.crashed().connected(0, STAYING).session().receiving().contains(7)).isTrue();
    world.settle();
    assertThat(answers).containsExactly("PUBCOMP 7 true", "PUBCOMP 7 false");
    assertThat(afterCrash().session().receiving().size()).isZero();
  }

  @Test
  void aRepetitionAfterAMoveIsAnsweredWhenTheFirstIsStored() {
    FakeClient first = world.connected(0, STAYING);
    publish(first, 7);
    FakeClient second = world.connect(1, STAYING);
    world.run();
    world.on(second, () -> settled(second, 7));
    world.run();
    assertThat(answers).isEmpty();
    world.settle();
    assertThat(answers).containsExactly("PUBREC 7");
  }

  @Test
  void aReleaseOnAnotherLoopComesAfterWhatTheFirstHasStored() {
    FakeClient first = world.connected(0, STAYING);
    publish(first, 7);
    world.settle();
    release(first, 7);
    FakeClient second = world.connect(1, STAYING);
    world.run();
    release(second, 7);
    world.run();
    assertThat(answers).containsExactly("PUBREC 7");
    world.store.commitOne();
    world.run();
    world.settle();
    assertThat(answers).containsExactly("PUBREC 7", "PUBCOMP 7 true", "PUBCOMP 7 false");
    assertThat(afterCrash().session().receiving().size()).isZero();
  }

  @Test
  void awaitRelTimeoutForgetsItInTheStoreToo() {
    world =
        new SessionWorld(
            BrokerSettings.of(
                List.of(),
                MqttLimits.defaults().change().awaitingRelTimeout(Duration.ofSeconds(30)).build()));
    FakeClient client = world.connected(0, STAYING);
    publish(client, 7);
    world.settle();
    world.advanceSeconds(31);
    world.settle();
    assertThat(client.session().receiving().contains(7)).isFalse();
    assertThat(world.metric("messages.dropped.await_pubrel_timeout")).isEqualTo(1);
    assertThat(afterCrash().session().receiving().contains(7)).isFalse();
  }

  @Test
  void theTimeForAPubrelBeginsAgainWithTheProcess() {
    FakeClient client = world.connected(0, STAYING);
    publish(client, 7);
    world.settle();
    FakeClient again = afterCrash();
    world.advanceSeconds(299);
    assertThat(again.session().receiving().contains(7)).isTrue();
    world.advanceSeconds(2);
    assertThat(again.session().receiving().contains(7)).isFalse();
  }

  @Test
  void withoutAStoreNothingWaits() {
    FakeClient client = world.connected(0, STAYING.expiry(0));
    publish(client, 7);
    assertThat(answers).containsExactly("PUBREC 7");
    release(client, 7);
    release(client, 8);
    assertThat(answers).containsExactly("PUBREC 7", "PUBCOMP 7 true", "PUBCOMP 8 false");
  }
}
