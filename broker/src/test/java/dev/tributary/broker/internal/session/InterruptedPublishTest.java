package dev.tributary.broker.internal.session;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tributary.broker.BrokerEvent.DeliveryDropReason;
import dev.tributary.broker.Message;
import dev.tributary.broker.Message.MessageId;
import dev.tributary.broker.Message.PublishProperties;
import dev.tributary.broker.Sender;
import dev.tributary.broker.internal.routing.Holders;
import dev.tributary.broker.internal.routing.Subscription;
import dev.tributary.broker.internal.session.FakeClient.How;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * QoS 2 from a stored session to stored sessions, with the process ending while some of them have
 * the message and its publisher has no PUBREC. Whatever it does then, who has it does not get it
 * twice, and who has it not gets it.
 */
class InterruptedPublishTest {

  private static final How PUBLISHER = How.staying("p");

  private final List<String> answers = new ArrayList<>();
  private final List<MessageId> handled = new ArrayList<>();
  private SessionWorld world = new SessionWorld();
  private FakeClient publisher = world.connected(0, PUBLISHER);
  private long nextId;

  /** Other clients of the handler and of the store that hold a publish back. */
  private final List<PendingPublish> open = new ArrayList<>();

  private FakeClient subscriber(int loop, String clientId, String filter) {
    FakeClient client = world.connected(loop, How.staying(clientId));
    world.subscribe(client, filter, 2);
    world.settle();
    return client;
  }

  private void publish(int packetId, String text, boolean dup) {
    publish(packetId, "t", text, dup);
  }

  /** As a connection does it, but for a party that holds the acknowledgement back. */
  private void publish(int packetId, String topic, String text, boolean dup) {
    FakeClient client = publisher;
    PendingAcknowledgements pending = pending(client);
    world.on(
        client,
        () -> {
          Receiving receiving = client.session().receiving();
          PendingPublish publish = pending.begin(packetId, 2);
          Message message = message(topic, text, dup);
          Message known = receiving.handOver(publish, message, client.home().nowNanos());
          boolean again = !known.id().equals(message.id());
          @Nullable Holders holders = again ? receiving.holders(known) : null;
          handled.add(known.id());
          publish.defer();
          open.add(publish);
          world.router.route(known, publish, holders);
          pending.handedOver(publish);
        });
  }

  private PendingAcknowledgements pending(FakeClient client) {
    return new PendingAcknowledgements(
        client.home()::execute,
        new PendingAcknowledgements.Outcome() {
          @Override
          public void acknowledge(PendingPublish publish) {
            int packetId = publish.packetId();
            Runnable pubrec = () -> answers.add("PUBREC " + packetId);
            if (publish.refusal() == null) {
              client.session().receiving().settled(packetId, pubrec);
            } else {
              client.session().receiving().refused(publish, pubrec);
            }
          }

          @Override
          public void drained() {}
        },
        () -> 0,
        Duration.ofSeconds(10));
  }

  private Message message(String topic, String text, boolean dup) {
    return new Message(
        new MessageId(1, nextId++),
        topic,
        text.getBytes(StandardCharsets.UTF_8),
        2,
        false,
        dup,
        new Sender.Server("test", null),
        PublishProperties.NONE,
        world.nowMillis());
  }

  /** Nobody holds any publish back any more, and everything is stored. */
  private void finish() {
    open.forEach(PendingPublish::release);
    open.clear();
    world.settle();
  }

  private void crash() {
    world = world.crash();
    world.settle();
    open.clear();
    publisher = world.connected(0, PUBLISHER);
  }

  /** Whether the store has a message for s. */
  private boolean isKept() {
    return !world.store.left().toString().contains("s[t][][]");
  }

  @Test // [MQTT-4.3.3-10]: across the end of the process
  void whoHasItDoesNotGetItAgain() {
    subscriber(1, "s", "t");
    publish(7, "one", false);
    world.settle();
    crash();
    FakeClient s = world.connected(1, How.staying("s"));
    assertThat(s.sent).containsExactly("P1 one dup");
    publish(7, "one", true);
    finish();
    assertThat(s.sent).containsExactly("P1 one dup");
    assertThat(answers).containsExactly("PUBREC 7");
    assertThat(world.dropped(DeliveryDropReason.QUEUE_FULL)).isEmpty();
    assertThat(handled.get(1)).as("the id that it had").isEqualTo(handled.get(0));
  }

