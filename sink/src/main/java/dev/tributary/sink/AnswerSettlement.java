package dev.tributary.sink;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Says for each record of an answered request how it ended, and puts those that go on back where
 * they belong: at the head of their key. Owned by its lane.
 */
final class AnswerSettlement {

  private final LaneSettings settings;
  private final PendingRecords pending;
  private final AgeList all;
  private final RetryPolicy retry;
  private final Lane.EndedRecords ended;

  private final List<QueuedRecord> endedRecords = new ArrayList<>();
  private final List<Outcome> endedOutcomes = new ArrayList<>();
  private BatchTally tally = new BatchTally();
  private long givenUpBefore;

  AnswerSettlement(
      LaneSettings settings,
      PendingRecords pending,
      AgeList all,
      RetryPolicy retry,
      Lane.EndedRecords ended) {
    this.settings = settings;
    this.pending = pending;
    this.all = all;
    this.retry = retry;
    this.ended = ended;
  }

  /** Records that were logged before this are not sent again. */
  void giveUpBefore(long sequence) {
    givenUpBefore = Math.max(givenUpBefore, sequence);
  }

  /** Settles the queues; the caller counts the tally and then calls {@link #announce}. */
  BatchTally settle(Batch batch, BatchOutcome outcome, long now) {
    tally = new BatchTally();
    switch (outcome) {
      case BatchOutcome.PerRecord(List<Outcome> outcomes, int _) ->
          settleEach(batch, outcomes, now);
      case BatchOutcome.Invalid invalid when batch.size() == 1 ->
          settleEach(batch, List.of(failed(invalid)), now);
      case BatchOutcome.Invalid _, BatchOutcome.Hold _, BatchOutcome.RetryAll _ ->
          takeBack(batch, now);
    }
    return tally;
  }

  private static Outcome failed(BatchOutcome.Invalid invalid) {
    return new Outcome.Failed(invalid.errorCode(), invalid.why());
  }

  /** Backwards, so that several records of a key come back to its head in their order. */
  private void settleEach(Batch batch, List<Outcome> outcomes, long now) {
    Duration after = Duration.ZERO;
    boolean delayed = false;
    for (int i = batch.size() - 1; i >= 0; i--) {
      QueuedRecord queued = batch.record(i);
      KeyQueue run = Batch.queueOf(queued);
      if (outcomes.get(i) instanceof Outcome.Retry again) {
        if (goesOn(queued, now)) {
          delayed = true;
          after = again.after().compareTo(after) > 0 ? again.after() : after;
        }
      } else {
        end(queued, outcomes.get(i), now);
      }
      if (batch.isFirstOf(run, i)) {
        resume(run, delayed, after, now);
        delayed = false;
        after = Duration.ZERO;
      }
    }
  }

  private void resume(KeyQueue run, boolean delayed, Duration after, long now) {
    if (delayed) {
      pending.delay(run, now + retry.delayNanos(pending.refused(run), after));
    } else {
      pending.resumeLast(run);
    }
  }

  private void takeBack(Batch batch, long now) {
    for (int i = batch.size() - 1; i >= 0; i--) {
      QueuedRecord queued = batch.record(i);
      KeyQueue run = Batch.queueOf(queued);
      goesOn(queued, now);
      if (batch.isFirstOf(run, i)) {
        pending.resumeFirst(run);
      }
    }
  }

  /** Gives the record back to its queue, unless its time is over. */
  private boolean goesOn(QueuedRecord queued, long now) {
    if (settings.isExpired(queued, now)) {
      end(queued, new Outcome.Dropped(DropReason.EXPIRED), now);
      return false;
    }
    if (queued.sequence >= 0 && queued.sequence < givenUpBefore) {
      end(queued, new Outcome.Dropped(DropReason.QUEUE_FULL), now);
      return false;
    }
    queued.inFlight = false;
    pending.giveBack(queued);
    tally.returned++;
    tally.returnedBytes += queued.bytes;
    return true;
  }

  private void end(QueuedRecord queued, Outcome outcome, long now) {
    switch (outcome) {
      case Outcome.Delivered _ when settings.isExpired(queued, now) -> tally.late++;
      case Outcome.Delivered _ -> tally.success++;
      case Outcome.Failed _ -> tally.failed++;
      case Outcome.Dropped(DropReason reason) -> tally.dropped.add(reason, 1);
      case Outcome.Retry _ -> throw new IllegalStateException("a retry is not an end");
    }
    all.remove(queued);
    tally.endedBytes += queued.bytes;
    endedRecords.add(queued);
    endedOutcomes.add(outcome);
  }

  /** After the counting: tells the origins, in the order of the request, and frees the room. */
  void announce(BatchTally counted) {
    for (int i = endedRecords.size() - 1; i >= 0; i--) {
      ended.ended(endedRecords.get(i), endedOutcomes.get(i));
    }
    endedRecords.clear();
    endedOutcomes.clear();
    if (counted.endedBytes > 0) {
      ended.bytesFreed(counted.endedBytes);
    }
  }
}
