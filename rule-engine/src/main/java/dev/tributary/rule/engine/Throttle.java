package dev.tributary.rule.engine;

import java.time.InstantSource;

/** Lets so many events through in each span of time and counts the others. Any thread. */
final class Throttle {
  private final InstantSource clock;
  private final int permitsPerWindow;
  private final long windowMillis;

  private boolean started;
  private long windowStart;
  private int permitted;
  private long suppressed;

  Throttle(InstantSource clock, int permitsPerWindow, long windowMillis) {
    this.clock = clock;
    this.permitsPerWindow = permitsPerWindow;
    this.windowMillis = windowMillis;
  }

  /** Whether the event may pass. */
  synchronized boolean admit() {
    long now = clock.millis();
    // A clock that was set back must not silence us until it has caught up.
    if (!started || now - windowStart >= windowMillis || now < windowStart) {
      started = true;
      windowStart = now;
      permitted = 0;
    }
    if (permitted < permitsPerWindow) {
      permitted++;
      return true;
    }
    suppressed++;
    return false;
  }

  /** How many events were held back since this was asked last. */
  synchronized long takeSuppressed() {
    long taken = suppressed;
    suppressed = 0;
    return taken;
  }
}
