package dev.tributary.sink;

import java.time.Duration;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Says in the log that records were lost, and why, at most every ten seconds per action. */
final class LossLog {

  private static final Logger log = LoggerFactory.getLogger(LossLog.class);
  private static final long PAUSE_NANOS = Duration.ofSeconds(10).toNanos();

  private final String action;
  private final LongSupplier nanos;
  private long lost;
  private String lastLoss = "";
  private long quietUntilNanos;

  LossLog(String action, LongSupplier nanos) {
    this.action = action;
    this.nanos = nanos;
    this.quietUntilNanos = nanos.getAsLong();
  }

  synchronized void lost(Outcome outcome) {
    lost(outcome, 1);
  }

  synchronized void lost(Outcome outcome, long records) {
    lost += records;
    lastLoss = text(outcome);
    long now = nanos.getAsLong();
    if (now - quietUntilNanos >= 0) {
      tellRest();
      quietUntilNanos = now + PAUSE_NANOS;
    }
  }

  /** What the pause has held back; for an action that stops and will not speak again. */
  synchronized void tellRest() {
    if (lost > 0) {
      log.error("Action {} gave up {} record(s); the last one: {}", action, lost, lastLoss);
      lost = 0;
    }
  }

  private static String text(Outcome outcome) {
    return switch (outcome) {
      case Outcome.Failed(String code, String why) -> why + " (" + code + ")";
      case Outcome.Dropped(DropReason reason) -> "dropped." + reason.metricName();
      case Outcome.Delivered _, Outcome.Retry _ -> "not lost";
    };
  }
}
