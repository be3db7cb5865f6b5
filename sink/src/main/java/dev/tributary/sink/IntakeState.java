package dev.tributary.sink;

import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * What an action holds: its room, who waits for it, the counts of all that is in no lane, and where
 * records go. {@link Intake} fills it, {@link LaneChanges} changes lanes and buffer under it.
 *
 * <p>{@code gate} guards what is not volatile or thread-safe by itself. It is taken before a lane's
 * lock, never after, and never during I/O.
 */
final class IntakeState {

  final Object gate = new Object();
  final BufferBudget budget = new BufferBudget(0);
  final BufferBudget memory = new BufferBudget(0);
  final WaitingLine waiting = new WaitingLine();

  /** Counts what waits, what never came into a lane, and what lanes that are gone have counted. */
  final OutcomeLedger outside = new OutcomeLedger();

  /** How lanes that are gone have delivered. */
  final StatisticsSum earlier = new StatisticsSum();

  boolean changing;
  volatile @Nullable LaneSet lanes;
  volatile @Nullable DiskBuffer disk;
  volatile ReceiptPolicy policy = ReceiptPolicy.of(BufferSettings.memory(1));
  private final LongSupplier nanos;

  IntakeState(LongSupplier nanos) {
    this.nanos = nanos;
  }

  /** How long records have waited for room without a pause; 0 if none waits. */
  long waitingNanos() {
    synchronized (gate) {
      return waiting.lengthNanos(nanos.getAsLong());
    }
  }

  /** How long records have waited for room in all. */
  long waitedNanos() {
    synchronized (gate) {
      return waiting.totalNanos(nanos.getAsLong());
    }
  }

  /** Forgets what has ended; what is under way stays matched. */
  void forget() {
    synchronized (gate) {
      outside.forgetEnded(sum());
      earlier.reset();
      LaneSet set = lanes;
      if (set != null) {
        set.resetStatistics();
      }
    }
  }

  /** How all lanes have delivered, those that are gone too. */
  StatisticsSum statistics() {
    StatisticsSum sum = new StatisticsSum();
    synchronized (gate) {
      earlier.addTo(sum);
      LaneSet set = lanes;
      if (set != null) {
        set.addTo(sum);
      }
    }
    return sum;
  }

  OutcomeLedger total() {
    synchronized (gate) {
      return sum();
    }
  }

  private OutcomeLedger sum() {
    OutcomeLedger sum = new OutcomeLedger();
    outside.addTo(sum);
    LaneSet set = lanes;
    if (set != null) {
      set.addTo(sum);
    }
    return sum;
  }
}
