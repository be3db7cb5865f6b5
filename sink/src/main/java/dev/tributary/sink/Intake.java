package dev.tributary.sink;

import java.util.ArrayList;
import java.util.List;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The way of records into an action: into a lane or the buffer on disk while there is room, else
 * what {@link Overflow} says. Keeps the counts of all that is in no lane.
 *
 * <p>With a buffer in memory, submitting takes one short lock of one lane; with one on disk, {@code
 * gate}. {@code gate} is taken before a lane's lock, never after, and never during I/O. Lanes and
 * buffer are changed by one thread at a time.
 */
final class Intake implements Lane.EndedRecords, BufferOwner {

  /** Share of the buffer that is given up at once to make room. */
  private static final int DROPPED_SHARE = 16;

  private final String id;
  private final LongSupplier nanos;
  private final Endings endings;
  private final BufferBudget budget = new BufferBudget(0);
  private final BufferBudget memory = new BufferBudget(0);

  private final Object gate = new Object();
  private final WaitingLine waiting = new WaitingLine();

  /** Counts what waits, what never came into a lane, and what lanes that are gone have counted. */
  private final OutcomeLedger outside = new OutcomeLedger();

  /** How lanes that are gone have delivered. */
  private final StatisticsSum earlier = new StatisticsSum();

  private boolean changing;
  private volatile @Nullable LaneSet lanes;
  private volatile @Nullable DiskBuffer disk;
  private volatile ReceiptPolicy policy = ReceiptPolicy.of(BufferSettings.memory(1));

  Intake(String id, LongSupplier nanos, LossLog losses) {
    this.id = id;
    this.nanos = nanos;
    this.endings = new Endings(id, losses, this::ending, this::forgotten);
  }

  Endings endings() {
    return endings;
  }

  /** As {@link Action#submit}. */
  void submit(SinkRecord record, Receipt receipt) {
    LaneSet set = lanes;
    if (set == null) {
      dropAtOnce(record, DropReason.RESOURCE_STOPPED);
      return;
    }
    Outcome.Failed fault = RecordCheck.faultOf(record, set.limits());
    receipt.expect();
    if (fault != null) {
      failAtOnce();
      endings.ended(new QueuedRecord(record, nanos.getAsLong()), fault);
      receipt.held();
      return;
    }
    QueuedRecord queued = new QueuedRecord(record, nanos.getAsLong());
    if (!waiting.isEmpty() || !taken(set, queued, receipt)) {
      overflowed(queued, receipt);
    }
  }

  /** Not in a lane's ledger: that lane may be handing its counters over at this moment. */
  private void failAtOnce() {
    synchronized (gate) {
      outside.failedAtOnce();
    }
  }

  private void dropAtOnce(SinkRecord record, DropReason reason) {
    synchronized (gate) {
      outside.droppedAtOnce(reason);
    }
    endings.ended(new QueuedRecord(record, nanos.getAsLong()), new Outcome.Dropped(reason));
  }

  private boolean taken(LaneSet set, QueuedRecord queued, Receipt receipt) {
    DiskBuffer buffer = disk;
    return buffer == null
        ? takenByLane(set, queued, receipt)
        : takenByDisk(buffer, queued, receipt);
  }

  private boolean takenByLane(LaneSet set, QueuedRecord queued, Receipt receipt) {
    if (!budget.tryTake(queued.bytes)) {
      return false;
    }
    boolean delivered = policy.waitsForDelivery(receipt);
    if (!set.append(delivered ? queued.at(QueuedRecord.UNLOGGED, receipt) : queued)) {
      budget.giveBack(queued.bytes);
      return false;
    }
    if (!delivered) {
      receipt.held();
    }
    return true;
  }

  private boolean takenByDisk(DiskBuffer buffer, QueuedRecord queued, Receipt receipt) {
    int cost = DiskBuffer.cost(queued.record);
    if (!budget.tryTake(cost)) {
      return false;
    }
    boolean wake;
    synchronized (gate) {
      if (!buffer.accepts()) {
        budget.giveBack(cost);
        return false;
      }
      outside.queued(queued.bytes);
      wake = addToDisk(buffer, queued, receipt, cost);
    }
    if (wake) {
      buffer.wake();
    }
    if (policy.isHeldInMemory(receipt)) {
      receipt.held();
    }
    return true;
  }

  private boolean addToDisk(
      DiskBuffer buffer, QueuedRecord queued, @Nullable Receipt receipt, int cost) {
    boolean delivered = receipt != null && policy.waitsForDelivery(receipt);
    boolean atOnce = receipt == null || policy.isHeldInMemory(receipt);
    return buffer.add(
        queued, delivered || atOnce ? null : receipt, delivered ? receipt : null, cost);
  }

  private void overflowed(QueuedRecord queued, Receipt receipt) {
    switch (policy.overflow()) {
      case REJECT -> refuse(queued, receipt, DropReason.QUEUE_FULL);
      case BACKPRESSURE -> {
        if (receipt.isImpatient()) {
          refuse(queued, receipt, DropReason.QUEUE_FULL);
        } else {
          waitForRoom(queued, receipt);
        }
      }
      case DROP_OLDEST -> {
        if (policy.waitsForDelivery(receipt)) {
          waitForRoom(queued, receipt);
        } else {
          waitForRoom(queued, null);
          receipt.held();
        }
        makeRoom();
      }
    }
  }

