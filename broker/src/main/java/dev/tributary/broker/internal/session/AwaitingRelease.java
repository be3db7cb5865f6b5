package dev.tributary.broker.internal.session;

import dev.tributary.broker.Message.MessageId;
import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * QoS 2 publishes of one client between PUBLISH and PUBREL, by packet identifier. While one is here
 * its repetition is not handed over again. Owned by the session's event loop; bounded by {@code
 * max_awaiting_rel}, which {@code PublishRules} enforces.
 */
final class AwaitingRelease {

  private @Nullable Map<Integer, Entry> entries;

  private static final class Entry {
    private final @Nullable PendingPublish publish;

    /** What the store knows of, until PUBREC may be sent. */
    private @Nullable MessageId open;

    private long sinceNanos;

    /** PUBREC may be sent, or was. */
    private boolean kept;

    private boolean keeping;
    private @Nullable Runnable whenKept;

    private Entry(@Nullable PendingPublish publish, long sinceNanos) {
      this.publish = publish;
      this.sinceNanos = sinceNanos;
    }

    private boolean isSettled() {
      return publish == null || publish.isSettled();
    }

    /** Nobody can send a PUBREL for what is not settled: until then no time passes. */
    private boolean isOver(long nowNanos, long timeoutNanos) {
      if (!isSettled()) {
        sinceNanos = nowNanos;
      }
      return nowNanos - sinceNanos >= timeoutNanos;
    }
  }

  /** Told of what is forgotten without a PUBREL. */
  interface Late {
    void forgotten(int packetId, @Nullable MessageId open);
  }

  /** What a PUBREL meets. */
  enum Release {
    DONE,
    UNKNOWN,
    /** Its PUBREC was not sent yet: the client breaks the protocol. */
    TOO_EARLY
  }

  int size() {
    return entries == null ? 0 : entries.size();
  }

  boolean contains(int packetId) {
    return entry(packetId) != null;
  }

  /** Null too for one that came before the process began. */
  @Nullable PendingPublish publish(int packetId) {
    Entry entry = entry(packetId);
    return entry == null ? null : entry.publish;
  }

  /**
   * One that is handed over.
   *
   * @param open its message, if the store is told of it before PUBREC may be sent
   */
  void add(PendingPublish publish, @Nullable MessageId open, long nowNanos) {
    Entry entry = new Entry(publish, nowNanos);
    entry.open = open;
    entries().put(publish.packetId(), entry);
  }

  /** See {@link #add}; null once it is {@link #kept}. */
  @Nullable MessageId open(int packetId) {
    Entry entry = entry(packetId);
    return entry == null ? null : entry.open;
  }

  void forEachOpen(Consumer<MessageId> action) {
    if (entries != null) {
      for (Entry entry : entries.values()) {
        if (entry.open != null) {
          action.accept(entry.open);
        }
      }
    }
  }

  /** One that came before the process began. */
  void restore(int packetId, long nowNanos) {
    Entry entry = new Entry(null, nowNanos);
    entry.kept = true;
    entries().put(packetId, entry);
  }

  /**
   * Everybody who must hold the message holds it.
   *
   * @param pubrec to be done once the packet identifier is stored, in place of an earlier one
   * @return whether the packet identifier is to be stored now
   */
  boolean keep(int packetId, Runnable pubrec) {
    Entry entry = entry(packetId);
    if (entry == null || entry.kept) {
      pubrec.run();
      return false;
    }
    entry.whenKept = pubrec;
    boolean first = !entry.keeping;
    entry.keeping = true;
    return first;
  }

  /** The packet identifier is stored. */
  void kept(int packetId) {
    Entry entry = entry(packetId);
    if (entry != null && !entry.kept) {
      entry.kept = true;
      entry.open = null;
      Runnable pubrec = entry.whenKept;
      entry.whenKept = null;
      if (pubrec != null) {
        pubrec.run();
      }
    }
  }

  /** The message was refused: the packet identifier is free again. Answers what was open. */
  @Nullable MessageId forget(PendingPublish publish) {
    Entry entry = entry(publish.packetId());
    if (entry == null || entry.publish != publish) {
      return null;
    }
    entries().remove(publish.packetId());
    return entry.open;
  }

  Release release(int packetId) {
    Entry entry = entry(packetId);
    if (entry == null) {
      return Release.UNKNOWN;
    }
    if (!entry.isSettled() || !entry.kept) {
      return Release.TOO_EARLY;
    }
    entries().remove(packetId);
    return Release.DONE;
  }

  /**
   * Forgets those that have been settled for {@code timeoutNanos} without a PUBREL, as exactly as
   * this is called.
   */
  void expire(long nowNanos, long timeoutNanos, Late late) {
    if (size() == 0) {
      return;
    }
    Iterator<Map.Entry<Integer, Entry>> each = entries().entrySet().iterator();
    while (each.hasNext()) {
      Map.Entry<Integer, Entry> next = each.next();
      if (next.getValue().isOver(nowNanos, timeoutNanos)) {
        each.remove();
        late.forgotten(next.getKey(), next.getValue().open);
      }
    }
  }

  /** When {@link #expire} is to be called next, or {@link Resident#NONE}. */
  long nextDeadline(long nowNanos, long timeoutNanos) {
    long next = Resident.NONE;
    if (size() == 0) {
      return next;
    }
    for (Entry entry : entries().values()) {
      // When one is settled nobody tells: it is looked at until it is.
      long due = entry.isSettled() ? entry.sinceNanos + timeoutNanos : nowNanos + 1;
      next = Math.min(next, due);
    }
    return next;
  }

  private @Nullable Entry entry(int packetId) {
    return entries == null ? null : entries.get(packetId);
  }

  private Map<Integer, Entry> entries() {
    Map<Integer, Entry> known = entries;
    if (known == null) {
      known = new HashMap<>(2);
      entries = known;
    }
    return known;
  }
}
