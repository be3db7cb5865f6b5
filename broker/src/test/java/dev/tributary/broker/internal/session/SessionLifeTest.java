package dev.tributary.broker.internal.session;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tributary.broker.BrokerEvent.DeliveryDropReason;
import dev.tributary.broker.BrokerSettings;
import dev.tributary.broker.ClientInfo;
import dev.tributary.broker.ForceShutdown;
import dev.tributary.broker.Message;
import dev.tributary.broker.Message.PublishProperties;
import dev.tributary.broker.MqttLimits;
import dev.tributary.broker.MqttOptions;
import dev.tributary.broker.MqttOptions.PeerCertificateField;
import dev.tributary.broker.MqttOptions.SharedStrategy;
import dev.tributary.broker.Sender;
import dev.tributary.broker.internal.protocol.Reason;
import dev.tributary.broker.internal.protocol.Will;
import dev.tributary.broker.internal.routing.Subscription;
import dev.tributary.broker.internal.session.FakeClient.How;
import dev.tributary.broker.internal.session.SessionWorld.Receipt;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Wills, takeovers, the end of sessions, and the options that change deliveries. */
class SessionLifeTest {

  private static final How STAYING = How.staying("s");

  private SessionWorld world = new SessionWorld();

  private static SessionWorld world(UnaryOperator<BrokerSettings> change) {
    return new SessionWorld(change.apply(BrokerSettings.of(List.of(), MqttLimits.defaults())));
  }

  private static MqttOptions options(
      boolean upgradeQos, boolean ignoreLoop, @Nullable Duration expiry, @Nullable Duration retry) {
    return new MqttOptions(
        true,
        true,
        true,
        false,
        SharedStrategy.ROUND_ROBIN,
        null,
        upgradeQos,
        ignoreLoop,
        "",
        expiry,
        retry,
        false,
        PeerCertificateField.DISABLED,
        PeerCertificateField.DISABLED);
  }

  private static Will will(long delaySeconds) {
    return new Will(
        "will",
        "gone".getBytes(StandardCharsets.UTF_8),
        1,
        false,
        PublishProperties.NONE,
        delaySeconds);
  }

  private FakeClient witness() {
    FakeClient client = world.connected(1, How.staying("witness"));
    world.subscribe(client, "will", 1);
    world.settle();
    return client;
  }

  // Wills

  @Test // [MQTT-3.1.2-8]
  void aWillIsPublishedAtOnceOrAfterItsDelay() {
    FakeClient witness = witness();
    world.gone(world.connected(0, STAYING.leaving(will(0))));
    world.settle();
    assertThat(witness.takeSent()).containsExactly("P1 gone");
    world.gone(world.connected(0, STAYING.leaving(will(10))));
    world.advanceSeconds(9);
    world.settle();
    assertThat(witness.sent).isEmpty();
    world.advanceSeconds(2);
    world.settle();
    assertThat(witness.sent).containsExactly("P2 gone");
    assertThat(world.handled).containsExactly("gone", "gone");
  }

  @Test // [MQTT-3.1.3-9]
  void whoComesBackInTimeIsNotMissed() {
    FakeClient witness = witness();
    world.gone(world.connected(0, STAYING.leaving(will(10))));
    world.advanceSeconds(5);
    world.connected(1, STAYING);
    world.advanceSeconds(20);
    world.settle();
    assertThat(witness.sent).isEmpty();
  }

  @Test // MQTT 5, 3.1.2.5: at the end of the session, if that comes first
  void theEndOfTheSessionDoesNotWaitForTheDelay() {
    FakeClient witness = witness();
    world.gone(world.connected(0, STAYING.expiry(10).leaving(will(1_000))));
    world.advanceSeconds(11);
    world.settle();
    assertThat(witness.sent).containsExactly("P1 gone");
    assertThat(world.crash().registry.find("s")).isNull();
  }

  @Test // MQTT 5, 3.1.4: comment on takeover
  void aTakeoverPublishesAWillWithoutDelayOnly() {
    FakeClient witness = witness();
    world.connected(0, STAYING.leaving(will(0)));
    world.connected(1, STAYING.leaving(will(10)));
    world.settle();
    assertThat(witness.takeSent()).containsExactly("P1 gone");
    world.connected(0, STAYING);
    world.advanceSeconds(20);
    world.settle();
    assertThat(witness.sent).isEmpty();
  }

  @Test // MQTT 5, 3.1.4: with a clean start the session ends, and with it the delay
  void aCleanStartPublishesTheWill() {
    FakeClient witness = witness();
    world.connected(0, STAYING.leaving(will(10)));
    world.connected(1, STAYING.cleanStart());
    world.settle();
    assertThat(witness.sent).containsExactly("P1 gone");
  }