  @Test
  void whoHasItNotGetsIt() {
    subscriber(1, "s", "t");
    world.gone(subscriber(0, "late", "t"));
    world.settle();
    publish(7, "one", false);
    world.loops.get(1).runOne(); // s has taken it, the other loop has not run
    world.store.commitOne();
    world.store.commitOne();
    crash();
    publish(7, "one", true);
    finish();
    assertThat(world.connected(0, How.staying("late")).sent).containsExactly("P1 one");
    assertThat(world.connected(0, How.staying("s")).sent)
        .hasSize(1)
        .first()
        .asString()
        .startsWith("P1 one");
  }

  @Test
  void everyWriteMayBeTheLast() {
    for (int writes = 0; writes < 12; writes++) {
      world = new SessionWorld();
      publisher = world.connected(0, PUBLISHER);
      world.gone(subscriber(0, "a", "t"));
      world.gone(subscriber(1, "b", "t"));
      world.settle();
      publish(7, "one", false);
      for (int i = 0; i < writes; i++) {
        world.run();
        world.store.commitOne();
        if (i == 3) {
          open.forEach(PendingPublish::release);
          open.clear();
        }
      }
      crash();
      if (!publisher.session().receiving().contains(7)) {
        publish(7, "one", true);
      }
      finish();
      for (String client : List.of("a", "b")) {
        assertThat(world.connected(1, How.staying(client)).sent)
            .as("%s after %d writes", client, writes)
            .containsExactly("P1 one");
      }
    }
  }

  @Test
  void whoIsThroughWithItDoesNotGetItAgain() {
    FakeClient s = subscriber(1, "s", "t");
    publish(7, "one", false);
    world.settle();
    world.pubrec(s, 1);
    world.settle();
    world.pubcomp(s, 1);
    world.settle();
    crash();
    FakeClient again = world.connected(1, How.staying("s"));
    publish(7, "one", true);
    finish();
    assertThat(again.sent).isEmpty();
    publish(8, "two", false);
    finish();
    assertThat(again.sent).containsExactly("P1 two");
  }

  @Test
  void whatAClientIsThroughWithGoesWhenItsPublisherIs() {
    FakeClient s = subscriber(1, "s", "t");
    publish(7, "one", false);
    world.settle();
    world.pubrec(s, 1);
    world.settle();
    world.pubcomp(s, 1);
    world.settle();
    assertThat(isKept()).isTrue();
    finish();
    assertThat(isKept()).isFalse();
    assertThat(answers).containsExactly("PUBREC 7");
  }

  @Test
  void whatIsLeftOfWhatNobodyWaitsForGoesAtTheStart() {
    FakeClient s = subscriber(1, "s", "t");
    publish(7, "one", false);
    world.settle();
    world.pubrec(s, 1);
    world.settle();
    world.pubcomp(s, 1);
    world.settle();
    open.forEach(PendingPublish::release); // the store hears of that, and of nothing after it
    open.clear();
    world.run();
    world.store.commitOne();
    crash();
    assertThat(isKept()).isFalse();
    assertThat(publisher.session().receiving().contains(7)).isTrue();
  }

  @Test
  void anotherCrashChangesNothing() {
    subscriber(1, "s", "t");
    publish(7, "one", false);
    world.settle();
    crash();
    crash();
    publish(7, "one", true);
    world.settle();
    crash();
    publish(7, "one", true);
    finish();
    assertThat(world.connected(1, How.staying("s")).sent).containsExactly("P1 one dup");
  }

  @Test // the client has given up the first: [MQTT-3.3.1-1] asks for DUP in a repetition
  void withoutDupItIsAnotherMessage() {
    world.gone(subscriber(1, "s", "t"));
    publish(7, "one", false);
    world.settle();
    crash();
    publish(7, "one", false);
    finish();
    assertThat(world.connected(1, How.staying("s")).sent).containsExactly("P1 one", "P2 one");
    assertThat(handled.get(1)).isNotEqualTo(handled.get(0));
  }

  @Test
  void anotherTopicOrPayloadIsAnotherMessage() {
    world.gone(subscriber(1, "s", "#"));
    publish(7, "one", false);
    publish(8, "two", false);
    world.settle();
    crash();
    publish(7, "u", "one", true);
    publish(8, "other", true);
    finish();
    assertThat(world.connected(1, How.staying("s")).sent)
        .containsExactly("P1 one", "P2 two", "P3 one", "P4 other");
  }

