package dev.tributary.sink;

import dev.tributary.sink.internal.log.LoggedRecord;
import dev.tributary.sink.internal.log.RecordLog;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Brings back from the log what had no room in memory, in the log's order. Owned by the loop of the
 * {@link DiskBuffer}.
 *
 * <p>A record that is only on disk has no object for its rule and its publisher: rules are kept by
 * their id (there are few), publishers that wait for the delivery by the record's sequence (their
 * receive maximum bounds them).
 */
final class OverflowReader {

  private static final long READ_BYTES = 256L << 10;

  private final RecordLog log;
  private final BufferBudget memory;
  private final FinishedSequences finished;
  private final SinkEnvironment environment;
  private final long firstOfThisRun;
  private final Map<String, Origin> origins = new HashMap<>();
  private final Map<Long, Receipt> awaited = new HashMap<>();
  private Origin lastOrigin = Origin.NONE;
  private List<QueuedRecord> carried = List.of();
  private long position;

  OverflowReader(
      RecordLog log, BufferBudget memory, FinishedSequences finished, SinkEnvironment environment) {
    this.log = log;
    this.memory = memory;
    this.finished = finished;
    this.environment = environment;
    this.firstOfThisRun = log.nextSequence();
  }

  /** Whether records are on disk that have not been handed over. */
  boolean isBehind() {
    return !carried.isEmpty() || log.hasUnread();
  }

  /**
   * Records were written.
   *
   * @param handedOver so many of the first are in the lanes already
   */
  void appended(List<QueuedRecord> group, int handedOver) {
    if (handedOver > 0) {
      position = group.get(handedOver - 1).sequence + 1;
      log.skipTo(position);
    }
    group.forEach(this::rememberOrigin);
    group.subList(handedOver, group.size()).forEach(this::awaitAgain);
  }

  /** Of those in the lanes too: they may have to be read again. */
  private void rememberOrigin(QueuedRecord queued) {
    Origin origin = queued.record.origin();
    if (!origin.equals(lastOrigin)) {
      lastOrigin = origin;
      origins.put(queued.record.source().ruleId(), origin);
    }
  }

  private void awaitAgain(QueuedRecord queued) {
    if (queued.receipt != null) {
      awaited.put(queued.sequence, queued.receipt);
    }
  }

  /** Everything that has not ended is to be handed over again. */
  void rewind() {
    for (QueuedRecord queued : carried) {
      memory.giveBack(queued.bytes);
      awaitAgain(queued);
    }
    carried = List.of();
    position = 0;
    log.rewind();
  }

  /** Nothing will be delivered any more. */
  void refuseAll(String reason) {
    awaited.values().forEach(receipt -> receipt.refused(Refusal.STOPPED, reason));
    awaited.clear();
  }

  /** Reads and hands over as long as memory has room and the lanes take it. */
  void load(BufferOwner owner) throws IOException {
    while (true) {
      if (carried.isEmpty()) {
        if (!log.hasUnread() || !memory.hasRoomFor(READ_BYTES)) {
          return;
        }
        carried = readChunk();
      }
      if (!carried.isEmpty() && !owner.handOver(carried)) {
        return;
      }
      carried = List.of();
    }
  }

  /** Gives up what is older and not in the lanes. */
  void giveUpBefore(long sequence, BufferOwner owner) throws IOException {
    while (true) {
      List<QueuedRecord> younger = new ArrayList<>();
      for (QueuedRecord queued : carried) {
        if (queued.sequence < sequence) {
          memory.giveBack(queued.bytes);
          owner.giveUp(queued, DropReason.QUEUE_FULL);
        } else {
          younger.add(queued);
        }
      }
      carried = younger;
      if (!carried.isEmpty() || !log.hasUnread() || position >= sequence) {
        return;
      }
      carried = readChunk();
    }
  }

  private List<QueuedRecord> readChunk() throws IOException {
    List<LoggedRecord> read = log.read(READ_BYTES);
    List<QueuedRecord> chunk = new ArrayList<>(read.size());
    for (LoggedRecord logged : read) {
      position = logged.sequence() + 1;
      if (!finished.isEnding(logged.sequence())) {
        QueuedRecord queued = queued(logged);
        memory.take(queued.bytes);
        chunk.add(queued);
      }
    }
    return chunk;
  }

  private QueuedRecord queued(LoggedRecord logged) {
    SinkRecord record = logged.record();
    long ageMillis = Math.max(0, environment.clock().millis() - record.createdAtMillis());
    long submittedNanos = environment.nanos().getAsLong() - ageMillis * 1_000_000;
    Origin origin = originOf(logged);
    Receipt receipt = awaited.remove(logged.sequence());
    return new QueuedRecord(record.withOrigin(origin), submittedNanos, logged.sequence(), receipt);
  }

  /** Rules of an earlier run have forgotten what they counted. */
  private Origin originOf(LoggedRecord logged) {
    @Nullable Origin known =
        logged.sequence() >= firstOfThisRun ? origins.get(logged.record().source().ruleId()) : null;
    return known == null ? Origin.NONE : known;
  }
}
