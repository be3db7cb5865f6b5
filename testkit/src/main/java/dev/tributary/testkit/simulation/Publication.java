package dev.tributary.testkit.simulation;

import dev.tributary.sink.Acknowledge;
import dev.tributary.sink.BufferMode;
import dev.tributary.sink.BufferSettings;
import dev.tributary.sink.Origin;
import dev.tributary.sink.Outcome;
import dev.tributary.sink.Receipt;
import dev.tributary.sink.Refusal;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** One message on its way through one process: what its publisher and its rule have heard. */
final class Publication implements Receipt, Origin {

  final Message message;
  private final SimulatedProcess process;
  private final Runnable over;
  private final List<BufferSettings> submittedUnder;
  private final int submittedAfterChanges;
  private final long submittedNanos;
  private final long holdNanosMax;
  private boolean expected;
  private boolean held;
  private @Nullable Refusal refusal;
  private @Nullable Outcome outcome;

  /**
   * @param over the publisher need not wait any longer
   * @param holdNanosMax how long it may be held back before a message of QoS 0 is dropped
   */
  Publication(Message message, SimulatedProcess process, long holdNanosMax, Runnable over) {
    this.message = message;
    this.process = process;
    this.over = over;
    this.submittedUnder = process.buffers();
    this.submittedAfterChanges = process.changes();
    this.submittedNanos = process.clock().nanos();
    this.holdNanosMax = holdNanosMax;
  }

  /** Whether any party is to hold the message. */
  boolean isExpected() {
    return expected;
  }

  boolean isHeld() {
    return held;
  }

  @Override
  public void expect() {
    process.require(!expected, () -> "expected twice: " + message);
    expected = true;
  }

  @Override
  public void held() {
    if (process.isDead()) {
      return;
    }
    process.require(expected && !held && refusal == null, () -> "held out of turn: " + message);
    held = true;
    process.trace().say(() -> "  held " + message);
    if (isAwaited() && isAlways(Publication::isPromise)) {
      message.promised = true;
    }
    process.tally().held(this, outcome != null);
    over.run();
  }

  private static boolean isPromise(BufferSettings buffer) {
    return switch (buffer.acknowledge()) {
      case RECEIVED -> false;
      case BUFFERED -> buffer.mode() == BufferMode.DISK;
      case DELIVERED -> true;
    };
  }

  /** Under the settings when it was submitted and now; false if there may have been others. */
  private boolean isAlways(Predicate<BufferSettings> condition) {
    return process.changes() - submittedAfterChanges <= 1
        && submittedUnder.stream().allMatch(condition)
        && process.buffers().stream().allMatch(condition);
  }

  /** Whether it had to be delivered before it was held. */
  boolean isHeldForDelivery() {
    return isAwaited() && isAlways(buffer -> buffer.acknowledge() == Acknowledge.DELIVERED);
  }

  @Override
  public void refused(Refusal why, String reason) {
    if (process.isDead()) {
      return;
    }
    process.require(expected && !held && refusal == null, () -> "refused out of turn: " + message);
    process.require(!reason.isEmpty(), () -> "refused without a reason: " + message);
    refusal = why;
    process.trace().say(() -> "  refused (" + why + ") " + message);
    over.run();
  }

  @Override
  public void finished(Outcome last) {
    if (process.isDead()) {
      return;
    }
    process.require(outcome == null, () -> "finished twice: " + message);
    process.require(!(last instanceof Outcome.Retry), () -> "not final: " + last);
    outcome = last;
    if (last instanceof Outcome.Delivered) {
      process.require(message.stored > 0, () -> "delivered but not stored: " + message);
    } else {
      message.givenUp = last;
    }
    process.trace().say(() -> "  finished " + last + " " + message);
    process.tally().finished(this, last);
  }

  @Override
  public boolean isAwaited() {
    return message.acknowledged;
  }

  @Override
  public boolean isImpatient() {
    return !isAwaited() && process.clock().nanos() - submittedNanos > holdNanosMax;
  }
}
