package dev.tributary.sink;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

final class ActionStatusTest {

  private static final BatchOutcome WORKED = new BatchOutcome.PerRecord(List.of());
  private static final BatchOutcome FAILED =
      new BatchOutcome.RetryAll("InternalFailure", "500", Duration.ZERO);
  private static final BatchOutcome HELD =
      new BatchOutcome.Hold("ResourceNotFoundException", "create the stream");

  private final AtomicInteger opened = new AtomicInteger();
  private final ActionStatus status =
      new ActionStatus("Action a", Health.connecting("not checked yet"), opened::incrementAndGet);

  @Test
  void aCheckOrASendConnects() {
    status.checked(Health.CONNECTED);
    assertThat(status.health()).isEqualTo(Health.CONNECTED);
    status.checked(Health.disconnected("refused"));
    assertThat(status.health().reason()).isEqualTo("refused");
    status.answered(WORKED, 0);
    assertThat(status.health()).isEqualTo(Health.CONNECTED);
  }

  @Test
  void aHoldEndsWithACheckAndNotWithALateSuccessOfAnotherLane() {
    status.answered(HELD, 0);
    assertThat(status.isOpen()).isFalse();
    assertThat(status.health())
        .isEqualTo(Health.disconnected("create the stream (ResourceNotFoundException)"));
    status.answered(WORKED, 0);
    assertThat(status.isOpen()).isFalse();
    status.checked(Health.disconnected("still missing"));
    assertThat(status.isOpen()).isFalse();
    assertThat(opened).hasValue(0);
    status.checked(Health.CONNECTED);
    assertThat(status.isOpen()).isTrue();
    assertThat(opened).hasValue(1);
  }

  @Test
  void aCheckThatCannotTellLetsTheNextSendDecide() {
    status.answered(HELD, 0);
    status.checked(Health.connecting("may not describe the stream"));
    assertThat(status.isOpen()).isTrue();
    status.answered(WORKED, 0);
    assertThat(status.health()).isEqualTo(Health.CONNECTED);
    status.checked(Health.connecting("may not describe the stream"));
    assertThat(status.health()).as("a send has worked since").isEqualTo(Health.CONNECTED);
    status.checked(Health.connecting("may not describe the stream"));
    assertThat(status.health().status()).isEqualTo(ResourceStatus.CONNECTING);
  }

  @Test
  void failuresInARowDegradeStepByStepButSendingGoesOn() {
    status.checked(Health.CONNECTED);
    status.answered(FAILED, 1);
    assertThat(status.health()).isEqualTo(Health.CONNECTED);
    status.answered(FAILED, 2);
    assertThat(status.health()).isEqualTo(Health.connecting("500 (InternalFailure)"));
    status.answered(FAILED, 5);
    assertThat(status.health()).isEqualTo(Health.disconnected("500 (InternalFailure)"));
    assertThat(status.isOpen()).isTrue();
  }

  @Test
  void disconnectedFromTheStartIsHeld() {
    ActionStatus unavailable =
        new ActionStatus("Action a", Health.disconnected("no connector"), () -> {});
    assertThat(unavailable.isOpen()).isFalse();
  }
}
