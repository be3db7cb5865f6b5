package dev.tributary.sink;

import dev.tributary.sink.internal.log.LogGroup;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Records that came in since the log was last written to, in order, with the receipts that are
 * settled once they are written. Guarded by its action's lock while it is filled, and owned by the
 * log's loop afterwards.
 */
final class PendingGroup {

  final LogGroup encoded = new LogGroup();
  private final List<QueuedRecord> records = new ArrayList<>();
  private final List<Receipt> receipts = new ArrayList<>();
  private long reserved;
  private boolean offloaded;

  /** Whether its records are written only if memory has no room for them. While it is empty. */
  void offloads(boolean only) {
    offloaded = only;
  }

  boolean isOffloaded() {
    return offloaded;
  }

  /**
   * @param receipt settled when the record is written; null if nobody waits for that
   * @param bytes taken from the buffer's budget for it
   */
  void add(QueuedRecord queued, @Nullable Receipt receipt, long bytes) {
    records.add(queued);
    reserved += bytes;
    if (receipt != null) {
      receipts.add(receipt);
    }
  }

  boolean isEmpty() {
    return records.isEmpty();
  }

  List<QueuedRecord> records() {
    return records;
  }

  /** Bytes of the budget that were taken for what is still in it. */
  long reserved() {
    return reserved;
  }

  void held() {
    receipts.forEach(Receipt::held);
    receipts.clear();
  }

  void refused(String reason) {
    receipts.forEach(receipt -> receipt.refused(Refusal.STOPPED, reason));
    receipts.clear();
  }

  /** The first records have gone to memory, their budget with them. */
  void removeFirst(int count, long bytes) {
    records.subList(0, count).clear();
    reserved -= bytes;
  }

  void clear() {
    encoded.clear();
    records.clear();
    receipts.clear();
    reserved = 0;
  }
}
