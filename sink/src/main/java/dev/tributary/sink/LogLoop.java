package dev.tributary.sink;

import dev.tributary.sink.internal.log.LogSettings;
import dev.tributary.sink.internal.log.Loss;
import dev.tributary.sink.internal.log.RecordLog;
import dev.tributary.sink.internal.log.Recovery;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The loop of a {@link DiskBuffer}, which does all the I/O of its log: opens it, lets {@link
 * GroupCommit} write what comes in and {@link OverflowReader} read back what had no room in memory,
 * tidies it, and deletes it when it is of no use any more.
 *
 * <p>Whatever fails is tried again: until it works no record is accepted, and nothing of the group
 * in hand is acknowledged.
 */
final class LogLoop implements LoopDriver.Loop {

  private static final Logger log = LoggerFactory.getLogger(LogLoop.class);

  /** What has ended since the last time comes again after a crash. */
  private static final long TIDY_NANOS = Duration.ofMillis(250).toNanos();

  private static final long HURRIED_TIDY_NANOS = Duration.ofMillis(20).toNanos();
  private static final long RETRY_NANOS = Duration.ofMillis(250).toNanos();

  private final String id;
  private final Storage directory;
  private final SinkEnvironment environment;
  private final DiskBuffer buffer;
  private final BufferOwner owner;
  private final BufferBudget memory;
  private final LogAccount account;

  private @Nullable RecordLog records;
  private @Nullable OverflowReader reader;
  private @Nullable GroupCommit groups;
  private LogSettings opened;
  private boolean ended;
  private long lastTidyNanos;

  private volatile boolean wantsMemory;
  private volatile @Nullable String fault;

  LogLoop(
      String id,
      Storage directory,
      SinkEnvironment environment,
      DiskBuffer buffer,
      BufferBudget budget,
      BufferBudget memory,
      BufferOwner owner) {
    this.id = id;
    this.directory = directory;
    this.environment = environment;
    this.buffer = buffer;
    this.opened = new LogSettings(1, true);
    this.account = new LogAccount(budget);
    this.memory = memory;
    this.owner = owner;
    this.lastTidyNanos = environment.nanos().getAsLong();
  }

  boolean wantsMemory() {
    return wantsMemory;
  }

  @Nullable String fault() {
    return fault;
  }

  long fileBytes() {
    return account.fileBytes();
  }

  long liveRecords() {
    return account.live();
  }

  @Override
  public long runOnce(long now) {
    if (ended) {
      return LoopDriver.FOREVER;
    }
    try {
      open();
    } catch (IOException e) {
      report(reason("cannot be opened", e));
      return RETRY_NANOS;
    }
    applyFinished();
    String failure = null;
    long wait = LoopDriver.FOREVER;
    try {
      wait = groups().run(now);
    } catch (IOException e) {
      failure = reason("cannot be written", e);
    }
    try {
      read();
    } catch (IOException e) {
      failure = reason("cannot be read", e);
    }
    try {
      wait = Math.min(wait, tidy(now));
    } catch (IOException e) {
      failure = failure == null ? reason("cannot be tidied", e) : failure;
    }
    report(failure);
    retireIfEmpty();
    if (buffer.isRetiring() && !ended) {
      return Math.min(wait, RETRY_NANOS);
    }
    return failure == null ? wait : Math.min(wait, RETRY_NANOS);
  }

  private RecordLog records() {
    return Objects.requireNonNull(records, "used before it was opened");
  }

  private OverflowReader reader() {
    return Objects.requireNonNull(reader, "used before it was opened");
  }

  private GroupCommit groups() {
    return Objects.requireNonNull(groups, "used before it was opened");
  }

  /** Opens the log at the first call. */
  private void open() throws IOException {
    LogSettings wanted = logSettings(buffer.settings());
    if (records == null) {
      RecordLog fresh = RecordLog.open(directory, wanted);
      records = fresh;
      opened = wanted;
      OverflowReader back = new OverflowReader(fresh, memory, buffer.finished(), environment);
      reader = back;
      groups = new GroupCommit(buffer, fresh, back, account, memory, owner, environment.nanos());
      recovered(fresh);
    } else if (!opened.equals(wanted)) {
      opened = wanted;
      records().change(wanted);
    }
  }

  private static LogSettings logSettings(BufferSettings settings) {
    // At least eight segments: room comes back in steps of one.
    long segment = Math.max(1, Math.min(settings.segmentBytes(), settings.bytesMax() / 8));
    return new LogSettings(segment, settings.mode() == BufferMode.DISK);
  }

