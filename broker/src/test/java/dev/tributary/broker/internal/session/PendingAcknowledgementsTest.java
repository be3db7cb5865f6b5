package dev.tributary.broker.internal.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PendingAcknowledgementsTest {

  private final ArrayDeque<Runnable> loop = new ArrayDeque<>();
  private final List<Integer> acknowledged = new ArrayList<>();
  private final List<String> refusals = new ArrayList<>();
  private int drained;
  private long nowNanos;
  private final PendingAcknowledgements pending =
      new PendingAcknowledgements(
          loop::add,
          new PendingAcknowledgements.Outcome() {
            @Override
            public void acknowledge(PendingPublish publish) {
              acknowledged.add(publish.packetId());
              if (publish.refusal() != null) {
                refusals.add(publish.refusal().reason());
              }
            }

            @Override
            public void drained() {
              drained++;
            }
          },
          () -> nowNanos,
          Duration.ofSeconds(10));

  private void runLoop() {
    Runnable task = loop.poll();
    while (task != null) {
      task.run();
      task = loop.poll();
    }
  }

  private PendingPublish deferred(int packetId, int qos) {
    PendingPublish publish = pending.begin(packetId, qos);
    publish.defer();
    pending.handedOver(publish);
    return publish;
  }

  @Test
  void whatNobodyDefersIsAcknowledgedWithoutATask() {
    pending.handedOver(pending.begin(1, 1));
    assertThat(acknowledged).containsExactly(1);
    assertThat(loop).isEmpty();
  }

  @Test
  void aReleaseWithinTheHandlerIsAcknowledgedWithoutATask() {
    PendingPublish publish = pending.begin(1, 1);
    publish.defer();
    publish.release();
    pending.handedOver(publish);
    assertThat(acknowledged).containsExactly(1);
    assertThat(loop).isEmpty();
  }

  @Test // [MQTT-4.6.0-2]
  void aSettledOneWaitsForThoseBeforeIt() {
    PendingPublish first = deferred(1, 1);
    PendingPublish second = deferred(2, 2);
    pending.handedOver(pending.begin(3, 1));
    second.release();
    runLoop();
    assertThat(acknowledged).isEmpty();
    assertThat(drained).isZero();
    first.release();
    runLoop();
    assertThat(acknowledged).containsExactly(1, 2, 3);
    assertThat(drained).isEqualTo(1);
  }

  @Test
  void manyReleasesWakeTheLoopOnce() {
    List<PendingPublish> all = new ArrayList<>();
    for (int id = 1; id <= 100; id++) {
      all.add(deferred(id, 1));
    }
    all.forEach(PendingPublish::release);
    assertThat(loop).hasSize(1);
    runLoop();
    assertThat(acknowledged).isEqualTo(IntStream.rangeClosed(1, 100).boxed().toList());
    assertThat(drained).as("flushes").isEqualTo(1);
  }

  @Test
  void holdsAtTheReceiveMaximumAndForOneOpenQos0Publish() {
    PendingPublish first = deferred(1, 1);
    assertThat(pending.mustHold(2)).isFalse();
    deferred(2, 2);
    assertThat(pending.mustHold(2)).isTrue();
    first.refuse(0x97, "full");
    runLoop();
    assertThat(refusals).containsExactly("full");
    assertThat(pending.mustHold(2)).isFalse();
    PendingPublish zero = deferred(0, 0);
    assertThat(pending.mustHold(100)).isTrue();
    assertThat(pending.qos1Open()).isZero();
    zero.release();
    runLoop();
    assertThat(pending.mustHold(100)).as("QoS 0 waits for no acknowledgement").isFalse();
    assertThat(drained).isEqualTo(2);
  }

  @Test
  void aQos0PublishIsImpatientOnceOthersHaveWaitedForTooLong() {
    PendingPublish first = deferred(0, 0);
    assertThat(first.isAwaited()).isFalse();
    advance(10);
    assertThat(first.isImpatient()).as("at the limit").isFalse();
    advance(1);
    assertThat(first.isImpatient()).isTrue();
    first.refuse(0x97, "full");
    runLoop();
    PendingPublish second = pending.begin(0, 0);
    assertThat(second.isImpatient()).as("nothing has got through since").isTrue();
    second.defer();
    second.refuse(0x97, "full");
    pending.handedOver(second);
    pending.handedOver(pending.begin(0, 0));
    assertThat(pending.begin(0, 0).isImpatient()).as("one that nobody wanted").isTrue();
    PendingPublish third = pending.begin(0, 0);
    third.defer();
    third.release();
    pending.handedOver(third);
    assertThat(pending.begin(0, 0).isImpatient()).as("room again").isFalse();
  }

  @Test
  void admittedAfterAWaitIsStillHeld() {
    for (int i = 0; i < 3; i++) {
      PendingPublish publish = deferred(0, 0);
      advance(5);
      publish.release();
      runLoop();
    }
    assertThat(pending.begin(0, 0).isImpatient()).isTrue();
  }

  @Test
  void whoIsAwaitedIsNeverImpatientAndNobodyAfterTheEnd() {
    PendingPublish zero = deferred(0, 0);
    PendingPublish one = pending.begin(1, 1);
    advance(1_000);
    assertThat(one.isAwaited()).isTrue();
    assertThat(one.isImpatient()).isFalse();
    assertThat(zero.isImpatient()).isTrue();
    pending.end();
    assertThat(zero.isImpatient()).isFalse();
  }

  @Test
  void ofSeveralRefusalsTheFirstCounts() {
    PendingPublish publish = pending.begin(1, 1);
    publish.defer();
    publish.defer();
    publish.refuse(0x97, "full");
    publish.refuse(0x83, "failed");
    pending.handedOver(publish);
    assertThat(publish.refusal()).isEqualTo(new PendingPublish.Refusal(0x97, "full", false));
    assertThat(refusals).containsExactly("full");
  }

  private void advance(long seconds) {
    nowNanos += TimeUnit.SECONDS.toNanos(seconds);
  }

  @Test
  void afterTheEndNothingIsAcknowledged() {
    PendingPublish publish = deferred(1, 1);
    pending.end();
    publish.release();
    runLoop();
    assertThat(acknowledged).isEmpty();
    assertThat(drained).isZero();
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void anyInterleavingAcknowledgesEachOnceAndInOrder(long seed) {
    Random random = new Random(seed);
    List<PendingPublish> open = new ArrayList<>();
    List<Integer> expected = new ArrayList<>();
    for (int id = 1; id <= 500; id++) {
      expected.add(id);
      PendingPublish publish = pending.begin(id, 1 + random.nextInt(2));
      int parties = random.nextInt(4);
      for (int party = 0; party < parties; party++) {
        publish.defer();
        open.add(publish);
      }
      pending.handedOver(publish);
      while (!open.isEmpty() && random.nextInt(3) > 0) {
        open.remove(random.nextInt(open.size())).release();
      }
      if (random.nextBoolean()) {
        runLoop();
      }
    }
    open.forEach(PendingPublish::release);
    runLoop();
    assertThat(acknowledged).isEqualTo(expected);
  }
}
