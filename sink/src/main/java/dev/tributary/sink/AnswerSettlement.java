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
  private final KeyQueues keys;
  private final RetryPolicy retry;
  private final Lane.EndedRecords ended;

  private final List<QueuedRecord> endedRecords = new ArrayList<>();
  private final List<Outcome> endedOutcomes = new ArrayList<>();
  private BatchTally tally = new BatchTally();

  AnswerSettlement(
      LaneSettings settings, KeyQueues keys, RetryPolicy retry, Lane.EndedRecords ended) {
    this.settings = settings;
    this.keys = keys;
    this.retry = retry;
    this.ended = ended;
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
      KeyQueue key = batch.key(i);
      QueuedRecord queued = batch.record(i);
      Outcome outcome = outcomes.get(i);
      if (outcome instanceof Outcome.Retry again && !settings.isExpired(queued, now)) {
        giveBack(key, queued);
        delayed = true;
        after = again.after().compareTo(after) > 0 ? again.after() : after;
      } else {
        end(queued, outcome, now);
      }
      if (batch.isFirstOfKey(i)) {
        resume(key, delayed, after, now);
        delayed = false;
        after = Duration.ZERO;
      }
    }
  }

  private void resume(KeyQueue key, boolean delayed, Duration after, long now) {
    if (delayed) {
      key.attempts++;
      keys.delay(key, now + retry.delayNanos(key.attempts, after));
    } else {
      keys.resumeLast(key);
    }
  }

  private void takeBack(Batch batch, long now) {
    for (int i = batch.size() - 1; i >= 0; i--) {
      QueuedRecord queued = batch.record(i);
      if (settings.isExpired(queued, now)) {
        end(queued, new Outcome.Dropped(DropReason.EXPIRED), now);
      } else {
        giveBack(batch.key(i), queued);
      }
      if (batch.isFirstOfKey(i)) {
        keys.resumeFirst(batch.key(i));
      }
    }
  }

  private void giveBack(KeyQueue key, QueuedRecord queued) {
    key.addFirst(queued);
    tally.returned++;
    tally.returnedBytes += queued.bytes;
  }

  private void end(QueuedRecord queued, Outcome outcome, long now) {
    Outcome last = outcome;
    switch (outcome) {
      case Outcome.Delivered _ when settings.isExpired(queued, now) -> tally.late++;
      case Outcome.Delivered _ -> tally.success++;
      case Outcome.Failed _ -> tally.failed++;
      case Outcome.Dropped(DropReason reason) -> tally.dropped.add(reason, 1);
      case Outcome.Retry _ -> {
        tally.dropped.add(DropReason.EXPIRED, 1);
        last = new Outcome.Dropped(DropReason.EXPIRED);
      }
    }
    tally.endedBytes += queued.bytes;
    endedRecords.add(queued);
    endedOutcomes.add(last);
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
