package dev.tributary.sink;

import dev.tributary.sink.internal.log.RecordLog;
import java.io.IOException;
import java.util.List;
import java.util.function.LongSupplier;

/**
 * Writes what comes into a {@link DiskBuffer}, in groups, acknowledges it and hands it over to the
 * lanes as far as memory has room. Owned by the buffer's loop.
 *
 * <p>A group that cannot be written stays in hand: nothing of it is acknowledged, and the next call
 * writes it again.
 */
final class GroupCommit {

  private final DiskBuffer buffer;
  private final RecordLog records;
  private final OverflowReader reader;
  private final LogAccount account;
  private final BufferBudget memory;
  private final BufferOwner owner;
  private final LongSupplier nanos;
  private PendingGroup writing = new PendingGroup();

  GroupCommit(
      DiskBuffer buffer,
      RecordLog records,
      OverflowReader reader,
      LogAccount account,
      BufferBudget memory,
      BufferOwner owner,
      LongSupplier nanos) {
    this.buffer = buffer;
    this.records = records;
    this.reader = reader;
    this.account = account;
    this.memory = memory;
    this.owner = owner;
    this.nanos = nanos;
  }

  /** Whether nothing is in hand. */
  boolean isEmpty() {
    return writing.isEmpty();
  }

  /**
   * Writes the group in hand, or the next one if it is due.
   *
   * @return how long until there is something to write again
   */
  long run(long now) throws IOException {
    if (writing.isEmpty()) {
      long early = buffer.groupDue(now);
      if (early > 0) {
        return early;
      }
      writing = buffer.takeFilled(writing, now);
    }
    write();
    return buffer.groupDue(nanos.getAsLong());
  }

  /** Writes all there is, due or not. */
  void finish() throws IOException {
    write(); // a group that could not be written before
    writing = buffer.takeFilled(writing, nanos.getAsLong());
    write();
  }

  /** The records in hand will not be written; who waits for that is told. */
  List<QueuedRecord> refused(String reason) {
    writing.refused(reason);
    return writing.records();
  }

  private void write() throws IOException {
    if (writing.isEmpty()) {
      return;
    }
    if (writing.isOffloaded()) {
      offload();
    } else {
      commitSynced();
    }
    writing.clear();
    account.files(records.fileBytes());
  }

  /** Written and synced as a whole, then acknowledged, then handed over as far as memory allows. */
  private void commitSynced() throws IOException {
    boolean behind = reader.isBehind();
    records.append(writing.encoded);
    account.written(writing.records().size(), writing.reserved());
    writing.held();
    reader.appended(writing.records(), behind ? 0 : handOver(writing.records()));
  }

  /** How many of the first records have gone to the lanes. */
  private int handOver(List<QueuedRecord> group) {
    int count = 0;
    while (count < group.size() && memory.tryTake(group.get(count).bytes)) {
      count++;
    }
    List<QueuedRecord> first = group.subList(0, count);
    if (owner.handOver(first)) {
      return count;
    }
    first.forEach(queued -> memory.giveBack(queued.bytes));
    return 0;
  }

  /** Only what memory has no room for is written. */
  private void offload() throws IOException {
    int count = reader.isBehind() ? 0 : handOver(writing.records());
    long bytes = 0;
    for (QueuedRecord queued : writing.records().subList(0, count)) {
      bytes += DiskBuffer.cost(queued.record);
    }
    writing.removeFirst(count, bytes);
    if (writing.isEmpty()) {
      return;
    }
    PendingGroup rest = new PendingGroup();
    long sequence = buffer.takeSequences(writing.records().size());
    for (QueuedRecord queued : writing.records()) {
      rest.add(queued.at(sequence, queued.receipt), null, 0);
      rest.encoded.add(sequence, queued.record);
      sequence++;
    }
    records.append(rest.encoded);
    account.written(rest.records().size(), writing.reserved());
    reader.appended(rest.records(), 0);
  }
}
