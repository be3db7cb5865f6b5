package dev.tributary.sink;

import org.jspecify.annotations.Nullable;

/**
 * First come, first served, whatever the key: nothing waits for another record's answer. Records
 * that are refused wait in a run of their own, and then go before all others.
 */
final class PlainQueue implements PendingRecords {

  private static final String ANY_KEY = "";

  private final Turns turns;
  private final KeyQueue arrivals = new KeyQueue(ANY_KEY);
  private KeyQueue returning = new KeyQueue(ANY_KEY);

  PlainQueue(ShardPacer pacer) {
    this.turns = new Turns(pacer);
    turns.addLast(arrivals);
  }

  @Override
  public void add(QueuedRecord queued) {
    arrivals.addLast(queued);
    turns.grown(arrivals, queued.bytes);
  }

  @Override
  public int candidates() {
    return turns.readyRecords();
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

  /** Null if nothing is ready; else not empty. */
  private @Nullable KeyQueue first() {
    if (turns.readyRecords() == 0) {
      return null;
    }
    KeyQueue first = turns.first();
    while (first != null && first.isEmpty()) {
      turns.removeFirst(KeyQueue.Place.READY);
      if (first == arrivals) {
        turns.addLast(arrivals);
      }
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
    boolean paced = turns.isPaced();
    while (batch.size() < recordsMax) {
      KeyQueue run = first();
      QueuedRecord head = run == null ? null : run.head();
      if (run == null || head == null) {
        break;
      }
      if (paced && !mayGo(run, head, nowNanos)) {
        continue;
      }
      if (!batch.hasRoom(head, limits.bytesPerRequest())) {
        break;
      }
      run.removeFirst();
      run.paced = false;
      turns.shrunk(run, head.bytes);
      batch.add(head);
    }
    return batch;
  }

  /** Only the record stands in the line of its shard, not those behind it. */
  private boolean mayGo(KeyQueue run, QueuedRecord head, long nowNanos) {
    if (run.paced) {
      return true;
    }
    KeyQueue alone = new KeyQueue(ANY_KEY);
    if (turns.admits(alone, head, nowNanos)) {
      run.paced = true;
      return true;
    }
    run.removeFirst();
    turns.shrunk(run, head.bytes);
    alone.attempts = run.attempts;
    alone.addLast(head);
    return false;
  }

  @Override
  public void remove(QueuedRecord queued) {
    KeyQueue run = Batch.queueOf(queued);
    run.remove(queued);
    turns.shrunk(run, queued.bytes);
  }

  @Override
  public void giveBack(QueuedRecord queued) {
    if (returning.isEmpty()) {
      returning.attempts = Batch.queueOf(queued).attempts;
    }
    returning.addFirst(queued);
  }

  @Override
  public int refused(KeyQueue run) {
    return ++returning.attempts;
  }

  @Override
  public void resumeFirst(KeyQueue run) {
    if (!returning.isEmpty()) {
      turns.addFirst(takeReturning());
    }
  }

  @Override
  public void resumeLast(KeyQueue run) {
    if (!returning.isEmpty()) {
      turns.addLast(takeReturning());
    }
  }

  @Override
  public void delay(KeyQueue run, long dueNanos) {
    if (!returning.isEmpty()) {
      turns.delay(takeReturning(), dueNanos);
    }
  }

  private KeyQueue takeReturning() {
    KeyQueue taken = returning;
    returning = new KeyQueue(ANY_KEY);
    return taken;
  }
}
