package dev.tributary.sink;

import java.util.ArrayList;
import java.util.List;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Records that wait for room in an action, and their publishers with them: they are let in one
 * after the other as room appears, or refused. Who lets go of publishers that have waited for too
 * long is {@link Intake}.
 */
final class Admission {

  private final String id;
  private final LongSupplier nanos;
  private final IntakeState state;

  Admission(String id, LongSupplier nanos, IntakeState state) {
    this.id = id;
    this.nanos = nanos;
    this.state = state;
  }

  /**
   * The record stands behind all that wait.
   *
   * @return why it may not wait; null if it does
   */
  @Nullable DropReason waitForRoom(QueuedRecord queued, @Nullable Receipt receipt) {
    LaneSet toHurry;
    synchronized (state.gate) {
      boolean first = state.waiting.isEmpty();
      if (state.lanes == null) {
        return DropReason.RESOURCE_STOPPED;
      }
      if (!state.waiting.add(queued, receipt, nanos.getAsLong())) {
        return DropReason.QUEUE_FULL;
      }
      state.outside.queued(queued.bytes);
      toHurry = first ? state.lanes : null;
    }
    admit();
    if (toHurry != null) {
      toHurry.wakeAll(); // a lane that waits for company waits in vain now
      wakeDisk();
    }
    return null;
  }

  /** Lets in who waits, in order, as far as there is room. */
  void admit() {
    List<Receipt> admitted = new ArrayList<>();
    boolean wake = false;
    synchronized (state.gate) {
      LaneSet set = state.lanes;
      WaitingLine.Waiting first = state.waiting.first();
      while (set != null && !state.changing && first != null && isAdmitted(first, set)) {
        wake = true;
        state.waiting.removeFirst(nanos.getAsLong());
        Receipt receipt = first.receipt();
        if (receipt != null && state.policy.isHeldInBuffer(receipt, state.disk != null)) {
          admitted.add(receipt);
        }
        first = state.waiting.first();
      }
    }
    if (wake) {
      wakeDisk();
    }
    admitted.forEach(Receipt::held);
  }

  private boolean isAdmitted(WaitingLine.Waiting first, LaneSet set) {
    QueuedRecord queued = first.queued();
    DiskBuffer buffer = state.disk;
    if (buffer == null) {
      if (!state.budget.tryTake(queued.bytes)) {
        return false;
      }
      Receipt receipt = first.receipt();
      boolean delivered = receipt != null && state.policy.waitsForDelivery(receipt);
      move(delivered ? queued.at(QueuedRecord.UNLOGGED, receipt) : queued, set);
      return true;
    }
    int cost = DiskBuffer.cost(queued.record);
    if (!buffer.accepts() || !state.budget.tryTake(cost)) {
      return false;
    }
    addToDisk(buffer, state.policy, queued, first.receipt(), cost);
    return true;
  }

  /** From the ledger outside to that of a lane, in one instant as snapshots see it. */
  void move(QueuedRecord queued, LaneSet set) {
    boolean appended = set.append(queued);
    assert appended : "lanes close only while the action is changing";
    state.outside.movedAway(queued.bytes);
  }

  /** Under the gate: as {@link DiskBuffer#add}, with the receipt where the policy wants it. */
  static boolean addToDisk(
      DiskBuffer buffer,
      ReceiptPolicy policy,
      QueuedRecord queued,
      @Nullable Receipt receipt,
      int cost) {
    boolean delivered = receipt != null && policy.waitsForDelivery(receipt);
    boolean atOnce = receipt == null || policy.isHeldInMemory(receipt);
    return buffer.add(
        queued, delivered || atOnce ? null : receipt, delivered ? receipt : null, cost);
  }

  void wakeDisk() {
    DiskBuffer buffer = state.disk;
    if (buffer != null) {
      buffer.wake();
    }
  }

  void refuse(@Nullable Receipt receipt, DropReason reason) {
    if (receipt != null) {
      receipt.refused(refusal(reason), refusalText(reason));
    }
  }

  private static Refusal refusal(DropReason reason) {
    return reason == DropReason.QUEUE_FULL ? Refusal.QUOTA_EXCEEDED : Refusal.STOPPED;
  }

  String refusalText(DropReason reason) {
    return reason == DropReason.QUEUE_FULL
        ? "action " + id + ": the buffer is full"
        : "action " + id + " was stopped";
  }
}
