package dev.tributary.broker.internal.store;

import java.time.Duration;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Why nothing is written at the moment; says so in the log, at most every ten seconds. */
final class StoreTrouble {

  private static final Logger LOG = LoggerFactory.getLogger(StoreTrouble.class);
  private static final long QUIET_NANOS = Duration.ofSeconds(10).toNanos();

  private final LongSupplier nanos;
  private volatile @Nullable String text;
  private long sinceNanos;
  private long quietUntilNanos;
  private boolean said;

  StoreTrouble(LongSupplier nanos) {
    this.nanos = nanos;
    this.quietUntilNanos = nanos.getAsLong();
  }

  /** Any thread; null if there is none. */
  @Nullable String text() {
    return text;
  }

  void happened(Throwable why) {
    long now = nanos.getAsLong();
    boolean first = text == null;
    text = why.getMessage() == null ? why.toString() : why.getMessage();
    if (first) {
      sinceNanos = now;
      said = false;
    }
    if (now - quietUntilNanos >= 0) {
      quietUntilNanos = now + QUIET_NANOS;
      said = true;
      LOG.warn(
          "Sessions and retained messages cannot be stored, which is tried until it works;"
              + " publishers whose messages need it wait: {}",
          text,
          why instanceof RuntimeException || why instanceof Error ? why : null);
    }
  }

  void isOver() {
    if (text == null) {
      return;
    }
    text = null;
    if (said) {
      LOG.warn(
          "Sessions and retained messages are stored again, after {} ms",
          Duration.ofNanos(nanos.getAsLong() - sinceNanos).toMillis());
    }
  }

  long nanosIn(Duration time) {
    return nanos.getAsLong() + time.toNanos();
  }

  boolean isPast(long deadlineNanos) {
    return nanos.getAsLong() - deadlineNanos >= 0;
  }
}
