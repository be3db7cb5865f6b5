package dev.tributary.sink;

import static dev.tributary.sink.LoopDriver.FOREVER;

import java.util.function.Consumer;

/**
 * Decides what one lane sends and when, and what becomes of it. It does nothing itself: {@link
 * LaneLoop} sends and waits. A lane has at most one request in flight, so a key, which belongs to
 * one lane, has too.
 *
 * <p>Owned by one loop, except for the {@link LaneInbox}, through which records come in.
 */
final class Lane {

  /** Expired records are looked for at most this often: it walks over all keys. */
  private static final long EXPIRY_PAUSE_NANOS = 50_000_000;

  private final LaneSettings settings;
  private final LaneInbox inbox;
  private final RetryPolicy retry;
  private final AnswerSettlement settlement;
  private final EndedRecords ended;
  private final KeyQueues keys = new KeyQueues();
  private final BatchLimit batchLimit;

  private int failuresInRow;
  private boolean backingOff;
  private long sendAgainNanos;
  private long expiryNanos;
  private boolean expiryPlanned;

  Lane(LaneSettings settings, LaneInbox inbox, RetryPolicy retry, EndedRecords ended) {
    this.settings = settings;
    this.inbox = inbox;
    this.retry = retry;
    this.ended = ended;
    this.settlement = new AnswerSettlement(settings, keys, retry, ended);
    this.batchLimit = new BatchLimit(settings.batchSize());
  }

  /**
   * Next step. Between a {@link LaneStep.Send} and its {@link #answered} this is not called.
   *
   * @param open false while the action is held: nothing is sent, but records still expire
   */
  LaneStep poll(long now, boolean open, Delivery.Limits limits) {
    inbox.drainTo(keys);
    long untilExpiry = expire(now);
    if (!open) {
      return new LaneStep.Wait(untilExpiry);
    }
    if (backingOff && sendAgainNanos - now > 0) {
      return new LaneStep.Wait(Math.min(untilExpiry, sendAgainNanos - now));
    }
    keys.promoteDue(now);
    int recordsMax = batchLimit.records(limits.recordsPerRequest());
    long untilCut = untilCut(now, recordsMax, limits.bytesPerRequest());
    if (untilCut <= 0) {
      Batch batch = keys.cut(recordsMax, limits.bytesPerRequest(), settings.ordering());
      inbox.sent(batch.size(), batch.bytes());
      return new LaneStep.Send(batch);
    }
    return waitFor(Math.min(untilExpiry, untilCut), now, recordsMax, limits.bytesPerRequest());
  }

  /** Waits unless what it would wait for has come in meanwhile. */
  private LaneStep waitFor(long nanos, long now, int recordsMax, long bytesMax) {
    KeyQueue delayed = keys.nextDelayed();
    long wait = delayed == null ? nanos : Math.min(nanos, Math.max(0, delayed.dueNanos - now));
    boolean idle = keys.readyKeys() == 0;
    int wanted = idle ? 1 : Math.max(1, recordsMax - candidates());
    boolean armed = inbox.arm(wanted, Math.max(1, bytesMax - keys.readyBytes()));
    return new LaneStep.Wait(armed ? wait : 0);
  }

  /** Nanoseconds until a request should be cut; 0 or less is now. */
  private long untilCut(long now, int recordsMax, long bytesMax) {
    QueuedRecord next = keys.nextRecord();
    if (next == null) {
      return FOREVER;
    }
    if (candidates() >= recordsMax || keys.readyBytes() >= bytesMax || ended.othersWait()) {
      return 0;
    }
    return settings.batchTimeNanos() - (now - next.submittedNanos);
  }

  /** Records that could share a request. */
  private int candidates() {
    return switch (settings.ordering()) {
      case STRICT -> keys.readyKeys();
      case BATCH, NONE -> keys.readyRecords();
    };
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
      Long oldest = keys.removeSubmittedUntil(now - ttl, this::expired);
      long next = oldest == null ? ttl : oldest + ttl - now;
      expiryNanos = now + Math.max(next, EXPIRY_PAUSE_NANOS);
    }
    return expiryNanos - now;
  }

  private void expired(QueuedRecord queued) {
    inbox.expired(queued);
    ended.ended(queued, new Outcome.Dropped(DropReason.EXPIRED));
    ended.bytesFreed(queued.bytes);
  }

  /** The answer to the request that {@link #poll} asked for. */
  void answered(Batch batch, BatchOutcome outcome, long now) {
    BatchTally tally = settlement.settle(batch, outcome, now);
    inbox.answered(tally);
    plan(batch, outcome, now);
    settlement.announce(tally);
  }

  private void plan(Batch batch, BatchOutcome outcome, long now) {
    switch (outcome) {
      case BatchOutcome.PerRecord _ -> {
        batchLimit.accepted();
        succeeded();
      }
      case BatchOutcome.Invalid _ -> {
        batchLimit.refused(batch.size());
        succeeded();
      }
      case BatchOutcome.RetryAll failure -> {
        failuresInRow++;
        backingOff = true;
        sendAgainNanos = now + retry.delayNanos(failuresInRow, failure.after());
      }
      case BatchOutcome.Hold _ -> succeeded();
    }
  }

  private void succeeded() {
    failuresInRow = 0;
    backingOff = false;
  }

  /** Requests in a row that failed as a whole. */
  int failuresInRow() {
    return failuresInRow;
  }

  LaneInbox inbox() {
    return inbox;
  }

  /** Takes all records out, in order per key. Only after the lane's loop has ended. */
  void drainTo(Consumer<QueuedRecord> records) {
    inbox.drainTo(keys);
    keys.drainTo(records);
  }

  /** Told what has left the lane for good, outside of all locks. */
  interface EndedRecords {

    void ended(QueuedRecord queued, Outcome outcome);

    void bytesFreed(long bytes);

    /** Whether records wait for room: then nothing can come that would share a request. */
    boolean othersWait();
  }
}
