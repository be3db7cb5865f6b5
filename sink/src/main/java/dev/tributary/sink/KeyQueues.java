package dev.tributary.sink;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A queue per key, of which at most one request is in flight. A key is in exactly one {@link
 * KeyQueue.Place}, and it is forgotten when its turn comes and it has neither records nor a request
 * in flight.
 */
final class KeyQueues implements PendingRecords {

  private final Map<String, KeyQueue> keys = new HashMap<>();
  private final Turns turns;
  private final boolean strict;

  /** Whether the last cut let records of a strict key travel together. */
  private boolean aggregates;

  KeyQueues(Ordering ordering, ShardPacer pacer) {
    this.strict = ordering == Ordering.STRICT;
    this.turns = new Turns(pacer);
  }

  @Override
  public void add(QueuedRecord queued) {
    String name = queued.record.partitionKey();
    KeyQueue key = keys.get(name);
    if (key == null) {
      key = new KeyQueue(name);
      keys.put(name, key);
      turns.addLast(key);
    }
    key.addLast(queued);
    turns.grown(key, queued.bytes);
  }

  @Override
  public int candidates() {
    return strict && !aggregates ? turns.readyQueues() : turns.readyRecords();
  }

  @Override
  public int readyRecords() {
    return turns.readyRecords();
  }

  @Override
  public long readyBytes() {
    return turns.readyBytes();
  }

  @Override
  public @Nullable QueuedRecord nextRecord() {
    KeyQueue next = first();
    return next == null ? null : next.head();
  }

  private @Nullable KeyQueue first() {
    KeyQueue first = turns.first();
    while (first != null && first.isEmpty()) {
      turns.removeFirst(KeyQueue.Place.READY);
      keys.remove(first.key);
      first = turns.first();
    }
    return first;
  }

  @Override
  public @Nullable Long nextDueNanos() {
    return turns.nextDueNanos();
  }

  @Override
  public void promoteDue(long nowNanos) {
    turns.promoteDue(nowNanos);
  }

  @Override
  public Batch cut(int recordsMax, Delivery.Limits limits, long nowNanos) {
    Batch batch = new Batch(recordsMax, nowNanos);
    aggregates = limits.bytesPerAggregate() > 0;
    boolean paced = turns.isPaced();
    while (batch.size() < recordsMax) {
      KeyQueue key = first();
      QueuedRecord head = key == null ? null : key.head();
      if (key == null || head == null) {
        break;
      }
      if (paced && !turns.mayGo(key, head, nowNanos)) {
        continue;
      }
      if (!batch.hasRoom(head, limits.bytesPerRequest())) {
        break;
      }
      turns.removeFirst(KeyQueue.Place.IN_FLIGHT);
      take(key, head, recordsMax, limits, batch);
    }
    return batch;
  }

  private void take(
      KeyQueue key, QueuedRecord first, int recordsMax, Delivery.Limits limits, Batch batch) {
    long runMax = strict ? limits.bytesPerAggregate() : Long.MAX_VALUE;
    long run = aggregatedBytes(first);
    key.removeFirst();
    batch.add(first);
    QueuedRecord head = key.head();
    while (head != null
        && batch.size() < recordsMax
        && run + aggregatedBytes(head) <= runMax
        && batch.hasRoom(head, limits.bytesPerRequest())
        && mayFollow(key, head, batch)) {
      run += aggregatedBytes(head);
      key.removeFirst();
      batch.add(head);
      head = key.head();
    }
    key.paced = false;
    if (strict && !aggregates) {
      batch.noteRest(key);
    }
  }

  /** An aggregate is one record to its shard: its bytes count, but it is not torn. */
  private boolean mayFollow(KeyQueue key, QueuedRecord head, Batch batch) {
    if (!key.paced) {
      return true;
    }
    if (strict) {
      turns.charge(head);
      return true;
    }
    return turns.mayFollow(head, batch.cutNanos());
  }

  private static long aggregatedBytes(QueuedRecord queued) {
    return (long) Delivery.Limits.AGGREGATE_OVERHEAD + queued.bytes;
  }

  @Override
  public void remove(QueuedRecord queued) {
    KeyQueue key = Batch.queueOf(queued);
    key.remove(queued);
    turns.shrunk(key, queued.bytes);
  }

  @Override
  public void giveBack(QueuedRecord queued) {
    Batch.queueOf(queued).addFirst(queued);
  }

  @Override
  public int refused(KeyQueue run) {
    return ++run.attempts;
  }

  @Override
  public void resumeFirst(KeyQueue run) {
    if (!forgetIfEmpty(run)) {
      turns.addFirst(run);
    }
  }

  @Override
  public void resumeLast(KeyQueue run) {
    run.attempts = 0;
    if (!forgetIfEmpty(run)) {
      turns.addLast(run);
    }
  }

  @Override
  public void delay(KeyQueue run, long dueNanos) {
    turns.delay(run, dueNanos);
  }

  private boolean forgetIfEmpty(KeyQueue key) {
    if (key.isEmpty()) {
      keys.remove(key.key);
      return true;
    }
    return false;
  }
}