  private void makeRoom() {
    DiskBuffer buffer = disk;
    LaneSet set = lanes;
    if (buffer != null) {
      buffer.wake();
    } else if (set != null) {
      set.dropOldest(Math.max(1, budget.max() / DROPPED_SHARE));
    }
  }

  private void refuse(QueuedRecord queued, @Nullable Receipt receipt, DropReason reason) {
    dropAtOnce(queued.record, reason);
    refuse(receipt, reason);
  }

  private void refuse(@Nullable Receipt receipt, DropReason reason) {
    if (receipt != null) {
      receipt.refused(refusal(reason), refusalText(reason));
    }
  }

  private void waitForRoom(QueuedRecord queued, @Nullable Receipt receipt) {
    DropReason refusal = null;
    LaneSet toHurry = null;
    synchronized (gate) {
      boolean first = waiting.isEmpty();
      if (lanes == null) {
        refusal = DropReason.RESOURCE_STOPPED;
      } else if (waiting.add(queued, receipt, nanos.getAsLong())) {
        outside.queued(queued.bytes);
        toHurry = first ? lanes : null;
      } else {
        refusal = DropReason.QUEUE_FULL;
      }
    }
    if (refusal != null) {
      refuse(queued, receipt, refusal);
      return;
    }
    admit();
    if (toHurry != null) {
      toHurry.wakeAll(); // a lane that waits for company waits in vain now
      wakeDisk();
    }
  }

  private void wakeDisk() {
    DiskBuffer buffer = disk;
    if (buffer != null) {
      buffer.wake();
    }
  }

  private static Refusal refusal(DropReason reason) {
    return reason == DropReason.QUEUE_FULL ? Refusal.QUOTA_EXCEEDED : Refusal.STOPPED;
  }

  private String refusalText(DropReason reason) {
    return reason == DropReason.QUEUE_FULL
        ? "action " + id + ": the buffer is full"
        : "action " + id + " was stopped";
  }

  /** Lets in who waits, in order, as far as there is room. */
  private void admit() {
    List<Receipt> admitted = new ArrayList<>();
    boolean wake = false;
    synchronized (gate) {
      LaneSet set = lanes;
      WaitingLine.Waiting first = waiting.first();
      while (set != null && !changing && first != null && isAdmitted(first, set)) {
        wake = true;
        waiting.removeFirst(nanos.getAsLong());
        Receipt receipt = first.receipt();
        if (receipt != null && policy.isHeldInBuffer(receipt, disk != null)) {
          admitted.add(receipt);
        }
        first = waiting.first();
      }
    }
    if (wake) {
      wakeDisk();
    }
    admitted.forEach(Receipt::held);
  }

  private boolean isAdmitted(WaitingLine.Waiting first, LaneSet set) {
    QueuedRecord queued = first.queued();
    DiskBuffer buffer = disk;
    if (buffer == null) {
      if (!budget.tryTake(queued.bytes)) {
        return false;
      }
      Receipt receipt = first.receipt();
      boolean delivered = receipt != null && policy.waitsForDelivery(receipt);
      move(delivered ? queued.at(QueuedRecord.UNLOGGED, receipt) : queued, set);
      return true;
    }
    int cost = DiskBuffer.cost(queued.record);
    if (!buffer.accepts() || !budget.tryTake(cost)) {
      return false;
    }
    addToDisk(buffer, queued, first.receipt(), cost);
    return true;
  }

  /** From the ledger outside to that of a lane, in one instant as snapshots see it. */
  private void move(QueuedRecord queued, LaneSet set) {
    boolean appended = set.append(queued);
    assert appended : "lanes close only while the action is changing";
    outside.movedAway(queued.bytes);
  }

  @Override
  public void ended(QueuedRecord queued, Outcome outcome) {
    leave(queued);
    endings.ended(queued, outcome);
  }

  /** Gives back the room that a record in the lanes has taken. */
  private void leave(QueuedRecord queued) {
    if (queued.sequence == QueuedRecord.UNLOGGED) {
      budget.giveBack(queued.bytes);
      return;
    }
    memory.giveBack(queued.bytes);
    if (queued.sequence == QueuedRecord.OFFLOADABLE) {
      budget.giveBack(DiskBuffer.cost(queued.record));
    }
  }

  private void ending(QueuedRecord queued) {
    DiskBuffer buffer = disk;
    if (buffer != null) {
      buffer.ending(queued);
    }
  }

  private void forgotten(QueuedRecord queued) {
    DiskBuffer buffer = disk;
    if (buffer != null) {
      buffer.forgotten(queued);
    }
  }

  /** The room itself was given back record by record. */
  @Override
  public void bytesFreed(long bytes) {
    DiskBuffer buffer = disk;
    if (!waiting.isEmpty()) {
      admit();
      wakeDisk();
    } else if (buffer != null && buffer.wantsMemory()) {
      buffer.wake();
    }
  }

