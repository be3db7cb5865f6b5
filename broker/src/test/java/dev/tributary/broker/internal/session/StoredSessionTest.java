package dev.tributary.broker.internal.session;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tributary.broker.internal.session.FakeClient.How;
import dev.tributary.broker.internal.session.SessionWorld.Receipt;
import org.junit.jupiter.api.Test;

/** What survives the end of the process, ended between every two steps. */
class StoredSessionTest {

  private static final How STAYING = How.staying("s");

  private SessionWorld world = new SessionWorld();

  private FakeClient subscriber(int qos) {
    FakeClient client = world.connected(0, STAYING);
    world.subscribe(client, "t", qos);
    world.settle();
    return client;
  }

  private FakeClient afterCrash() {
    world = world.crash();
    return world.connected(1, STAYING);
  }

  @Test
  void aPublisherWaitsUntilTheMessageIsStored() {
    FakeClient away = subscriber(1);
    world.gone(away);
    world.settle();
    Receipt receipt = world.publish("t", "one", 1);
    world.run();
    assertThat(receipt.held).isFalse();
    world.settle();
    assertThat(receipt.held).isTrue();
  }

  @Test
  void whatWasStoredIsThereAfterACrash() {
    world.gone(subscriber(1));
    Receipt one = world.publish("t", "one", 1);
    Receipt two = world.publish("t", "two", 2);
    world.settle();
    assertThat(one.held && two.held).isTrue();
    FakeClient client = afterCrash();
    assertThat(client.present).isTrue();
    assertThat(client.sent).containsExactly("P1 one", "P2 two");
    world.publish("t", "three", 1);
    world.settle();
    assertThat(client.sent).endsWith("P3 three");
  }

  @Test
  void whatWasNotStoredWasNotAcknowledged() {
    world.gone(subscriber(1));
    world.settle();
    Receipt receipt = world.publish("t", "one", 1);
    world.run();
    assertThat(receipt.held).isFalse();
    assertThat(afterCrash().sent).isEmpty();
  }

  @Test // [MQTT-4.4.0-1]
  void qos1IsSentAgainWithItsIdentifier() {
    FakeClient client = subscriber(1);
    for (String text : new String[] {"one", "two", "three"}) {
      world.publish("t", text, 1);
    }
    world.settle();
    assertThat(client.takeSent()).containsExactly("P1 one", "P2 two", "P3 three");
    world.puback(client, 2);
    world.settle();
    assertThat(afterCrash().sent).containsExactly("P1 one dup", "P3 three dup");
  }

  @Test
  void qos1IsSentBeforeItIsStoredAndAcknowledgedAfter() {
    FakeClient client = subscriber(1);
    Receipt receipt = world.publish("t", "one", 1);
    world.run();
    assertThat(client.sent).containsExactly("P1 one");
    assertThat(receipt.held).isFalse();
    world.puback(client, 1);
    world.settle();
    assertThat(receipt.held).isTrue();
    assertThat(afterCrash().sent).isEmpty();
  }

  @Test // [MQTT-4.3.3-2]: the identifier is stored first, for its repetition must be known as one
  void qos2IsSentOnlyWhenItsIdentifierIsStored() {
    FakeClient client = subscriber(2);
    world.publish("t", "one", 2);
    world.run();
    assertThat(client.sent).isEmpty();
    world.settle();
    assertThat(client.sent).containsExactly("P1 one");
    assertThat(afterCrash().sent).containsExactly("P1 one dup");
  }

  @Test // [MQTT-4.3.3-4]
  void pubrelIsSentOnlyWhenPubrecIsStored() {
    FakeClient client = subscriber(2);
    world.publish("t", "one", 2);
    world.settle();
    client.takeSent();
    world.pubrec(client, 1);
    world.run();
    assertThat(client.sent).isEmpty();
    SessionWorld before = world;
    FakeClient again = afterCrash();
    assertThat(again.sent).as("PUBREC was not stored").containsExactly("P1 one dup");
    world = before;
    before.settle();
    // that world had died
    assertThat(client.sent).isEmpty();
  }

  @Test
  void aReleasedMessageIsReleasedAgain() {
    FakeClient client = subscriber(2);
    world.publish("t", "one", 2);
    world.settle();
    world.pubrec(client, 1);
    world.settle();
    assertThat(client.sent).containsExactly("P1 one", "R1");
    client = afterCrash();
    assertThat(client.takeSent()).containsExactly("R1");
    world.pubcomp(client, 1);
    world.settle();
    assertThat(afterCrash().sent).isEmpty();
  }

  @Test
  void aRepeatedPubrecIsAnsweredAgain() {
    FakeClient client = subscriber(2);
    world.publish("t", "one", 2);
    world.settle();
    world.pubrec(client, 1);
    world.pubrec(client, 1);
    world.settle();
    assertThat(client.sent).containsExactly("P1 one", "R1", "R1");
  }