  @Test
  void theWillOfWhoWasConnectedSurvivesACrash() {
    witness();
    world.connected(0, STAYING.leaving(will(10)));
    world = world.crash();
    world.advanceSeconds(11);
    world.settle();
    assertThat(world.connected(1, How.staying("witness")).sent).containsExactly("P1 gone");
    world = world.crash();
    world.advanceSeconds(30);
    world.settle();
    assertThat(world.handled).as("published once").isEmpty();
  }

  @Test
  void aWillIsForgottenOnlyWhenWhoMustHoldItHoldsIt() {
    witness();
    world.gone(world.connected(0, STAYING.leaving(will(0))));
    world.run(); // published, and not stored with its subscriber
    world = world.crash();
    world.settle();
    assertThat(world.connected(1, How.staying("witness")).sent).containsExactly("P1 gone");
  }

  @Test // [MQTT-3.1.2-10]
  void whoSaysGoodbyeLeavesNoWill() {
    FakeClient witness = witness();
    FakeClient client = world.connected(0, STAYING.leaving(will(0)));
    world.on(client, () -> client.close(Reason.NORMAL, 1_000));
    world.settle();
    world = world.crash();
    world.settle();
    assertThat(world.handled).isEmpty();
    assertThat(witness.sent).isEmpty();
  }

  // Coming and going

  @Test // [MQTT-3.1.4-3]
  void aTakeoverOnAnotherLoopKeepsOrderAndIdentifiers() {
    FakeClient first = world.connected(0, STAYING);
    world.subscribe(first, "t", 2);
    world.publish("t", "one", 1);
    world.publish("t", "two", 2);
    world.settle();
    world.pubrec(first, 2);
    world.publish("t", "three", 2); // on its way to the store when the session moves
    world.loops.getFirst().runOne();
    FakeClient second = world.connect(1, STAYING);
    world.settle();
    assertThat(first.closedBecause).isEqualTo(Reason.TAKEN_OVER);
    assertThat(second.present).isTrue();
    assertThat(second.sent).containsExactly("P1 one dup", "R2", "P3 three");
    assertThat(world.metric("session.takenover")).isEqualTo(1);
  }

  @Test // MQTT 5, 3.14.2.2.2
  void disconnectMayChangeTheExpiry() {
    FakeClient client = world.connected(0, STAYING);
    world.on(client, () -> client.close(Reason.NORMAL, 10));
    world.settle();
    world.advanceSeconds(11);
    world.settle();
    assertThat(world.registry.find("s")).isNull();
    FakeClient again = world.connected(0, STAYING);
    world.on(again, () -> again.close(Reason.NORMAL, 0));
    world.settle();
    assertThat(world.registry.find("s")).isNull();
    assertThat(world.crash().registry.count()).isZero();
  }

  @Test
  void aSessionOfOneConnectionIsNotResumed() {
    FakeClient first = world.connected(0, STAYING.expiry(0));
    world.subscribe(first, "t", 1);
    FakeClient second = world.connected(1, STAYING.expiry(0));
    assertThat(first.closedBecause).isEqualTo(Reason.TAKEN_OVER);
    assertThat(second.present).isFalse();
  }

  @Test
  void sessionsAreBounded() {
    world =
        new SessionWorld(
            BrokerSettings.of(List.of(), MqttLimits.defaults().change().sessionsMax(1).build()));
    world.gone(world.connected(0, STAYING));
    assertThat(world.connected(0, How.staying("other")).closedBecause)
        .isEqualTo(Reason.QUOTA_EXCEEDED);
    assertThat(world.connected(0, STAYING).present).isTrue();
  }

  @Test
  void whoIsKickedLeavesNothing() {
    FakeClient client = world.connected(0, STAYING);
    world.subscribe(client, "t", 1);
    world.settle();
    SessionDirectory directory = new SessionDirectory(world.registry);
    var kicked = directory.kick("s");
    world.run();
    assertThat(client.closedBecause).isEqualTo(Reason.KICKED);
    assertThat(kicked).isNotDone();
    world.settle();
    assertThat(kicked).isCompletedWithValue(true);
    assertThat(world.crash().registry.count()).isZero();
    assertThat(directory.kick("s")).isCompletedWithValue(false);
  }

  // Options

  @Test
  void upgradeQosTakesTheSubscriptions() {
    world = world(settings -> settings.with(options(true, false, null, null)));
    FakeClient client = world.connected(0, STAYING);
    world.subscribe(client, "up", 2);
    world.subscribe(client, "down", 0);
    world.publish("up", "zero", 0);
    world.publish("down", "two", 2);
    world.settle();
    assertThat(client.sent).containsExactlyInAnyOrder("P1 zero", "P0 two"); // [MQTT-3.8.4-8]
  }

  @Test
  void ignoreLoopDeliverIsForMqtt3() {
    world = world(settings -> settings.with(options(false, true, null, null)));
    for (int version : new int[] {4, 5}) {
      FakeClient client = world.connected(0, STAYING.version(version));
      world.subscribe(client, "t", 1);
      world.publish(from(client.client(), "own" + version));
      world.settle();
    }
    assertThat(world.dropped(DeliveryDropReason.NO_LOCAL)).containsExactly("own4");
  }