  @Override
  public boolean othersWait() {
    return !waiting.isEmpty();
  }

  @Override
  public boolean handOver(List<QueuedRecord> records) {
    synchronized (gate) {
      LaneSet set = lanes;
      if (set == null || changing) {
        return false;
      }
      set.appendAll(records);
      records.forEach(queued -> outside.movedAway(queued.bytes));
      return true;
    }
  }

  @Override
  public void dropBefore(long sequence) {
    LaneSet set = lanes;
    if (set != null) {
      set.dropBefore(sequence);
    }
  }

  @Override
  public void giveUp(QueuedRecord queued, DropReason reason) {
    synchronized (gate) {
      outside.droppedFromQueue(reason, queued.bytes);
    }
    endings.ended(queued, new Outcome.Dropped(reason));
  }

  @Override
  public void recovered(long records, long bytes) {
    synchronized (gate) {
      outside.recovered(records, bytes);
    }
  }

  @Override
  public void roomChanged() {
    synchronized (gate) {
      DiskBuffer buffer = disk;
      if (buffer != null && buffer.isRetired()) {
        disk = null;
      }
    }
    if (!waiting.isEmpty()) {
      admit();
    }
  }

  /** From here on records wait rather than come into a lane; {@link #install} ends it. */
  void hold() {
    synchronized (gate) {
      changing = true;
    }
  }

  @Nullable LaneSet lanes() {
    return lanes;
  }

  @Nullable DiskBuffer disk() {
    return disk;
  }

  /** Before its loop begins. */
  DiskBuffer useDisk(Storage directory, BufferSettings settings, SinkEnvironment environment) {
    DiskBuffer fresh =
        new DiskBuffer(id, directory, settings, environment, gate, budget, memory, this);
    disk = fresh;
    return fresh;
  }

  /**
   * New lanes take over.
   *
   * @param old lanes that have ended; their records go to the new ones
   */
  void install(LaneSet set, @Nullable LaneSet old, BufferSettings settings) {
    synchronized (gate) {
      policy = ReceiptPolicy.of(settings);
      budget.resize(settings.bytesMax());
      memory.resize(settings.memoryBytesMax());
      takeOver(old).forEach(queued -> move(queued, set));
      lanes = set;
      changing = false;
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
    synchronized (gate) {
      takeOver(old).forEach(queued -> (queued.sequence >= 0 ? kept : dropped).add(queued));
      refused = waiting.removeAll(nanos.getAsLong());
      dropped.forEach(this::countStopped);
      refused.forEach(each -> countStopped(each.queued()));
      lanes = null;
      changing = false;
    }
    for (QueuedRecord queued : kept) {
      leave(queued);
      refuse(queued.receipt, DropReason.RESOURCE_STOPPED);
    }
    Outcome outcome = new Outcome.Dropped(DropReason.RESOURCE_STOPPED);
    dropped.forEach(queued -> ended(queued, outcome));
    for (WaitingLine.Waiting each : refused) {
      endings.ended(each.queued(), outcome);
      refuse(each.receipt(), DropReason.RESOURCE_STOPPED);
    }
    DiskBuffer buffer = disk;
    if (buffer != null) {
      buffer.readAgain();
    }
  }

  private void countStopped(QueuedRecord queued) {
    outside.droppedFromQueue(DropReason.RESOURCE_STOPPED, queued.bytes);
  }

  /** The records and counters of lanes that have ended. */
  private List<QueuedRecord> takeOver(@Nullable LaneSet ended) {
    List<QueuedRecord> records = new ArrayList<>();
    if (ended != null) {
      ended.addTo(outside);
      ended.addTo(earlier);
      ended.drainTo(records::add);
    }
    return records;
  }

  /** The buffer was closed: what it could not write is lost. */
  void closed(DiskBuffer buffer) {
    for (QueuedRecord queued : buffer.unwritten(refusalText(DropReason.RESOURCE_STOPPED))) {
      giveUp(queued, DropReason.RESOURCE_STOPPED);
    }
  }

  /**
   * The buffer is deleted with all that is in it.
   *
   * @return how many records
   */
  long removed(DiskBuffer buffer) {
    buffer.remove(refusalText(DropReason.RESOURCE_STOPPED));
    synchronized (gate) {
      disk = null;
      return outside.dropAllQueued(DropReason.RESOURCE_STOPPED);
    }
  }

  /** Lets go of publishers that have waited for longer than they may. */
  void releaseImpatient() {
    if (waiting.isEmpty()) {
      return;
    }
    List<WaitingLine.Waiting> impatient;
    synchronized (gate) {
      impatient = waiting.removeImpatient(nanos.getAsLong());
      impatient.forEach(
          each -> outside.droppedFromQueue(DropReason.QUEUE_FULL, each.queued().bytes));
    }
    for (WaitingLine.Waiting each : impatient) {
      endings.ended(each.queued(), new Outcome.Dropped(DropReason.QUEUE_FULL));
      refuse(each.receipt(), DropReason.QUEUE_FULL);
    }
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
