package dev.tributary.sink;

import org.jspecify.annotations.Nullable;

/**
 * Notices a key that holds its lane back: most requests go out far from full, because the lane's
 * records are of one key, of which a request takes only one. Owned by the lane's loop, except for
 * {@link #seen}.
 */
final class HotKeyWatch {

  static final long WINDOW_NANOS = 5_000_000_000L;
  private static final int LONG_QUEUE = 32;

  /**
   * What the last full window has shown.
   *
   * @param nanos when it ended
   * @param records that the lane sent or still had then
   * @param key that held it back; null if none did
   * @param keyRecords how many of the records were of that key
   * @param waiting how many of those were not sent
   */
  record Seen(long nanos, long records, @Nullable String key, long keyRecords, long waiting) {}

  private volatile @Nullable Seen seen;
  private boolean started;
  private long startNanos;
  private long records;
  private int requests;
  private @Nullable KeyQueue suspect;
  private int suspectRequests;

  /** A request was answered; {@code laneRecords} are left, in flight included. */
  void answered(Batch batch, int laneRecords, long nowNanos) {
    if (!started) {
      started = true;
      startNanos = nowNanos;
    }
    requests++;
    records += batch.size();
    KeyQueue longest = batch.longest();
    if (longest != null && longest.records >= LONG_QUEUE && batch.size() < batch.recordsMax() / 2) {
      vote(longest);
    }
    if (nowNanos - startNanos >= WINDOW_NANOS) {
      conclude(laneRecords, nowNanos);
    }
  }

  /** A key that has most votes ends up as the suspect; its count is then too small at worst. */
  private void vote(KeyQueue longest) {
    if (suspect == null || suspectRequests == 0) {
      suspect = longest;
    }
    suspectRequests += suspect.key.equals(longest.key) ? 1 : -1;
  }

  private void conclude(int laneRecords, long nowNanos) {
    KeyQueue hot = suspect != null && suspectRequests * 2 > requests ? suspect : null;
    long total = records + laneRecords;
    seen =
        hot == null
            ? new Seen(nowNanos, total, null, 0, 0)
            : new Seen(nowNanos, total, hot.key, suspectRequests + hot.records, hot.records);
    startNanos = nowNanos;
    records = 0;
    requests = 0;
    suspect = null;
    suspectRequests = 0;
  }

  /** Any thread; null before the first window has ended. */
  @Nullable Seen seen() {
    return seen;
  }
}
