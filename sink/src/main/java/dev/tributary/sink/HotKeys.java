package dev.tributary.sink;

import org.jspecify.annotations.Nullable;

/** Puts together what the lanes have seen of keys that hold them back. */
final class HotKeys {

  /** Older than this, what a lane has seen says nothing: it has hardly sent since. */
  private static final long RECENT_NANOS = 3 * HotKeyWatch.WINDOW_NANOS;

  private static final int KEY_CHARACTERS_MAX = 64;

  private HotKeys() {}

  /** The hot key with most records waiting; null if there is none. */
  static ActionStatistics.@Nullable HotKey hottest(Lane[] lanes, long nowNanos) {
    long records = 0;
    HotKeyWatch.Seen hottest = null;
    for (Lane lane : lanes) {
      HotKeyWatch.Seen seen = lane.hotKeys();
      if (seen != null && nowNanos - seen.nanos() <= RECENT_NANOS) {
        records += seen.records();
        boolean hotter = hottest == null || seen.waiting() > hottest.waiting();
        hottest = seen.key() != null && hotter ? seen : hottest;
      }
    }
    if (hottest == null || hottest.key() == null) {
      return null;
    }
    return new ActionStatistics.HotKey(
        shortened(hottest.key()),
        Math.min(1, (double) hottest.keyRecords() / records),
        hottest.waiting());
  }

  private static String shortened(String key) {
    if (key.length() <= KEY_CHARACTERS_MAX) {
      return key;
    }
    boolean splitsPair = Character.isHighSurrogate(key.charAt(KEY_CHARACTERS_MAX - 1));
    return key.substring(0, splitsPair ? KEY_CHARACTERS_MAX - 1 : KEY_CHARACTERS_MAX);
  }

  /** A connected action is told to people as connected, with what would make it faster. */
  static Health hint(Health health, Lane[] lanes, long nowNanos) {
    if (health.status() != ResourceStatus.CONNECTED) {
      return health;
    }
    ActionStatistics.HotKey hot = hottest(lanes, nowNanos);
    if (hot == null) {
      return health;
    }
    return new Health(
        ResourceStatus.CONNECTED,
        "one partition key has "
            + Math.round(hot.share() * 100)
            + " % of the records and waits for itself, as ordering = strict sends one record of a"
            + " key at a time: aggregation = kpl lets its records travel together and in order,"
            + " ordering = batch puts several into one request");
  }
}
