package dev.tributary.kinesis.local.internal.limits;

/**
 * Bytes that were read, second by second. A page larger than what is left of a second uses up the
 * seconds that follow: after 10 MiB at 2 MiB/s, nothing can be read for 5 s, as AWS documents it. A
 * second starts with the first read after a pause. Not thread-safe.
 */
final class ReadWindow {
  private static final long SECOND_MILLIS = 1000;

  private long startMillis;
  private long used;

  boolean isOpen(long bytesPerSecond, long nowMillis) {
    long seconds = (nowMillis - startMillis) / SECOND_MILLIS;
    if (seconds < 0 || used / bytesPerSecond < seconds) {
      // All is paid for, or the clock was set back and there is no telling.
      startMillis = nowMillis;
      used = 0;
      return true;
    }
    used -= seconds * bytesPerSecond;
    startMillis += seconds * SECOND_MILLIS;
    return used < bytesPerSecond;
  }

  /** To be called after {@link #isOpen} only. */
  void add(long bytes) {
    used += bytes;
  }
}
