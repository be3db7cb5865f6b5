package dev.tributary.sink;

import static dev.tributary.sink.LoopDriver.FOREVER;

import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Decides what one lane sends and when, and what becomes of it. It does nothing itself: {@link
 * LaneLoop} sends and waits. Where order is kept, a lane has at most one request in flight, so a
 * key, which belongs to one lane, has too.
 *
 * <p>Owned by one loop, except for the {@link LaneInbox}, through which records come in, and what
 * is said to be for any thread.
 */
final class Lane {

  /** Expired records are looked for at most this often: records in flight are passed over. */
  private static final long EXPIRY_PAUSE_NANOS = 50_000_000;

  private final LaneSettings settings;
  private final LaneInbox inbox;
  private final ShardPacer pacer;
  private final EndedRecords ended;
  private final PendingRecords pending;
  private final AgeList all = new AgeList();
  private final AnswerSettlement settlement;
  private final LaneBackOff backOff;
  private final BatchLimit batchLimit = new BatchLimit();
  private final HotKeyWatch hotKeys = new HotKeyWatch();
  private final Consumer<QueuedRecord> arrivals = this::arrived;

  private int inFlight;
  private boolean everSent;
  private long sentNanos;
  private long expiryNanos;
  private boolean expiryPlanned;
  private volatile long oldestCreatedAtMillis = LaneInbox.NO_TIME;

  Lane(
      LaneSettings settings,
      LaneInbox inbox,
      RetryPolicy retry,
      ShardPacer pacer,
      EndedRecords ended) {
    this.settings = settings;
    this.inbox = inbox;
    this.pacer = pacer;
    this.ended = ended;
    this.pending =
        switch (settings.ordering()) {
          case STRICT, BATCH -> new KeyQueues(settings.ordering(), pacer);
          case NONE -> new PlainQueue(pacer);
        };
    this.settlement = new AnswerSettlement(settings, pending, all, retry, ended);
    this.backOff = new LaneBackOff(retry);
  }

  private void arrived(QueuedRecord queued) {
    all.add(queued);
    pending.add(queued);
  }

  /**
   * Next step. Each {@link LaneStep.Send} has its {@link #answered}, sooner or later.
   *
   * @param open false while the action is held: nothing is sent, but records still expire
   */
  LaneStep poll(long now, boolean open, Delivery.Limits limits) {
    inbox.drainTo(arrivals);
    dropAsAsked();
    long untilExpiry = expire(now);
    noteOldest();
    if (!open || inFlight >= window()) {
      return new LaneStep.Wait(untilExpiry);
    }
    long backOffNanos = backOff.waitNanos(now);
    if (backOffNanos > 0) {
      return new LaneStep.Wait(Math.min(untilExpiry, backOffNanos));
    }
    pending.promoteDue(now);
    int recordsMax = batchLimit.records(settings.recordsMax(limits));
    long untilCut = untilCut(now, recordsMax, limits.bytesPerRequest());
    if (untilCut <= 0) {
      Batch batch = pending.cut(recordsMax, limits, now);
      if (batch.size() > 0) {
        return send(batch, now);
      }
      untilCut = FOREVER; // all that is ready waits for its shard
    }
    return waitFor(Math.min(untilExpiry, untilCut), now, recordsMax, limits.bytesPerRequest());
  }

  /** After a failure one request finds out whether there is any use. */
  private int window() {
    return backOff.isOn() ? 1 : settings.window();
  }

  private LaneStep send(Batch batch, long now) {
    inbox.sent(batch.size(), batch.bytes());
    inFlight++;
    everSent = true;
    sentNanos = now;
    return new LaneStep.Send(batch);
  }

  /** Waits unless what it would wait for has come in meanwhile. */
  private LaneStep waitFor(long nanos, long now, int recordsMax, long bytesMax) {
    Long due = pending.nextDueNanos();
    long wait = due == null ? nanos : Math.min(nanos, Math.max(0, due - now));
    boolean idle = pending.readyRecords() == 0;
    int wanted = idle ? 1 : Math.max(1, recordsMax - pending.candidates());
    boolean armed = inbox.arm(wanted, Math.max(1, bytesMax - pending.readyBytes()));
    return new LaneStep.Wait(armed ? wait : 0);
  }

  /**
   * Nanoseconds until a request should be cut; 0 or less is now. A lane that was quiet sends at
   * once: waiting would only cost time. A busy one fills up, for its requests cost more than time.
   */
  private long untilCut(long now, int recordsMax, long bytesMax) {
    QueuedRecord next = pending.nextRecord();
    if (next == null) {
      return FOREVER;
    }
    boolean full = pending.candidates() >= recordsMax || pending.readyBytes() >= bytesMax;
    if (full || !everSent || ended.othersWait()) {
      return 0;
    }
    long busyFor = now - sentNanos;
    long waited = now - next.submittedNanos;
    return settings.batchTimeNanos() - Math.max(busyFor, waited);
  }

