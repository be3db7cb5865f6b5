package dev.tributary.sink;

import java.util.ArrayList;
import java.util.List;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Changes the lanes and the buffer of an action while records come in: nothing is lost, counted
 * twice or overtaken. One thread at a time.
 */
final class LaneChanges {

  private final String id;
  private final LongSupplier nanos;
  private final IntakeState state;
  private final Intake intake;
  private final Admission admission;

  LaneChanges(
      String id, LongSupplier nanos, IntakeState state, Intake intake, Admission admission) {
    this.id = id;
    this.nanos = nanos;
    this.state = state;
    this.intake = intake;
    this.admission = admission;
  }

  /** From here on records wait rather than come into a lane; {@link #install} ends it. */
  void hold() {
    synchronized (state.gate) {
      state.changing = true;
    }
  }

  /** Before its loop begins. */
  DiskBuffer useDisk(Storage directory, BufferSettings settings, SinkEnvironment environment) {
    DiskBuffer fresh =
        new DiskBuffer(
            id, directory, settings, environment, state.gate, state.budget, state.memory, intake);
    state.disk = fresh;
    return fresh;
  }

  /**
   * New lanes take over.
   *
   * @param old lanes that have ended; their records go to the new ones
   */
  void install(LaneSet set, @Nullable LaneSet old, BufferSettings settings) {
    synchronized (state.gate) {
      state.policy = ReceiptPolicy.of(settings);
      state.budget.resize(settings.bytesMax());
      state.memory.resize(settings.memoryBytesMax());
      takeOver(old).forEach(queued -> admission.move(queued, set));
      state.lanes = set;
      state.changing = false;
    }
  }

  /**
   * There are no lanes any more. What is on disk is kept, the rest dropped, and who waits is told.
   *
   * @param old lanes that have ended
   */
  void uninstall(@Nullable LaneSet old) {
    List<QueuedRecord> dropped = new ArrayList<>();
    List<QueuedRecord> kept = new ArrayList<>();
    List<WaitingLine.Waiting> refused;
    synchronized (state.gate) {
      takeOver(old).forEach(queued -> (queued.sequence >= 0 ? kept : dropped).add(queued));
      refused = state.waiting.removeAll(nanos.getAsLong());
      dropped.forEach(this::countStopped);
      refused.forEach(each -> countStopped(each.queued()));
      state.lanes = null;
      state.changing = false;
    }
    for (QueuedRecord queued : kept) {
      intake.leave(queued);
      admission.refuse(queued.receipt, DropReason.RESOURCE_STOPPED);
    }
    Outcome outcome = new Outcome.Dropped(DropReason.RESOURCE_STOPPED);
    dropped.forEach(queued -> intake.ended(queued, outcome));
    for (WaitingLine.Waiting each : refused) {
      intake.endings().ended(each.queued(), outcome);
      admission.refuse(each.receipt(), DropReason.RESOURCE_STOPPED);
    }
    DiskBuffer buffer = state.disk;
    if (buffer != null) {
      buffer.readAgain();
    }
  }

  private void countStopped(QueuedRecord queued) {
    state.outside.droppedFromQueue(DropReason.RESOURCE_STOPPED, queued.bytes);
  }

  /** The records and counters of lanes that have ended. */
  private List<QueuedRecord> takeOver(@Nullable LaneSet ended) {
    List<QueuedRecord> records = new ArrayList<>();
    if (ended != null) {
      ended.addTo(state.outside);
      ended.addTo(state.earlier);
      ended.drainTo(records::add);
    }
    return records;
  }

  /** The buffer was closed: what it could not write is lost. */
  void closed(DiskBuffer buffer) {
    for (QueuedRecord queued :
        buffer.unwritten(admission.refusalText(DropReason.RESOURCE_STOPPED))) {
      intake.giveUp(queued, DropReason.RESOURCE_STOPPED);
    }
  }

  /**
   * The buffer is deleted with all that is in it.
   *
   * @return how many records
   */
  long removed(DiskBuffer buffer) {
    buffer.remove(admission.refusalText(DropReason.RESOURCE_STOPPED));
    synchronized (state.gate) {
      state.disk = null;
      return state.outside.dropAllQueued(DropReason.RESOURCE_STOPPED);
    }
  }
}
