package dev.tributary.sink;

import dev.tributary.sink.internal.log.LogGroup;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The buffer on disk as its action sees it: takes records into the group that is written next, and
 * hears what became of them. {@link LogLoop} does the rest.
 *
 * <p>{@link #add} and the questions beside it are asked under the action's lock; the other methods
 * by any thread.
 */
final class DiskBuffer {

  /** An interrupt would close the file under a write: a slow disk has this long to end it. */
  private static final Duration STOP_GRACE = Duration.ofSeconds(30);

  private final String id;
  private final Object gate;
  private final SinkEnvironment environment;
  private final FinishedSequences finished = new FinishedSequences();
  private final LogLoop loop;
  private volatile BufferSettings settings;
  private volatile boolean rewindWanted;
  private LoopDriver.@Nullable Worker worker;

  // Guarded by the gate.
  private PendingGroup filling = new PendingGroup();
  private final CommitPause pause;
  private long nextSequence;
  private boolean accepting;
  private boolean retired;

  /**
   * @param gate the action's lock
   * @param budget of the files
   * @param memory of what is in the lanes
   */
  DiskBuffer(
      String id,
      Storage directory,
      BufferSettings settings,
      SinkEnvironment environment,
      Object gate,
      BufferBudget budget,
      BufferBudget memory,
      BufferOwner owner) {
    this.id = id;
    this.gate = gate;
    this.settings = settings;
    this.environment = environment;
    this.pause = new CommitPause(environment.nanos().getAsLong());
    this.loop = new LogLoop(id, directory, environment, this, budget, memory, owner);
  }

  void start() {
    worker = environment.driver().startBlocking("sink-log-" + id, loop);
  }

  /** Other settings from now on; {@code memory_only} empties the log first. */
  void change(BufferSettings changed) {
    settings = changed;
    wake();
  }

  BufferSettings settings() {
    return settings;
  }

  void wake() {
    LoopDriver.Worker running = worker;
    if (running != null) {
      running.wake();
    }
  }

  /** Under the lock: whether {@link #add} may be called. */
  boolean accepts() {
    return accepting;
  }

  /** Under the lock: emptied after the settings said {@code memory_only}; of no use any more. */
  boolean isRetired() {
    return retired;
  }

  /** Bytes of the budget that a record takes, whether it is written or not. */
  static int cost(SinkRecord record) {
    return LogGroup.encodedBytes(record);
  }

  /**
   * Under the lock: takes a record whose {@link #cost} was taken from the budget.
   *
   * @param written settled once the record is certain to survive; null if nobody waits for that
   * @param delivered settled by the record's outcome
   * @return whether the loop must be woken
   */
  boolean add(
      QueuedRecord queued, @Nullable Receipt written, @Nullable Receipt delivered, long cost) {
    boolean first = filling.isEmpty();
    if (first) {
      filling.offloads(settings.mode() == BufferMode.VOLATILE_OFFLOAD);
    }
    long sequence = filling.isOffloaded() ? QueuedRecord.OFFLOADABLE : nextSequence++;
    filling.add(queued.at(sequence, delivered), written, cost);
    if (sequence >= 0) {
      filling.encoded.add(sequence, queued.record);
    }
    return first;
  }

  /** A record was given up, but somebody takes it over before it is forgotten. */
  void ending(QueuedRecord queued) {
    if (queued.sequence >= 0) {
      finished.ending(queued.sequence);
    }
  }

  /** A record has ended and nothing more is done about it. */
  void forgotten(QueuedRecord queued) {
    if (queued.sequence >= 0) {
      finished.add(queued.sequence);
    }
  }

  /** The lanes have ended and nobody follows: what they had is read again when there are others. */
  void readAgain() {
    rewindWanted = true;
    wake();
  }

  /** Whether the loop waits for room in memory. */
  boolean wantsMemory() {
    return loop.wantsMemory();
  }

  /** What keeps records from being accepted, or null. */
  @Nullable String fault() {
    return loop.fault();
  }

  long fileBytes() {
    return loop.fileBytes();
  }

  /** Records on disk without an outcome. */
  long liveRecords() {
    return loop.liveRecords();
  }

  /** Keeps everything for the next run. The lanes have ended. */
  void close() {
    stopLoop();
    loop.close();
  }

  /**
   * After {@link #close}: the records that could not be written; their publishers are told.
   *
   * @param reason for them
   */
  List<QueuedRecord> unwritten(String reason) {
    List<QueuedRecord> lost = new ArrayList<>(loop.unwritten(reason));
    synchronized (gate) {
      lost.addAll(filling.records());
      filling.refused(reason);
      filling.clear();
    }
    return lost;
  }

  /** The action is removed: everything goes, and who waits for a delivery is told. */
  void remove(String reason) {
    stopLoop();
    unwritten(reason);
    loop.discard(reason);
  }

  private void stopLoop() {
    LoopDriver.Worker running = worker;
    if (running != null) {
      running.stop();
      Workers.join(running, STOP_GRACE);
    }
    accept(false);
  }

  // The loop's side.

  FinishedSequences finished() {
    return finished;
  }

  /** The log is open and goes on at this sequence. */
  void opened(long firstSequence) {
    synchronized (gate) {
      nextSequence = firstSequence;
      accepting = !retired;
    }
  }

  /** Gives an empty group for the one that was filled. */
  PendingGroup takeFilled(PendingGroup empty, long now) {
    synchronized (gate) {
      pause.begin(now);
      PendingGroup full = filling;
      filling = empty;
      return full;
    }
  }

  /** Nanoseconds until the next group is to be written; 0 is now. */
  long groupDue(long now) {
    synchronized (gate) {
      return filling.isEmpty()
          ? LoopDriver.FOREVER
          : pause.remaining(now, filling.records().size(), filling.reserved());
    }
  }

  /** The first of so many sequences. */
  long takeSequences(int count) {
    synchronized (gate) {
      long first = nextSequence;
      nextSequence += count;
      return first;
    }
  }

  /** Whether that is a change. */
  boolean accept(boolean accepts) {
    synchronized (gate) {
      boolean changed = accepting != accepts;
      accepting = accepts && !retired;
      return changed;
    }
  }

  /** False if something has come in, or the settings have changed again. */
  boolean retire() {
    synchronized (gate) {
      if (settings.mode() == BufferMode.MEMORY_ONLY && filling.isEmpty()) {
        retired = true;
        accepting = false;
      }
      return retired;
    }
  }

  /** Emptied, and about to be deleted. */
  boolean isRetiring() {
    synchronized (gate) {
      return retired;
    }
  }

  boolean takeRewind() {
    boolean wanted = rewindWanted;
    rewindWanted = false;
    return wanted;
  }
}
