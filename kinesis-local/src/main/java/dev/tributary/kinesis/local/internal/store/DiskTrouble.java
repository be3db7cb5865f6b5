package dev.tributary.kinesis.local.internal.store;

import java.time.Duration;
import java.time.InstantSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells the log that the disk fails, and when that is over; at most every ten seconds. */
final class DiskTrouble {
  private static final Logger LOG = LoggerFactory.getLogger(DiskTrouble.class);
  private static final long EVERY_MILLIS = Duration.ofSeconds(10).toMillis();

  private final String where;
  private final InstantSource clock;

  /** Read without the lock: most of the time there is no trouble. */
  private volatile boolean failing;

  private boolean told; // guarded by this, like the next
  private long toldMillis;

  DiskTrouble(String where, InstantSource clock) {
    this.where = where;
    this.clock = clock;
    this.toldMillis = clock.millis() - EVERY_MILLIS;
  }

  boolean isFailing() {
    return failing;
  }

  synchronized StoreException happened(String what, Exception why) {
    failing = true;
    long now = clock.millis();
    if (Math.abs(now - toldMillis) >= EVERY_MILLIS) {
      toldMillis = now;
      told = true;
      LOG.warn(
          "local Kinesis cannot {} {}, such requests are answered with InternalFailure: {}",
          what,
          where,
          why.getMessage());
    }
    return new StoreException("cannot %s %s: %s".formatted(what, where, why.getMessage()), why);
  }

  void isOver() {
    if (failing) {
      end();
    }
  }

  private synchronized void end() {
    failing = false;
    if (told) {
      told = false;
      LOG.warn("local Kinesis stores in {} again", where);
    }
  }
}
