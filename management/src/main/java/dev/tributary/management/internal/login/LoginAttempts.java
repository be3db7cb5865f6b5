package dev.tributary.management.internal.login;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;

/**
 * Locks a name for a while after too many wrong passwords. Thread-safe. Remembers at most {@value
 * #NAMES_MAX} names that nobody has; names of users are always remembered.
 */
final class LoginAttempts {

  static final int FAILURES_MAX = 5;
  static final Duration LOCKED = Duration.ofMinutes(10);
  private static final Duration WINDOW = Duration.ofMinutes(5);
  private static final int NAMES_MAX = 1_000;

  /** Failures since the first of them. */
  private record Failures(int count, Instant first, Instant last) {
    boolean locked(Instant now) {
      return count >= FAILURES_MAX && now.isBefore(last.plus(LOCKED));
    }

    boolean over(Instant now) {
      return count >= FAILURES_MAX
          ? !now.isBefore(last.plus(LOCKED))
          : !now.isBefore(first.plus(WINDOW));
    }
  }

  private final Map<String, Failures> failures = new HashMap<>();
  private final InstantSource clock;

  LoginAttempts(InstantSource clock) {
    this.clock = clock;
  }

  synchronized boolean locked(String name) {
    Failures past = failures.get(name);
    return past != null && past.locked(clock.instant());
  }

  synchronized void failed(String name, boolean isUser) {
    Instant now = clock.instant();
    if (failures.size() >= NAMES_MAX) {
      failures.values().removeIf(past -> past.over(now));
    }
    if (failures.size() >= NAMES_MAX && !isUser) {
      return;
    }
    failures.merge(
        name,
        new Failures(1, now, now),
        (past, fresh) ->
            past.over(now) ? fresh : new Failures(past.count() + 1, past.first(), now));
  }

  synchronized void succeeded(String name) {
    failures.remove(name);
  }
}
