package dev.tributary.broker.internal.session;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * QoS 2 publishes of one client between PUBLISH and PUBREL, by packet identifier. While one is here
 * its repetition is not handed over again. Owned by the session's event loop; bounded by {@code
 * max_awaiting_rel}, which {@code PublishRules} enforces.
 */
public final class AwaitingRelease {

  private final Map<Integer, Entry> entries = new HashMap<>(2);

  private static final class Entry {
    private final PendingPublish publish;
    private long sinceNanos;

    private Entry(PendingPublish publish, long sinceNanos) {
      this.publish = publish;
      this.sinceNanos = sinceNanos;
    }

    /** Nobody can send a PUBREL for what is not settled: until then no time passes. */
    private boolean isOver(long nowNanos, long timeoutNanos) {
      if (!publish.isSettled()) {
        sinceNanos = nowNanos;
      }
      return nowNanos - sinceNanos >= timeoutNanos;
    }
  }

  /** What a PUBREL meets. */
  public enum Release {
    DONE,
    UNKNOWN,
    /** Its PUBREC was not sent yet: the client breaks the protocol. */
    TOO_EARLY
  }

  public int size() {
    return entries.size();
  }

  public boolean contains(int packetId) {
    return !entries.isEmpty() && entries.containsKey(packetId);
  }

  public @Nullable PendingPublish publish(int packetId) {
    Entry entry = entries.get(packetId);
    return entry == null ? null : entry.publish;
  }

  public void add(PendingPublish publish, long nowNanos) {
    entries.put(publish.packetId(), new Entry(publish, nowNanos));
  }

  /** The message was refused: the packet identifier is free again. */
  public void forget(PendingPublish publish) {
    Entry entry = entries.get(publish.packetId());
    if (entry != null && entry.publish == publish) {
      entries.remove(publish.packetId());
    }
  }

  public Release release(int packetId) {
    Entry entry = entries.get(packetId);
    if (entry == null) {
      return Release.UNKNOWN;
    }
    if (!entry.publish.isSettled()) {
      return Release.TOO_EARLY;
    }
    entries.remove(packetId);
    return Release.DONE;
  }

  /**
   * Forgets those that have been settled for {@code timeoutNanos} without a PUBREL, as exactly as
   * this is called; how many.
   */
  public int expire(long nowNanos, long timeoutNanos) {
    if (entries.isEmpty()) {
      return 0;
    }
    int before = entries.size();
    entries.values().removeIf(entry -> entry.isOver(nowNanos, timeoutNanos));
    return before - entries.size();
  }

  /** When {@link #expire} is to be called next, or {@link Resident#NONE}. */
  public long nextDeadline(long nowNanos, long timeoutNanos) {
    long next = Resident.NONE;
    for (Entry entry : entries.values()) {
      // When one is settled nobody tells: it is looked at until it is.
      long due = entry.publish.isSettled() ? entry.sinceNanos + timeoutNanos : nowNanos + 1;
      next = Math.min(next, due);
    }
    return next;
  }
}
