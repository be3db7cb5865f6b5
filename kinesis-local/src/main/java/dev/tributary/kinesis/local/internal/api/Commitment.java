package dev.tributary.kinesis.local.internal.api;

import dev.tributary.kinesis.local.internal.store.AccountSettings;
import dev.tributary.kinesis.local.internal.store.StreamDirectory;
import java.time.Duration;
import java.time.InstantSource;

/**
 * The account's minimum throughput billing commitment ("on-demand advantage"): holds for 24 hours
 * at least, so that disabling it earlier takes effect at their end. For that time {@link
 * AccountSettings#commitmentChangedMillis} lies in the future.
 */
final class Commitment {
  private static final long MINIMUM_MILLIS = Duration.ofHours(24).toMillis();

  private final StreamDirectory directory;
  private final InstantSource clock;

  Commitment(StreamDirectory directory, InstantSource clock) {
    this.directory = directory;
    this.clock = clock;
  }

  /** By the names of the API. */
  enum Status {
    ENABLED,
    DISABLED,
    ENABLED_UNTIL_EARLIEST_ALLOWED_END
  }

  Status status() {
    AccountSettings account = directory.account();
    if (account.throughputCommitment()) {
      return Status.ENABLED;
    }
    return clock.millis() < account.commitmentChangedMillis()
        ? Status.ENABLED_UNTIL_EARLIEST_ALLOWED_END
        : Status.DISABLED;
  }

  boolean holds() {
    return status() != Status.DISABLED;
  }

  /** Only while it holds. */
  long startedMillis() {
    long changed = directory.account().commitmentChangedMillis();
    return status() == Status.ENABLED ? changed : changed - MINIMUM_MILLIS;
  }

  /** Only while it holds. */
  long earliestEndMillis() {
    return startedMillis() + MINIMUM_MILLIS;
  }

  /** When it ended; 0 if it never held. */
  long endedMillis() {
    return directory.account().commitmentChangedMillis();
  }

  void enable() {
    switch (status()) {
      case ENABLED -> {}
      case DISABLED -> set(true, clock.millis());
      case ENABLED_UNTIL_EARLIEST_ALLOWED_END -> set(true, startedMillis());
    }
  }

  void disable() {
    if (status() == Status.ENABLED) {
      set(false, Math.max(clock.millis(), earliestEndMillis()));
    }
  }

  private void set(boolean enabled, long millis) {
    directory.changeAccount(_ -> new AccountSettings(enabled, millis));
  }
}