  @Test
  void ofASharedSubscriptionOneMemberHasIt() {
    world.gone(subscriber(1, "a", "$share/g/t"));
    world.gone(subscriber(1, "b", "$share/g/t"));
    world.gone(subscriber(0, "c", "$queue/t"));
    world.gone(subscriber(0, "d", "$share/$queue/t"));
    for (int i = 1; i <= 5; i++) {
      publish(i, "m" + i, false);
    }
    world.settle();
    crash();
    for (int i = 1; i <= 5; i++) {
      publish(i, "m" + i, true);
    }
    finish();
    List<String> group = new ArrayList<>(world.connected(0, How.staying("a")).sent);
    group.addAll(world.connected(0, How.staying("b")).sent);
    assertThat(group).hasSize(5);
    List<String> queue = new ArrayList<>(world.connected(0, How.staying("c")).sent);
    queue.addAll(world.connected(0, How.staying("d")).sent);
    assertThat(queue).hasSize(5);
  }

  @Test
  void eachOfOverlappingSubscriptionsCounts() {
    FakeClient s = subscriber(1, "s", "t");
    world.on(
        s,
        () -> s.session().subscriptions().subscribe(new Subscription("#", 2, false, false, 0, 9)));
    world.gone(s);
    world.settle();
    publish(7, "one", false);
    world.settle();
    crash();
    FakeClient third = world.connected(1, How.staying("s"));
    world.subscribe(third, "+", 1);
    world.settle();
    assertThat(third.sent).containsExactly("P1 one", "P2 one");
    publish(7, "one", true);
    finish();
    assertThat(third.sent).as("only for the new one").containsExactly("P1 one", "P2 one", "P3 one");
  }

  @Test
  void aCopyForSeveralSubscriptionsCountsForEachOfThem() {
    FakeClient s = world.connected(1, How.staying("s"));
    for (String filter : List.of("t", "+", "#")) {
      int identifier = 7 + filter.charAt(0);
      world.on(
          s,
          () ->
              s.session()
                  .subscriptions()
                  .subscribe(new Subscription(filter, 2, false, false, 0, identifier)));
    }
    world.gone(s);
    world.settle();
    publish(7, "one", false);
    world.settle();
    crash();
    FakeClient again = world.connected(1, How.staying("s"));
    world.settle();
    assertThat(again.sent).containsExactly("P1 one");
    publish(7, "one", true);
    finish();
    assertThat(again.sent).as("all three have it").containsExactly("P1 one");
  }

  @Test
  void aNewSessionOfTheSameClientGetsIt() {
    subscriber(1, "s", "t");
    publish(7, "one", false);
    world.settle();
    crash();
    FakeClient fresh = world.connected(1, How.staying("s").cleanStart());
    world.subscribe(fresh, "t", 2);
    world.settle();
    publish(7, "one", true);
    finish();
    assertThat(fresh.sent).containsExactly("P1 one");
  }

  @Test
  void nothingIsLeftWhenThePublisherHasEnded() {
    FakeClient s = subscriber(1, "s", "t");
    publish(7, "one", false);
    world.settle();
    world.pubrec(s, 1);
    world.settle();
    world.pubcomp(s, 1);
    world.settle();
    crash();
    assertThat(isKept()).isTrue();
    publisher = world.connected(0, PUBLISHER.cleanStart());
    assertThat(isKept()).isFalse();
    publish(7, "one", true);
    finish();
    assertThat(world.connected(1, How.staying("s")).sent)
        .as("another session's message")
        .containsExactly("P1 one");
  }

  @Test
  void aRefusedOneIsNotOpen() {
    subscriber(1, "s", "t");
    publish(7, "one", false);
    world.settle();
    open.forEach(each -> each.refuse(0x97, "no room"));
    open.clear();
    world.settle();
    assertThat(answers).containsExactly("PUBREC 7");
    crash();
    publish(7, "one", true);
    finish();
    assertThat(handled.get(1)).isNotEqualTo(handled.get(0));
  }

  @Test // the client says that it has PUBREC, which cannot be: whatever it means, it is done
  void aPubrelEndsIt() {
    FakeClient s = subscriber(1, "s", "t");
    publish(7, "one", false);
    world.settle();
    world.pubrec(s, 1);
    world.settle();
    world.pubcomp(s, 1);
    world.settle();
    crash();
    assertThat(isKept()).isTrue();
    world.on(
        publisher,
        () ->
            assertThat(publisher.session().receiving().release(7, _ -> {}))
                .isEqualTo(Receiving.Answer.UNKNOWN));
    world.settle();
    assertThat(isKept()).isFalse();
  }

  @Test
  void aSessionInMemoryTellsTheStoreNothing() {
    publisher = world.connected(0, How.staying("m").expiry(0));
    publish(7, "one", false);
    assertThat(world.store.held()).isZero();
    finish();
    assertThat(answers).containsExactly("PUBREC 7");
  }
}
