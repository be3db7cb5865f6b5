package dev.tributary.sink;

import java.util.List;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The way of records into an action: into a lane or the buffer on disk while there is room, else
 * what {@link Overflow} says; {@link Admission} keeps those that wait. Keeps the counts of all that
 * is in no lane.
 *
 * <p>With a buffer in memory, submitting takes one short lock of one lane; with one on disk, {@code
 * gate}. {@code gate} is taken before a lane's lock, never after, and never during I/O. Lanes and
 * buffer are changed by one thread at a time.
 */
final class Intake implements Lane.EndedRecords, BufferOwner {

  /** Share of the buffer that is given up at once to make room. */
  private static final int DROPPED_SHARE = 16;

  private final LongSupplier nanos;
  private final Endings endings;
  private final IntakeState state;
  private final Admission admission;

  Intake(String id, LongSupplier nanos, LossLog losses, IntakeState state, Admission admission) {
    this.state = state;
    this.admission = admission;
    this.nanos = nanos;
    this.endings = new Endings(id, losses, this::ending, this::forgotten);
  }

  Endings endings() {
    return endings;
  }

  /** As {@link Action#submit}. */
  void submit(SinkRecord record, Receipt receipt) {
    LaneSet set = state.lanes;
    if (set == null) {
      dropAtOnce(record, DropReason.RESOURCE_STOPPED);
      return;
    }
    Outcome.Failed fault = RecordCheck.faultOf(record, set.limits());
    if (fault == null && state.disk != null) {
      fault = RecordCheck.faultOnDisk(record);
    }
    receipt.expect();
    if (fault != null) {
      failAtOnce();
      failed(record, fault, receipt);
      return;
    }
    QueuedRecord queued = new QueuedRecord(record, nanos.getAsLong());
    if (!state.waiting.isEmpty() || !taken(set, queued, receipt)) {
      overflowed(queued, receipt);
    }
  }

  /** A repeat would fail too, so the publisher is let go, unless it asked for the delivery. */
  private void failed(SinkRecord record, Outcome.Failed fault, Receipt receipt) {
    QueuedRecord queued = new QueuedRecord(record, nanos.getAsLong());
    boolean delivered = state.policy.waitsForDelivery(receipt);
    endings.ended(delivered ? queued.at(QueuedRecord.UNLOGGED, receipt) : queued, fault);
    if (!delivered) {
      receipt.held();
    }
  }

  /** Not in a lane's ledger: that lane may be handing its counters over at this moment. */
  private void failAtOnce() {
    synchronized (state.gate) {
      state.outside.failedAtOnce();
    }
  }

  private void dropAtOnce(SinkRecord record, DropReason reason) {
    synchronized (state.gate) {
      state.outside.droppedAtOnce(reason);
    }
    endings.ended(new QueuedRecord(record, nanos.getAsLong()), new Outcome.Dropped(reason));
  }

  private boolean taken(LaneSet set, QueuedRecord queued, Receipt receipt) {
    DiskBuffer buffer = state.disk;
    return buffer == null
        ? takenByLane(set, queued, receipt)
        : takenByDisk(buffer, queued, receipt);
  }

  private boolean takenByLane(LaneSet set, QueuedRecord queued, Receipt receipt) {
    if (!state.budget.tryTake(queued.bytes)) {
      return false;
    }
    boolean delivered = state.policy.waitsForDelivery(receipt);
    if (!set.append(delivered ? queued.at(QueuedRecord.UNLOGGED, receipt) : queued)) {
      state.budget.giveBack(queued.bytes);
      return false;
    }
    if (!delivered) {
      receipt.held();
    }
    return true;
  }

  private boolean takenByDisk(DiskBuffer buffer, QueuedRecord queued, Receipt receipt) {
    int cost = DiskBuffer.cost(queued.record);
    if (!state.budget.tryTake(cost)) {
      return false;
    }
    ReceiptPolicy policy = state.policy;
    boolean wake;
    synchronized (state.gate) {
      if (!buffer.accepts()) {
        state.budget.giveBack(cost);
        return false;
      }
      state.outside.queued(queued.bytes);
      wake = Admission.addToDisk(buffer, policy, queued, receipt, cost);
    }
    if (wake) {
      buffer.wake();
    }
    if (policy.isHeldInMemory(receipt)) {
      receipt.held();
    }
    return true;
  }