  @Test // [MQTT-3.8.3-3]
  void noLocalKeepsOwnMessagesOut() {
    FakeClient client = world.connected(0, STAYING);
    world.on(
        client,
        () ->
            client
                .session()
                .subscriptions()
                .subscribe(new Subscription("t", 1, true, false, 0, 0)));
    Receipt receipt = world.publish(from(client.client(), "own"));
    world.publish("t", "other", 1);
    world.settle();
    assertThat(receipt.held).isTrue();
    assertThat(client.sent).containsExactly("P1 other");
  }

  private static Message from(ClientInfo client, String payload) {
    Message message = Messages.message("t", payload, 1);
    return new Message(
        message.id(),
        "t",
        message.payload(),
        1,
        false,
        false,
        new Sender.Client(client),
        PublishProperties.NONE,
        0);
  }

  @Test
  void messageExpiryIntervalEndsMessagesThatHaveNone() {
    world = world(settings -> settings.with(options(false, false, Duration.ofSeconds(10), null)));
    FakeClient client = world.connected(0, STAYING);
    world.subscribe(client, "t", 1);
    world.gone(client);
    world.publish("t", "old", 1);
    world.settle();
    world.advanceSeconds(10);
    world.publish("t", "new", 1);
    world.settle();
    assertThat(world.connected(0, STAYING).sent).containsExactly("P1 new");
    assertThat(world.dropped(DeliveryDropReason.EXPIRED)).containsExactly("old");
  }

  @Test // [MQTT-4.4.0-1] allows it to MQTT 3 only
  void retryIntervalSendsAgainToMqtt3() {
    world = world(settings -> settings.with(options(false, false, null, Duration.ofSeconds(30))));
    FakeClient four = world.connected(0, STAYING.version(4));
    FakeClient five = world.connected(0, How.staying("five"));
    world.subscribe(four, "t", 2);
    world.subscribe(five, "t", 2);
    world.publish("t", "one", 1);
    world.publish("t", "two", 2);
    world.settle();
    world.pubrec(four, 2);
    world.settle();
    four.takeSent();
    five.takeSent();
    world.advanceSeconds(31);
    world.settle();
    assertThat(four.takeSent()).containsExactly("P1 one dup", "R2");
    assertThat(five.sent).isEmpty();
    world.puback(four, 1);
    world.advanceSeconds(31);
    world.settle();
    assertThat(four.sent).containsExactly("R2");
  }

  // force_shutdown

  @Test
  void aFullMailboxLosesNothingThatAPublisherWaitsFor() {
    world = world(settings -> settings.with(new ForceShutdown(true, 10, 1_000_000)));
    FakeClient client = world.connected(0, STAYING);
    world.subscribe(client, "t", 1);
    for (int i = 0; i < 20; i++) {
      world.publish("t", "" + i, 1);
    }
    world.settle();
    assertThat(client.sent).hasSize(20);
    assertThat(world.dropped(DeliveryDropReason.QUEUE_FULL)).isEmpty();
  }

  @Test
  void aFullMailboxDisconnectsAndKeepsTheSession() {
    world = world(settings -> settings.with(new ForceShutdown(true, 10, 1_000_000)));
    FakeClient client = world.connected(0, STAYING);
    world.subscribe(client, "t", 1);
    for (int i = 0; i < 20; i++) {
      world.tell("t", "" + i, 1);
    }
    world.settle();
    assertThat(client.closedBecause).isEqualTo(Reason.MAILBOX_OVERFLOW);
    assertThat(world.dropped(DeliveryDropReason.QUEUE_FULL)).hasSize(10);
    assertThat(world.connected(0, STAYING).sent).hasSize(10);
  }

  @Test
  void tooMuchInMemoryDisconnects() {
    world = world(settings -> settings.with(new ForceShutdown(true, 1_000, 1_000)));
    FakeClient client = world.connected(0, STAYING.expiry(0).window(1));
    world.subscribe(client, "t", 1);
    for (int i = 0; i < 12; i++) {
      world.publish("t", "x".repeat(100) + i, 1);
    }
    world.settle();
    assertThat(client.closedBecause).isEqualTo(Reason.HEAP_TOO_LARGE);
  }

  @Test
  void aMessageThatTheClientCannotTakeIsDroppedAndForgotten() {
    FakeClient client = world.connected(0, STAYING);
    world.subscribe(client, "t", 2);
    client.takesNothing = true;
    for (int qos = 0; qos <= 2; qos++) {
      world.publish("t", "q" + qos, qos);
    }
    world.settle();
    assertThat(world.dropped(DeliveryDropReason.TOO_LARGE))
        .containsExactlyInAnyOrder("q0", "q1", "q2");
    assertThat(client.session().outgoing().window().size()).isZero();
    world = world.crash();
    assertThat(world.connected(0, STAYING).sent).isEmpty();
  }
}
