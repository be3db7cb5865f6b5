package dev.tributary.broker.internal.session;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tributary.broker.internal.session.AwaitingRelease.Release;
import java.time.Duration;
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
    awaiting.add(publish, 0);
    return publish;
  }

  @Test // a repetition after a long hold must still be known as one: [MQTT-4.3.3-10]
  void theTimeForAPubrelBeginsWhenItsPubrecCanBeSent() {
    PendingPublish publish = waiting(1);
    assertThat(awaiting.expire(1_000, 100)).isZero();
    publish.release();
    assertThat(awaiting.expire(1_099, 100)).isZero();
    assertThat(awaiting.contains(1)).isTrue();
    assertThat(awaiting.expire(1_100, 100)).isEqualTo(1);
    assertThat(awaiting.contains(1)).isFalse();
  }

  @Test
  void aPubrelBeforeItsPubrecIsTooEarly() {
    PendingPublish publish = waiting(1);
    assertThat(awaiting.release(1)).isEqualTo(Release.TOO_EARLY);
    publish.release();
    assertThat(awaiting.release(1)).isEqualTo(Release.DONE);
    assertThat(awaiting.release(1)).isEqualTo(Release.UNKNOWN);
  }
}