  private void overflowed(QueuedRecord queued, Receipt receipt) {
    switch (state.policy.overflow()) {
      case REJECT -> refuse(queued, receipt, DropReason.QUEUE_FULL);
      case BACKPRESSURE -> {
        if (receipt.isImpatient()) {
          refuse(queued, receipt, DropReason.QUEUE_FULL);
        } else {
          waitForRoom(queued, receipt);
        }
      }
      case DROP_OLDEST -> {
        if (state.policy.isHeldInBuffer(receipt, state.disk != null)) {
          waitForRoom(queued, null);
          receipt.held();
        } else {
          waitForRoom(queued, receipt);
        }
        makeRoom();
      }
    }
  }

  private void makeRoom() {
    DiskBuffer buffer = state.disk;
    LaneSet set = state.lanes;
    if (buffer != null) {
      buffer.wake();
    } else if (set != null) {
      set.dropOldest(Math.max(1, state.budget.max() / DROPPED_SHARE));
    }
  }

  private void refuse(QueuedRecord queued, @Nullable Receipt receipt, DropReason reason) {
    dropAtOnce(queued.record, reason);
    admission.refuse(receipt, reason);
  }

  private void waitForRoom(QueuedRecord queued, @Nullable Receipt receipt) {
    DropReason reason = admission.waitForRoom(queued, receipt);
    if (reason != null) {
      refuse(queued, receipt, reason);
    }
  }

  @Override
  public void ended(QueuedRecord queued, Outcome outcome) {
    leave(queued);
    endings.ended(queued, outcome);
  }

  /** Gives back the room that a record in the lanes has taken. */
  void leave(QueuedRecord queued) {
    if (queued.sequence == QueuedRecord.UNLOGGED) {
      state.budget.giveBack(queued.bytes);
      return;
    }
    state.memory.giveBack(queued.bytes);
    if (queued.sequence == QueuedRecord.OFFLOADABLE) {
      state.budget.giveBack(DiskBuffer.cost(queued.record));
    }
  }

  private void ending(QueuedRecord queued) {
    DiskBuffer buffer = state.disk;
    if (buffer != null) {
      buffer.ending(queued);
    }
  }

  private void forgotten(QueuedRecord queued) {
    DiskBuffer buffer = state.disk;
    if (buffer != null) {
      buffer.forgotten(queued);
    }
  }

  /** The room itself was given back record by record. */
  @Override
  public void bytesFreed(long bytes) {
    DiskBuffer buffer = state.disk;
    if (!state.waiting.isEmpty()) {
      admission.admit();
      admission.wakeDisk();
    } else if (buffer != null && buffer.wantsMemory()) {
      buffer.wake();
    }
  }

  @Override
  public boolean othersWait() {
    return !state.waiting.isEmpty();
  }

  @Override
  public boolean handOver(List<QueuedRecord> records) {
    synchronized (state.gate) {
      LaneSet set = state.lanes;
      if (set == null || state.changing) {
        return false;
      }
      set.appendAll(records);
      records.forEach(queued -> state.outside.movedAway(queued.bytes));
      return true;
    }
  }

  @Override
  public void dropBefore(long sequence) {
    LaneSet set = state.lanes;
    if (set != null) {
      set.dropBefore(sequence);
    }
  }

  @Override
  public void giveUp(QueuedRecord queued, DropReason reason) {
    synchronized (state.gate) {
      state.outside.droppedFromQueue(reason, queued.bytes);
    }
    endings.ended(queued, new Outcome.Dropped(reason));
  }

  @Override
  public void recovered(long records, long bytes) {
    synchronized (state.gate) {
      state.outside.recovered(records, bytes);
    }
  }

  @Override
  public void damaged(long records) {
    synchronized (state.gate) {
      state.outside.damaged(records);
    }
    endings.damaged(records);
  }

  @Override
  public void roomChanged() {
    synchronized (state.gate) {
      DiskBuffer buffer = state.disk;
      if (buffer != null && buffer.isRetired()) {
        state.disk = null;
      }
    }
    if (!state.waiting.isEmpty()) {
      admission.admit();
    }
  }

  /** Lets go of publishers that have waited for longer than they may. */
  void releaseImpatient() {
    if (state.waiting.isEmpty()) {
      return;
    }
    List<WaitingLine.Waiting> impatient;
    synchronized (state.gate) {
      impatient = state.waiting.removeImpatient(nanos.getAsLong());
      impatient.forEach(
          each -> state.outside.droppedFromQueue(DropReason.QUEUE_FULL, each.queued().bytes));
    }
    for (WaitingLine.Waiting each : impatient) {
      endings.ended(each.queued(), new Outcome.Dropped(DropReason.QUEUE_FULL));
      admission.refuse(each.receipt(), DropReason.QUEUE_FULL);
    }
  }
}
