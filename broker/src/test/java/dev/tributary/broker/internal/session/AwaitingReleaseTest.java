package dev.tributary.broker.internal.session;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tributary.broker.internal.session.AwaitingRelease.Release;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class AwaitingReleaseTest {

  private final AwaitingRelease awaiting = new AwaitingRelease();
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

  private PendingPublish waiting(int packetId) {
    PendingPublish publish = pending.begin(packetId, 2);
    publish.defer();
    pending.handedOver(publish);
    awaiting.add(publish, null, 0);
    return publish;
  }

  private List<Integer> expired(long nowNanos, long timeoutNanos) {
    List<Integer> late = new ArrayList<>();
    awaiting.expire(nowNanos, timeoutNanos, (packetId, _) -> late.add(packetId));
    return late;
  }

  @Test // a repetition after a long hold must still be known as one: [MQTT-4.3.3-10]
  void theTimeForAPubrelBeginsWhenItsPubrecCanBeSent() {
    PendingPublish publish = waiting(1);
    assertThat(expired(1_000, 100)).isEmpty();
    publish.release();
    assertThat(expired(1_099, 100)).isEmpty();
    assertThat(awaiting.contains(1)).isTrue();
    assertThat(expired(1_100, 100)).containsExactly(1);
    assertThat(awaiting.contains(1)).isFalse();
  }

  @Test
  void aPubrelBeforeItsPubrecIsTooEarly() {
    PendingPublish publish = waiting(1);
    assertThat(awaiting.release(1)).isEqualTo(Release.TOO_EARLY);
    publish.release();
    assertThat(awaiting.release(1)).as("settled, and not stored").isEqualTo(Release.TOO_EARLY);
    assertThat(awaiting.keep(1, () -> {})).isTrue();
    assertThat(awaiting.release(1)).as("being stored").isEqualTo(Release.TOO_EARLY);
    awaiting.kept(1);
    assertThat(awaiting.release(1)).isEqualTo(Release.DONE);
    assertThat(awaiting.release(1)).isEqualTo(Release.UNKNOWN);
  }

  @Test // a client that has come back meanwhile gets the PUBREC, and gets it once
  void whoAsksLastIsAnsweredWhenTheIdentifierIsStored() {
    waiting(1).release();
    List<String> answered = new ArrayList<>();
    assertThat(awaiting.keep(1, () -> answered.add("first"))).isTrue();
    assertThat(awaiting.keep(1, () -> answered.add("second"))).isFalse();
    assertThat(answered).isEmpty();
    awaiting.kept(1);
    assertThat(answered).containsExactly("second");
    assertThat(awaiting.keep(1, () -> answered.add("again"))).isFalse();
    assertThat(answered).containsExactly("second", "again");
  }

  @Test
  void whatCameBeforeTheStartIsKnown() {
    awaiting.restore(7, 50);
    assertThat(awaiting.contains(7)).isTrue();
    assertThat(awaiting.publish(7)).isNull();
    assertThat(awaiting.nextDeadline(60, 100)).isEqualTo(150);
    assertThat(awaiting.release(7)).isEqualTo(Release.DONE);
  }
}
