package dev.tributary.sink.kinesis;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import software.amazon.kinesis.retrieval.KinesisClientRecord;

/** What a worker did, in the order in which it did it. Thread-safe. */
final class KclJournal {

  sealed interface Entry {
    String shard();
  }

  /** A worker began to read a shard behind that place. */
  record Started(String shard, String sequenceNumber, long subSequenceNumber) implements Entry {}

  /** A user record as a processor saw it. */
  record Read(
      String shard,
      String partitionKey,
      String sequenceNumber,
      long subSequenceNumber,
      boolean aggregated,
      String text)
      implements Entry {}

  record Checkpointed(String shard, String sequenceNumber, long subSequenceNumber)
      implements Entry {}

  /** The worker has read the shard to its end, and said so. */
  record Ended(String shard) implements Entry {}

  /** What a test would not expect: a lost lease, a checkpoint that failed. */
  record Trouble(String shard, String what) implements Entry {}

  /** Where a worker stops reading: before this record, when so many were read. */
  @FunctionalInterface
  interface Cut {
    boolean before(KinesisClientRecord next, int read);
  }

  private final Cut cut;
  // Guarded by this.
  private final List<Entry> entries = new ArrayList<>();
  private boolean wasCut;

  /** Of a worker that reads everything. */
  KclJournal() {
    this((_, _) -> false);
  }

  KclJournal(Cut cut) {
    this.cut = cut;
  }

  synchronized void add(Entry entry) {
    entries.add(entry);
  }

  /** Notes records one by one up to the cut, and none after it; returns those noted. */
  synchronized List<KinesisClientRecord> read(String shard, List<KinesisClientRecord> records) {
    List<KinesisClientRecord> taken = new ArrayList<>();
    for (KinesisClientRecord record : records) {
      wasCut |= cut.before(record, reads().size());
      if (wasCut) {
        break;
      }
      entries.add(
          new Read(
              shard,
              record.partitionKey(),
              record.sequenceNumber(),
              record.subSequenceNumber(),
              record.aggregated(),
              text(record.data())));
      taken.add(record);
    }
    return taken;
  }

  synchronized boolean wasCut() {
    return wasCut;
  }

  private static String text(ByteBuffer data) {
    return StandardCharsets.UTF_8.decode(data.duplicate()).toString();
  }

  synchronized List<Entry> entries() {
    return List.copyOf(entries);
  }

  List<Read> reads() {
    return of(Read.class);
  }

  synchronized <T extends Entry> List<T> of(Class<T> type) {
    return entries.stream().filter(type::isInstance).map(type::cast).toList();
  }
}