  /** Drops what is past its time; says how long until that may be needed again. */
  private long expire(long now) {
    Long ttl = settings.requestTtlNanos();
    if (ttl == null) {
      return FOREVER;
    }
    if (!expiryPlanned) {
      expiryPlanned = true;
      expiryNanos = now + ttl;
    } else if (expiryNanos - now <= 0) {
      QueuedRecord oldest = all.firstQueued();
      while (oldest != null && settings.isExpired(oldest, now)) {
        QueuedRecord next = all.queuedAfter(oldest);
        drop(oldest, DropReason.EXPIRED);
        ended.bytesFreed(oldest.bytes);
        oldest = next;
      }
      long next = oldest == null ? ttl : oldest.submittedNanos + ttl - now;
      expiryNanos = now + Math.max(next, EXPIRY_PAUSE_NANOS);
    }
    return expiryNanos - now;
  }

  private void dropAsAsked() {
    LaneInbox.Drops drops = inbox.takeDrops();
    if (drops.isNothing()) {
      return;
    }
    settlement.giveUpBefore(drops.beforeSequence());
    long freed = 0;
    QueuedRecord queued = all.firstQueued();
    while (queued != null && (freed < drops.bytes() || drops.beforeSequence() > 0)) {
      QueuedRecord next = all.queuedAfter(queued);
      boolean lost = queued.sequence >= 0 && queued.sequence < drops.beforeSequence();
      if (lost || freed < drops.bytes()) {
        freed += queued.bytes;
        drop(queued, DropReason.QUEUE_FULL);
      }
      queued = next;
    }
    if (freed > 0) {
      ended.bytesFreed(freed);
    }
  }

  private void drop(QueuedRecord queued, DropReason reason) {
    pending.remove(queued);
    all.remove(queued);
    inbox.dropped(queued, reason);
    ended.ended(queued, new Outcome.Dropped(reason));
  }

  /** The answer to a request that {@link #poll} asked for. */
  void answered(Batch batch, BatchOutcome outcome, long now) {
    inFlight--;
    BatchTally tally = settlement.settle(batch, outcome, now);
    inbox.answered(tally);
    plan(batch, outcome, now);
    noteOldest();
    settlement.announce(tally);
  }

  private void plan(Batch batch, BatchOutcome outcome, long now) {
    switch (outcome) {
      case BatchOutcome.PerRecord answer -> {
        pacer.answered(batch.records(), answer.outcomes(), now);
        hotKeys.answered(batch, all.size(), now);
        batchLimit.accepted();
        backOff.succeeded(batch);
      }
      case BatchOutcome.Invalid _ -> {
        batchLimit.refused(batch.size());
        backOff.succeeded(batch);
      }
      case BatchOutcome.RetryAll failure -> backOff.failed(batch, failure.after(), now);
      case BatchOutcome.Hold _ -> backOff.succeeded(batch);
    }
  }

  private void noteOldest() {
    QueuedRecord oldest = all.first();
    long created = oldest == null ? LaneInbox.NO_TIME : oldest.record.createdAtMillis();
    if (created != oldestCreatedAtMillis) {
      oldestCreatedAtMillis = created;
    }
  }

  /** Requests in a row that failed as a whole. */
  int failuresInRow() {
    return backOff.failuresInRow();
  }

  LaneInbox inbox() {
    return inbox;
  }

  /**
   * When the oldest message of the lane was published, or {@link LaneInbox#NO_TIME}; any thread.
   */
  long oldestCreatedAtMillis() {
    return Math.min(oldestCreatedAtMillis, inbox.oldestCreatedAtMillis());
  }

  /** What the last seconds have shown; any thread. */
  HotKeyWatch.@Nullable Seen hotKeys() {
    return hotKeys.seen();
  }

  /** Takes all records out, in the order in which they came. Only after the loop has ended. */
  void drainTo(Consumer<QueuedRecord> records) {
    inbox.drainTo(arrivals);
    for (QueuedRecord next = all.first(); next != null; next = all.first()) {
      pending.remove(next);
      all.remove(next);
      records.accept(next);
    }
  }

  /** Told what has left the lane for good, outside of all locks. */
  interface EndedRecords {

    void ended(QueuedRecord queued, Outcome outcome);

    void bytesFreed(long bytes);

    /** Whether records wait for room: then nothing can come that would share a request. */
    boolean othersWait();
  }
}
