package dev.tributary.sink;

import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What follows from a record's final outcome: the log of losses, the rule, the publisher that waits
 * for the delivery, and whoever takes over what was not delivered. Any thread; never throws.
 */
final class Endings {

  private static final Logger log = LoggerFactory.getLogger(Endings.class);

  private final String action;
  private final LossLog losses;
  private final Consumer<QueuedRecord> ending;
  private final Consumer<QueuedRecord> forgotten;
  private volatile Fallback fallback = Fallback.NONE;
  private volatile @Nullable DeadLetterKeeper deadLetters;

  /**
   * @param ending told before somebody takes a record over
   * @param forgotten told, exactly once per record, when nothing more is done about it
   */
  Endings(
      String action,
      LossLog losses,
      Consumer<QueuedRecord> ending,
      Consumer<QueuedRecord> forgotten) {
    this.action = action;
    this.losses = losses;
    this.ending = ending;
    this.forgotten = forgotten;
  }

  void change(Fallback takesOver, @Nullable DeadLetterKeeper keeper) {
    fallback = takesOver;
    deadLetters = keeper;
  }

  void ended(QueuedRecord queued, Outcome outcome) {
    tellOrigin(queued.record, outcome);
    tellPublisher(queued.receipt, outcome);
    if (outcome instanceof Outcome.Delivered) {
      forgotten.accept(queued);
    } else {
      losses.lost(outcome);
      handOn(queued, outcome);
    }
  }

  /** Records that nobody can tell more about than their number. */
  void damaged(long records) {
    losses.lost(new Outcome.Dropped(DropReason.OTHER), records);
  }

  private void tellOrigin(SinkRecord record, Outcome outcome) {
    try {
      record.origin().finished(outcome);
    } catch (RuntimeException e) {
      log.error("Action {}: the origin of a record failed to hear its outcome", action, e);
    }
  }

  private void tellPublisher(@Nullable Receipt receipt, Outcome outcome) {
    if (receipt == null) {
      return;
    }
    switch (outcome) {
      case Outcome.Delivered _ -> receipt.held();
      case Outcome.Failed(String code, String why) ->
          receipt.refused(
              Refusal.NOT_DELIVERED, "action " + action + ": " + why + " (" + code + ")");
      case Outcome.Dropped(DropReason reason) ->
          receipt.refused(
              reason == DropReason.QUEUE_FULL ? Refusal.QUOTA_EXCEEDED : Refusal.NOT_DELIVERED,
              "action " + action + ": the record was given up: " + reason.metricName());
      case Outcome.Retry _ -> throw new IllegalArgumentException("not final: " + outcome);
    }
  }

  /** The record is forgotten only when all who take over hold it. */
  private void handOn(QueuedRecord queued, Outcome outcome) {
    ending.accept(queued);
    Parties parties = new Parties(() -> forgotten.accept(queued));
    DeadLetterKeeper keeper = deadLetters;
    if (keeper != null) {
      keeper.keep(queued.record, outcome, parties);
    }
    try {
      fallback.takeOver(queued.record, outcome, parties);
    } catch (RuntimeException e) {
      log.error("Action {}: the fallback of a record failed", action, e);
    }
    parties.handedOut();
  }
}
