package dev.tributary.sink;

/**
 * The one door through which every record of a lane is counted. Each method moves records from one
 * column to another, so {@code matched = success + failed + dropped + late + inflight + queuing}
 * holds before and after every call.
 *
 * <p>Not thread-safe: the owner's lock guards it. As every ledger balances whenever its lock is
 * free, so does the sum of all ledgers of an action, although they are read one after the other.
 */
final class OutcomeLedger {

  private long matched;
  private long success;
  private long failed;
  private long late;
  private long retried;
  private long inflight;
  private long queuing;
  private long queuingBytes;
  private final DropCounts dropped = new DropCounts();

  /** A record entered the queue. */
  void queued(int bytes) {
    matched++;
    queuing++;
    queuingBytes += bytes;
  }

  /** Records of an earlier run are in the queue. */
  void recovered(long records, long bytes) {
    matched += records;
    queuing += records;
    queuingBytes += bytes;
  }

  /** So many queued records cannot be read; nobody knows how long they were. */
  void damaged(long records) {
    long gone = Math.min(records, queuing);
    queuingBytes -= queuing == 0 ? 0 : queuingBytes / queuing * gone;
    queuing -= gone;
    dropped.add(DropReason.OTHER, gone);
  }

  /**
   * All that is queued was given up.
   *
   * @return how many records
   */
  long dropAllQueued(DropReason reason) {
    long records = queuing;
    dropped.add(reason, records);
    queuing = 0;
    queuingBytes = 0;
    return records;
  }

  /** Queued records go to another ledger, which calls {@link #queued}. */
  void movedAway(int bytes) {
    matched--;
    queuing--;
    queuingBytes -= bytes;
  }

  /** A record ended before it was queued. */
  void failedAtOnce() {
    matched++;
    failed++;
  }

  /** A record ended before it was queued. */
  void droppedAtOnce(DropReason reason) {
    matched++;
    dropped.add(reason, 1);
  }

  /** A queued record was given up. */
  void droppedFromQueue(DropReason reason, int bytes) {
    queuing--;
    queuingBytes -= bytes;
    dropped.add(reason, 1);
  }

  /** Queued records are on their way. */
  void sent(int records, long bytes) {
    queuing -= records;
    queuingBytes -= bytes;
    inflight += records;
  }

  /** A request was answered. */
  void answered(BatchTally tally) {
    inflight -= tally.records();
    success += tally.success;
    failed += tally.failed;
    late += tally.late;
    retried += tally.returned;
    queuing += tally.returned;
    queuingBytes += tally.returnedBytes;
    dropped.add(tally.dropped);
  }

  void addTo(OutcomeLedger sum) {
    sum.add(this);
  }

  /**
   * Begins anew from {@code total}, the sum of all ledgers of the action: what has ended is
   * forgotten, what is under way stays matched.
   */
  void forgetEnded(OutcomeLedger total) {
    matched -= total.matched - total.inflight - total.queuing;
    success -= total.success;
    failed -= total.failed;
    late -= total.late;
    retried -= total.retried;
    dropped.subtract(total.dropped);
  }

  private void add(OutcomeLedger other) {
    matched += other.matched;
    success += other.success;
    failed += other.failed;
    late += other.late;
    retried += other.retried;
    inflight += other.inflight;
    queuing += other.queuing;
    queuingBytes += other.queuingBytes;
    dropped.add(other.dropped);
  }

  long matched() {
    return matched;
  }

  long queuingBytes() {
    return queuingBytes;
  }

  ActionMetrics metrics(RateRing rates) {
    return new ActionMetrics(
        matched,
        success,
        failed,
        dropped.of(DropReason.EXPIRED),
        dropped.of(DropReason.QUEUE_FULL),
        dropped.of(DropReason.RESOURCE_NOT_FOUND),
        dropped.of(DropReason.RESOURCE_STOPPED),
        dropped.of(DropReason.OTHER),
        retried,
        late,
        inflight,
        queuing,
        queuingBytes,
        0,
        rates.last(),
        rates.lastFiveMinutes(),
        rates.max());
  }
}
