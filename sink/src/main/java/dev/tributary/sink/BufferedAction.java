package dev.tributary.sink;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * An action with its buffer: takes records in, holds publishers back while it is full, and outlives
 * the {@link LaneSet}s that deliver for it.
 *
 * <p>{@link #run}, {@link #pause}, {@link #close} and {@link #remove} are called by one thread at a
 * time.
 */
final class BufferedAction implements Action {

  private static final Logger log = LoggerFactory.getLogger(BufferedAction.class);
  private static final long FULL_FOR_LONG_NANOS = Duration.ofSeconds(1).toNanos();

  private final String id;
  private final SinkEnvironment environment;
  private final Storage directory;
  private final LongSupplier nanos;
  private final LossLog losses;
  private final RateRing rates = new RateRing();
  private final IntakeState state;
  private final Intake intake;
  private final LaneChanges changes;
  private volatile BufferSettings settings = BufferSettings.memory(1);
  private @Nullable DeadLetterKeeper deadLetters;
  private @Nullable DeadLetterSettings deadLetterSettings;

  BufferedAction(String id, SinkEnvironment environment) {
    this.id = id;
    this.environment = environment;
    this.directory = environment.storage().directory(id.replace(':', '.'));
    this.nanos = environment.nanos();
    this.losses = new LossLog(id, nanos);
    this.state = new IntakeState(nanos);
    Admission admission = new Admission(id, nanos, state);
    this.intake = new Intake(id, nanos, losses, state, admission);
    this.changes = new LaneChanges(id, nanos, state, intake, admission);
    rates.reset(nanos.getAsLong(), 0);
  }

  @Override
  public String id() {
    return id;
  }

  @Override
  public void submit(SinkRecord record, Receipt receipt) {
    intake.submit(record, receipt);
  }

  /** Runs with these settings from now on; records and counters stay. */
  void run(ActionSettings changed, Delivery delivery, Fallback fallback, Duration startTimeout) {
    LaneSet old = endLanes();
    LaneSet set = new LaneSet(id, changed, delivery, environment, intake);
    set.startLanes();
    settings = changed.buffer();
    changeDeadLetters(changed.deadLetter());
    intake.endings().change(fallback, deadLetters);
    changeDisk();
    changes.install(set, old, settings);
    intake.roomChanged();
    DiskBuffer buffer = state.disk;
    if (buffer != null) {
      buffer.wake();
    }
    set.startChecks(startTimeout);
  }

  private void changeDisk() {
    DiskBuffer buffer = state.disk;
    if (buffer != null) {
      buffer.change(settings);
    } else if (settings.mode() != BufferMode.MEMORY_ONLY || hasFiles()) {
      changes.useDisk(bufferDirectory(), settings, environment).start();
    }
  }

  private Storage bufferDirectory() {
    return directory.directory("buffer");
  }

  private boolean hasFiles() {
    try {
      return !bufferDirectory().files().isEmpty();
    } catch (IOException _) {
      return true; // the buffer will say what is wrong
    }
  }

  private void changeDeadLetters(@Nullable DeadLetterSettings changed) {
    if (Objects.equals(changed, deadLetterSettings)) {
      return;
    }
    deadLetterSettings = changed;
    DeadLetterKeeper old = deadLetters;
    if (old != null) {
      old.close();
    }
    deadLetters = null;
    if (changed != null) {
      deadLetters =
          new DeadLetterKeeper(id, directory.directory("dead-letters"), changed, environment);
      deadLetters.start();
    }
  }

  /** First half of {@link #pause}, so that many actions can end their requests at once. */
  void beginPause() {
    LaneSet set = state.lanes;
    if (set != null) {
      changes.hold();
      set.close();
    }
  }

  /**
   * Delivers nothing any more: what is on disk is kept, the rest dropped, and who waits is told.
   */
  void pause() {
    changes.uninstall(endLanes());
    losses.tellRest();
  }

  /** Pauses for good; what is on disk is there for the next run. */
  void close() {
    pause();
    DiskBuffer buffer = state.disk;
    if (buffer != null) {
      buffer.close();
      changes.closed(buffer);
    }
    changeDeadLetters(null);
    losses.tellRest();
  }

  /** Pauses for good and deletes what is on disk. */
  void remove() {
    pause();
    DiskBuffer buffer = state.disk;
    long dropped = buffer == null ? 0 : changes.removed(buffer);
    if (dropped > 0) {
      losses.lost(new Outcome.Dropped(DropReason.RESOURCE_STOPPED), dropped);
    }
    changeDeadLetters(null);
    deleteFiles();
    losses.tellRest();
  }

  private void deleteFiles() {
    try {
      directory.deleteAll();
    } catch (IOException e) {
      log.warn("Action {}: its files could not be deleted: {}", id, e.getMessage());
    }
  }

  /** Ends the lanes. Who submits meanwhile waits. */
  private @Nullable LaneSet endLanes() {
    beginPause();
    LaneSet set = state.lanes;
    if (set != null) {
      set.join();
    }
    return set;
  }

  /** {@code stopped} if it does not run. */
  Health health() {
    LaneSet set = state.lanes;
    if (set == null) {
      return new Health(ResourceStatus.STOPPED, "");
    }
    DiskBuffer buffer = state.disk;
    String fault = buffer == null ? null : buffer.fault();
    if (fault != null) {
      return Health.disconnected(fault + "; publishers are held back until it works again");
    }
    Health health = set.health();
    return health.status() == ResourceStatus.CONNECTED && isFullForLong()
        ? new Health(ResourceStatus.CONNECTED, fullText())
        : health;
  }

  private boolean isFullForLong() {
    return state.waitingNanos() > FULL_FOR_LONG_NANOS;
  }

  private String fullText() {
    return "the buffer is full (max_buffer_bytes is "
        + settings.bytesMax()
        + "): more comes in than is delivered, and publishers wait";
  }

  /** Records that a stop of the process would lose: those that are in memory alone. */
  long volatileRecords() {
    DiskBuffer buffer = state.disk;
    ActionMetrics now = metrics();
    long all = now.queuing() + now.inflight();
    if (buffer == null) {
      return all;
    }
    return settings.mode() == BufferMode.DISK ? 0 : Math.max(0, all - buffer.liveRecords());
  }

  List<DeadLetter> deadLetters(long afterId, int limit) throws IOException {
    DeadLetterKeeper keeper = deadLetters;
    return keeper == null ? List.of() : keeper.use(letters -> letters.list(afterId, limit));
  }

  long purgeDeadLetters(List<Long> ids) throws IOException {
    DeadLetterKeeper keeper = deadLetters;
    if (keeper == null) {
      return 0;
    }
    return keeper.use(letters -> ids.isEmpty() ? letters.removeAll() : letters.remove(ids));
  }

  long replayDeadLetters(List<Long> ids) throws IOException {
    DeadLetterKeeper keeper = deadLetters;
    if (state.lanes == null) {
      throw new IllegalStateException("action " + id + " is stopped; start it first");
    }
    return keeper == null ? 0 : new DeadLetterReplay(keeper, this).replay(ids);
  }

  ActionStatistics statistics() {
    StatisticsSum sum = state.statistics();
    DiskBuffer buffer = state.disk;
    DeadLetterKeeper keeper = deadLetters;
    return sum.statistics(
        environment.clock().millis(),
        state.waitedNanos() / 1_000_000,
        buffer == null ? 0 : buffer.fileBytes(),
        keeper == null ? 0 : keeper.count());
  }

  ActionMetrics metrics() {
    return state.total().metrics(rates);
  }

  void resetMetrics() {
    state.forget();
    rates.reset(nanos.getAsLong(), state.total().matched());
  }

  /** Once a second: notes the rate, and lets go of publishers that have waited too long. */
  void tick() {
    rates.note(nanos.getAsLong(), state.total().matched());
    intake.releaseImpatient();
  }
}
