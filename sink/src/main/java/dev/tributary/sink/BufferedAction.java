package dev.tributary.sink;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * An action with its buffer: takes records in, holds publishers back while it is full, and outlives
 * the {@link LaneSet}s that deliver for it.
 *
 * <p>Submitting takes one short lock of one lane. {@code gate} is taken only when the buffer is
 * full, when lanes are replaced, and for snapshots; it is taken before a lane's lock, never after,
 * and never during I/O. {@link #run} and {@link #stop} are called by one thread at a time.
 */
final class BufferedAction implements Action, Lane.EndedRecords {

  private static final Logger log = LoggerFactory.getLogger(BufferedAction.class);

  private final String id;
  private final SinkEnvironment environment;
  private final LongSupplier nanos;
  private final LossLog losses;
  private final RateRing rates = new RateRing();
  private final BufferBudget budget;

  private final Object gate = new Object();
  private final WaitingLine waiting = new WaitingLine();

  /** Counts what waits, what never came into a lane, and what lanes that are gone have counted. */
  private final OutcomeLedger outside = new OutcomeLedger();

  private boolean changing;
  private volatile @Nullable LaneSet lanes;

  BufferedAction(String id, SinkEnvironment environment) {
    this.id = id;
    this.environment = environment;
    this.nanos = environment.nanos();
    this.losses = new LossLog(id, nanos);
    this.budget = new BufferBudget(0);
    rates.reset(nanos.getAsLong(), 0);
  }

  @Override
  public String id() {
    return id;
  }

  @Override
  public void submit(SinkRecord record, Receipt receipt) {
    LaneSet set = lanes;
    if (set == null) {
      dropAtOnce(record, DropReason.RESOURCE_STOPPED);
      return;
    }
    Outcome.Failed fault = RecordCheck.faultOf(record, set.limits());
    receipt.expect();
    if (fault != null) {
      failAtOnce();
      finished(record, fault);
      receipt.held();
    } else if (!appended(set, record, receipt)) {
      waitForRoom(new QueuedRecord(record, nanos.getAsLong()), receipt);
    }
  }

  /** Not in a lane's ledger: that lane may be handing its counters over at this moment. */
  private void failAtOnce() {
    synchronized (gate) {
      outside.failedAtOnce();
    }
  }

  private boolean appended(LaneSet set, SinkRecord record, Receipt receipt) {
    if (!waiting.isEmpty()) {
      return false;
    }
    QueuedRecord queued = new QueuedRecord(record, nanos.getAsLong());
    if (!budget.tryTake(queued.bytes)) {
      return false;
    }
    if (!set.append(queued)) {
      budget.giveBack(queued.bytes);
      return false;
    }
    receipt.held();
    return true;
  }

  private void dropAtOnce(SinkRecord record, DropReason reason) {
    synchronized (gate) {
      outside.droppedAtOnce(reason);
    }
    finished(record, new Outcome.Dropped(reason));
  }

  private void waitForRoom(QueuedRecord queued, Receipt receipt) {
    DropReason refusal = null;
    LaneSet toHurry = null;
    synchronized (gate) {
      boolean first = waiting.isEmpty();
      if (lanes == null) {
        refusal = DropReason.RESOURCE_STOPPED;
      } else if (waiting.add(queued, receipt)) {
        outside.queued(queued.bytes);
        toHurry = first ? lanes : null;
      } else {
        refusal = DropReason.QUEUE_FULL;
      }
    }
    if (refusal == null) {
      admit();
      if (toHurry != null) {
        toHurry.wakeAll(); // a lane that waits for company waits in vain now
      }
    } else {
      dropAtOnce(queued.record, refusal);
      receipt.refused(Refusal.QUOTA_EXCEEDED, refusalText(refusal));
    }
  }

  private String refusalText(DropReason reason) {
    return reason == DropReason.QUEUE_FULL
        ? "action " + id + ": the buffer is full and more than 64 MiB wait for room in it"
        : "action " + id + " was stopped";
  }

  /** Lets in who waits, in order, as far as there is room. */
  private void admit() {
    List<Receipt> admitted = new ArrayList<>();
    synchronized (gate) {
      LaneSet set = lanes;
      WaitingLine.Waiting first = waiting.first();
      while (set != null && !changing && first != null && budget.tryTake(first.queued().bytes)) {
        move(first.queued(), set);
        waiting.removeFirst();
        admitted.add(first.receipt());
        first = waiting.first();
      }
    }
    admitted.forEach(Receipt::held);
  }

  /** From the ledger outside to that of a lane, in one instant as snapshots see it. */
  private void move(QueuedRecord queued, LaneSet set) {
    boolean appended = set.append(queued);
    assert appended : "lanes close only while the action is changing";
    outside.movedAway(queued.bytes);
  }

  @Override
  public void ended(QueuedRecord queued, Outcome outcome) {
    finished(queued.record, outcome);
  }

  private void finished(SinkRecord record, Outcome outcome) {
    if (!(outcome instanceof Outcome.Delivered)) {
      losses.lost(outcome);
    }
    try {
      record.origin().finished(outcome);
    } catch (RuntimeException e) {
      log.error("Action {}: the origin of a record failed to hear its outcome", id, e);
    }
  }

  @Override
  public void bytesFreed(long bytes) {
    budget.giveBack(bytes);
    if (!waiting.isEmpty()) {
      admit();
    }
  }

  @Override
  public boolean othersWait() {
    return !waiting.isEmpty();
  }

  /** Runs with these settings from now on; records and counters stay. */
  void run(ActionSettings settings, Delivery delivery, Duration startTimeout) {
    LaneSet old = endLanes();
    LaneSet set = new LaneSet(id, settings, delivery, environment, this);
    set.startLanes();
    synchronized (gate) {
      budget.resize(settings.buffer().bytesMax());
      takeOver(old).forEach(queued -> move(queued, set));
      lanes = set;
      changing = false;
    }
    admit();
    set.startChecks(startTimeout);
  }

  /** First half of {@link #stop}, so that many actions can end their requests at once. */
  void beginStop() {
    LaneSet set = lanes;
    if (set != null) {
      synchronized (gate) {
        changing = true;
      }
      set.close();
    }
  }

  /** Stops; what is queued is dropped, and who waits for room is told. */
  void stop() {
    LaneSet old = endLanes();
    List<QueuedRecord> dropped;
    List<WaitingLine.Waiting> refused;
    synchronized (gate) {
      dropped = takeOver(old);
      refused = waiting.removeAll();
      dropped.forEach(this::countStopped);
      refused.forEach(each -> countStopped(each.queued()));
      lanes = null;
      changing = false;
    }
    Outcome outcome = new Outcome.Dropped(DropReason.RESOURCE_STOPPED);
    for (QueuedRecord queued : dropped) {
      budget.giveBack(queued.bytes);
      finished(queued.record, outcome);
    }
    for (WaitingLine.Waiting each : refused) {
      finished(each.queued().record, outcome);
      each.receipt().refused(Refusal.STOPPED, refusalText(DropReason.RESOURCE_STOPPED));
    }
    losses.tellRest();
  }

  private void countStopped(QueuedRecord queued) {
    outside.droppedFromQueue(DropReason.RESOURCE_STOPPED, queued.bytes);
  }

  /** Ends the lanes. Who submits meanwhile waits. */
  private @Nullable LaneSet endLanes() {
    beginStop();
    LaneSet set = lanes;
    if (set != null) {
      set.join();
    }
    return set;
  }

  /** The records and counters of lanes that have ended. */
  private List<QueuedRecord> takeOver(@Nullable LaneSet ended) {
    List<QueuedRecord> records = new ArrayList<>();
    if (ended != null) {
      ended.addTo(outside);
      ended.drainTo(records::add);
    }
    return records;
  }

  /** {@code stopped} if it does not run. */
  Health health() {
    LaneSet set = lanes;
    return set == null ? new Health(ResourceStatus.STOPPED, "") : set.health();
  }

  ActionMetrics metrics() {
    return total().metrics(rates);
  }

  ActionStatistics statistics() {
    return ActionStatistics.EMPTY;
  }

  List<DeadLetter> deadLetters(long afterId, int limit) throws IOException {
    return List.of();
  }

  long replayDeadLetters(List<Long> ids) throws IOException {
    return 0;
  }

  long purgeDeadLetters(List<Long> ids) throws IOException {
    return 0;
  }

  void resetMetrics() {
    synchronized (gate) {
      outside.forgetEnded(sum());
      rates.reset(nanos.getAsLong(), sum().matched());
    }
  }

  /** Once a second. */
  void noteRate() {
    rates.note(nanos.getAsLong(), total().matched());
  }

  private OutcomeLedger total() {
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
