package dev.tributary.sink;

import dev.tributary.sink.internal.deadletter.Dead;
import dev.tributary.sink.internal.deadletter.DeadLetterLog;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes dead letters to disk. {@link #keep} only appends; one loop does the I/O, and tries again
 * what failed. Bounded: when the disk fails for long, dead letters are lost with an ERROR in the
 * log, for the records themselves were given up already.
 */
final class DeadLetterKeeper implements LoopDriver.Loop {

  private static final Logger log = LoggerFactory.getLogger(DeadLetterKeeper.class);
  private static final long WAITING_BYTES_MAX = 16L << 20;
  private static final long RETRY_NANOS = Duration.ofSeconds(1).toNanos();
  private static final long EXPIRY_NANOS = Duration.ofMinutes(1).toNanos();

  private record Waiting(Dead dead, Receipt receipt) {}

  private final String action;
  private final Storage directory;
  private final DeadLetterSettings settings;
  private final SinkEnvironment environment;
  private final Object lock = new Object();
  private List<Waiting> waiting = new ArrayList<>();
  private long waitingBytes;
  private List<Long> removals = new ArrayList<>();
  private final Object files = new Object();
  private @Nullable DeadLetterLog letters;
  private LoopDriver.@Nullable Worker worker;

  DeadLetterKeeper(
      String action, Storage directory, DeadLetterSettings settings, SinkEnvironment environment) {
    this.action = action;
    this.directory = directory;
    this.settings = settings;
    this.environment = environment;
  }

  void start() {
    worker = environment.driver().startBlocking("dead-letters-" + action, this);
  }

  /** Any thread. */
  void keep(SinkRecord record, Outcome outcome, Receipt receipt) {
    receipt.expect();
    Dead dead =
        switch (outcome) {
          case Outcome.Failed(String code, String why) -> new Dead(record, code, why);
          case Outcome.Dropped(DropReason reason) ->
              new Dead(record, reason.metricName(), "dropped: " + text(reason));
          case Outcome.Delivered _, Outcome.Retry _ ->
              throw new IllegalArgumentException("not dead: " + outcome);
        };
    boolean room;
    synchronized (lock) {
      room = waitingBytes + record.data().length <= WAITING_BYTES_MAX || waiting.isEmpty();
      if (room) {
        waiting.add(new Waiting(dead, receipt));
        waitingBytes += record.data().length;
      }
    }
    if (room) {
      wake();
    } else {
      log.error("Action {}: a dead letter is lost: too many wait to be written", action);
      receipt.refused(Refusal.QUOTA_EXCEEDED, "too many dead letters wait to be written");
    }
  }

  /** The letter is not needed any more. Any thread. */
  void removeLater(long id) {
    synchronized (lock) {
      removals.add(id);
    }
    wake();
  }

  private static String text(DropReason reason) {
    return reason.name().toLowerCase(Locale.ROOT).replace('_', ' ');
  }

  private void wake() {
    LoopDriver.Worker running = worker;
    if (running != null) {
      running.wake();
    }
  }

  @Override
  public long runOnce(long now) {
    List<Waiting> taken;
    List<Long> removed;
    synchronized (lock) {
      taken = waiting;
      waiting = new ArrayList<>();
      removed = removals;
      removals = new ArrayList<>();
    }
    try {
      remove(removed);
      write(taken);
      return EXPIRY_NANOS;
    } catch (IOException e) {
      log.error("Action {}: dead letters cannot be written and wait: {}", action, e.getMessage());
      synchronized (lock) {
        taken.addAll(waiting);
        waiting = taken;
        removals.addAll(removed); // to remove twice does no harm
      }
      return RETRY_NANOS;
    }
  }

  private void remove(List<Long> ids) throws IOException {
    if (!ids.isEmpty()) {
      synchronized (files) {
        open().remove(ids);
      }
    }
  }

  private void write(List<Waiting> taken) throws IOException {
    synchronized (files) {
      DeadLetterLog open = open();
      if (!taken.isEmpty()) {
        open.keep(taken.stream().map(Waiting::dead).toList());
      }
      open.expire();
    }
    long bytes = 0;
    for (Waiting each : taken) {
      bytes += each.dead.record().data().length;
      each.receipt.held();
    }
    synchronized (lock) {
      waitingBytes -= bytes;
    }
  }

  private DeadLetterLog open() throws IOException {
    DeadLetterLog open = letters;
    if (open == null) {
      open = DeadLetterLog.open(directory, settings, environment.clock());
      letters = open;
    }
    return open;
  }

  /** What a reader does with the letters; blocks while they are written. */
  interface Use<T> {
    T with(DeadLetterLog letters) throws IOException;
  }

  <T> T use(Use<T> use) throws IOException {
    synchronized (files) {
      return use.with(open());
    }
  }

  /** 0 while the log could not be opened. */
  long count() {
    synchronized (files) {
      DeadLetterLog open = letters;
      return open == null ? 0 : open.count();
    }
  }

  /** Writes what waits, then closes. */
  void close() {
    LoopDriver.Worker running = worker;
    if (running != null) {
      running.stop();
      Workers.join(running, Duration.ofSeconds(5));
      runOnce(environment.nanos().getAsLong());
    }
    synchronized (files) {
      if (letters != null) {
        try {
          letters.close();
        } catch (IOException e) {
          log.error("Action {}: the dead letters could not be closed: {}", action, e.getMessage());
        }
        letters = null;
      }
    }
  }
}
