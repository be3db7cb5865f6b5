package dev.tributary.rule.engine;

import java.time.InstantSource;
import java.util.concurrent.atomic.LongAdder;

/**
 * Lets so many events through in each span of time and counts the others. Any thread; those held
 * back cost a look at the clock and an addition.
 */
final class Throttle {
  private final InstantSource clock;
  private final int permitsPerWindow;
  private final long windowMillis;

  private final LongAdder suppressed = new LongAdder();
  private volatile boolean closed;
  private volatile long windowStart;
  private boolean started;
  private int permitted;
  private long told;

  Throttle(InstantSource clock, int permitsPerWindow, long windowMillis) {
    this.clock = clock;
    this.permitsPerWindow = permitsPerWindow;
    this.windowMillis = windowMillis;
  }

  /** Whether the event may pass. */
  boolean admit() {
    long now = clock.millis();
    if ((!closed || isOver(now)) && admit(now)) {
      return true;
    }
    suppressed.increment();
    return false;
  }

  private synchronized boolean admit(long now) {
    if (!started || isOver(now)) {
      started = true;
      windowStart = now;
      permitted = 0;
      closed = false;
    }
    if (permitted < permitsPerWindow) {
      permitted++;
      return true;
    }
    closed = true;
    return false;
  }

  /** A clock that was set back must not silence us until it has caught up. */
  private boolean isOver(long now) {
    long start = windowStart;
    return now - start >= windowMillis || now < start;
  }

  /** How many events were held back since this was asked last. */
  synchronized long takeSuppressed() {
    long all = suppressed.sum();
    long taken = all - told;
    told = all;
    return taken;
  }
}