  @Test
  void anIdentifierThatIsUsedAgainBelongsToTheNewMessage() {
    FakeClient client = world.connected(0, STAYING.window(1));
    world.subscribe(client, "t", 1);
    world.publish("t", "one", 1);
    world.publish("t", "two", 1);
    world.settle();
    world.puback(client, 1);
    world.settle();
    assertThat(client.sent).containsExactly("P1 one", "P2 two");
    assertThat(afterCrash().sent).containsExactly("P2 two dup");
  }

  @Test
  void subscriptionsAndTheirEndSurvive() {
    FakeClient client = subscriber(1);
    world.subscribe(client, "u", 1);
    world.on(client, () -> client.session().subscriptions().unsubscribe("t"));
    world.settle();
    FakeClient again = afterCrash();
    world.publish("t", "one", 1);
    world.publish("u", "two", 1);
    world.settle();
    assertThat(again.sent).containsExactly("P1 two");
    assertThat(again.session().subscriptions().filters()).containsExactly("u");
  }

  @Test // [MQTT-3.1.2-4]
  void aCleanStartIsAnsweredWhenNothingIsLeft() {
    world.gone(subscriber(1));
    world.publish("t", "one", 1);
    world.settle();
    FakeClient clean = world.connect(1, STAYING.cleanStart());
    world.run();
    assertThat(clean.present).as("not yet").isNull();
    world.settle();
    assertThat(clean.present).isFalse();
    FakeClient again = afterCrash();
    assertThat(again.present).isTrue();
    assertThat(again.sent).isEmpty();
    assertThat(again.session().subscriptions().filters()).isEmpty();
  }

  @Test
  void aSessionThatEndsWithItsConnectionIsNotStored() {
    FakeClient client = world.connected(0, STAYING.expiry(0));
    world.subscribe(client, "t", 2);
    Receipt receipt = world.publish("t", "one", 2);
    world.run();
    assertThat(receipt.held).isTrue();
    assertThat(client.sent).containsExactly("P1 one");
    assertThat(world.store.held()).isZero();
    assertThat(afterCrash().present).isFalse();
  }

  @Test
  void theExpiryRunsOnWhileNobodyIsThere() {
    FakeClient client = world.connected(0, STAYING.expiry(10));
    world.gone(client);
    world.settle();
    world.advanceSeconds(6);
    world = world.crash();
    world.settle();
    world.advanceSeconds(3);
    assertThat(world.registry.find("s")).isNotNull();
    world.advanceSeconds(2);
    world.settle();
    assertThat(world.registry.find("s")).isNull();
    assertThat(world.crash().registry.count()).isZero();
  }

  @Test
  void whoWasConnectedIsGoneSinceTheStart() {
    world.connected(0, STAYING.expiry(10));
    world.advanceSeconds(100);
    world = world.crash();
    world.settle();
    assertThat(world.registry.find("s")).isNotNull();
    world.advanceSeconds(6);
    world = world.crash(); // another start does not begin again
    world.settle();
    world.advanceSeconds(5);
    assertThat(world.registry.find("s")).isNull();
  }

  @Test // MQTT 5, 3.1.2.11.2
  void aSessionMayStayForEver() {
    world.gone(world.connected(0, STAYING.expiry(0xFFFF_FFFFL)));
    world.advanceSeconds(0x1_0000_0000L);
    assertThat(world.registry.find("s")).isNotNull();
  }

  @Test
  void qos0WaitsInTheStoreToo() {
    world.gone(subscriber(1));
    world.publish("t", "zero", 0);
    world.publish("t", "one", 1);
    world.settle();
    assertThat(afterCrash().sent).containsExactly("P0 zero", "P1 one");
    assertThat(afterCrash().sent).containsExactly("P1 one dup");
  }

  @Test
  void aSlowStoreHoldsPublishersOfQos0Too() {
    FakeClient client = subscriber(0);
    world.gone(client);
    world.settle();
    world.store.backlogged(true);
    world.publish("t", "notices", 1);
    world.run();
    Receipt receipt = world.publish("t", "waits", 0);
    world.run();
    assertThat(receipt.held).isFalse();
    world.settle();
    assertThat(receipt.held).isTrue();
  }

  @Test
  void troubleOfTheStoreHoldsPublishersUntilItIsOver() {
    FakeClient client = subscriber(1);
    world.store.trouble("disk full");
    Receipt receipt = world.publish("t", "one", 1);
    world.settle();
    assertThat(client.sent).containsExactly("P1 one");
    assertThat(receipt.held).isFalse();
    world.store.trouble(null);
    world.settle();
    assertThat(receipt.held).isTrue();
  }
}