  private void recovered(RecordLog fresh) {
    Recovery recovery = fresh.recovery();
    account.recovered(recovery.records());
    if (recovery.records() > 0) {
      log.info(
          "Action {}: {} records of an earlier run are on disk and will be delivered",
          id,
          recovery.records());
    }
    if (recovery.tornBytes() > 0) {
      log.warn(
          "Action {}: cut {} bytes that were not written to their end; nothing acknowledged was"
              + " in them",
          id,
          recovery.tornBytes());
    }
    for (String part : recovery.setAside()) {
      log.error("Action {}: a damaged part of the buffer was set aside: {}", id, part);
    }
    owner.recovered(recovery.records(), recovery.bytes());
    account.files(fresh.fileBytes());
    buffer.opened(fresh.nextSequence());
    owner.roomChanged();
  }

  private void applyFinished() {
    boolean rewind = buffer.takeRewind();
    // What has ended must be known to the log before it is read again.
    account.ended(buffer.finished().drainTo(records()));
    if (rewind) {
      reader().rewind();
    }
  }

  private void read() throws IOException {
    if (buffer.settings().overflow() == Overflow.DROP_OLDEST && owner.othersWait()) {
      long end = records().oldestSegmentEnd();
      owner.dropBefore(end);
      reader().giveUpBefore(end, owner);
    }
    try {
      reader().load(owner);
    } finally {
      countDamaged(records().takeLoss());
    }
    wantsMemory = reader().isBehind();
  }

  /** Damage that was not there, or not seen, when the log was opened. */
  private void countDamaged(Loss loss) {
    for (String part : loss.setAside()) {
      log.error("Action {}: a damaged part of the buffer was set aside: {}", id, part);
    }
    if (loss.records() > 0) {
      account.damaged(loss.records());
      owner.damaged(loss.records());
    }
  }

  private long tidy(long now) throws IOException {
    boolean hurried = owner.othersWait();
    boolean idle = account.isIdle() && !hurried;
    long due = lastTidyNanos + (hurried ? HURRIED_TIDY_NANOS : TIDY_NANOS) - now;
    if (due > 0 || idle) {
      return idle ? LoopDriver.FOREVER : due;
    }
    lastTidyNanos = now;
    account.tidied(records().tidy());
    account.files(records().fileBytes());
    owner.roomChanged();
    return account.isIdle() ? LoopDriver.FOREVER : TIDY_NANOS;
  }

  private void report(@Nullable String failure) {
    if (failure != null && fault == null) {
      log.error("Action {}: {}; publishers are held back until it works again", id, failure);
    } else if (failure == null && fault != null) {
      log.info("Action {}: the buffer on disk works again", id);
    }
    fault = failure;
    if (buffer.accept(failure == null) && failure == null) {
      owner.roomChanged();
    }
  }

  private static String reason(String what, IOException e) {
    return "the buffer on disk " + what + ": " + e.getMessage();
  }

  private void retireIfEmpty() {
    boolean empty = account.live() == 0 && groups().isEmpty();
    if (!empty || buffer.settings().mode() != BufferMode.MEMORY_ONLY || !buffer.retire()) {
      return;
    }
    // Until the files are gone, a next run would take what is finished for unfinished.
    if (deleteEmpty()) {
      ended = true;
      owner.roomChanged();
    }
  }

  /** After the loop has ended: writes what is in hand and keeps everything for the next run. */
  void close() {
    if (records == null) {
      return;
    }
    try (RecordLog _ = records()) {
      applyFinished();
      groups().finish();
    } catch (IOException e) {
      log.error("Action {}: {}", id, reason("could not be closed in order", e));
    }
    records = null;
  }

  /** After {@link #close}: the records of a group that could not be written. */
  List<QueuedRecord> unwritten(String reason) {
    return groups == null ? List.of() : groups.refused(reason);
  }

  /** Deletes everything; who waits for a delivery is told. The loop has ended, or is the caller. */
  void discard(String reason) {
    delete();
    if (reader != null) {
      reader().refuseAll(reason);
    }
  }

  /**
   * Deletes a log in which everything is finished. False if it has to be tried again: the log stays
   * open, for it alone knows what is finished.
   */
  private boolean deleteEmpty() {
    RecordLog empty = records();
    try {
      if (!empty.tidy()) {
        return false;
      }
      directory.deleteAll();
    } catch (IOException e) {
      log.warn("Action {}: {}", id, reason("could not be deleted", e));
      return false;
    }
    close(empty);
    account.deleted();
    return true;
  }

  /** Its files are gone or will be: nothing of it matters any more. */
  private void close(RecordLog useless) {
    records = null;
    try {
      useless.close();
    } catch (IOException e) {
      log.debug("Action {}: {}", id, reason("could not be closed", e));
    }
  }

  private void delete() {
    RecordLog open = records;
    if (open != null) {
      close(open);
    }
    try {
      directory.deleteAll();
    } catch (IOException e) {
      log.warn("Action {}: {}", id, reason("could not be deleted", e));
    }
    account.deleted();
  }
}
