package dev.tributary.sink;

import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The queues of one lane that wait for the turn of their shard, first come, first served per shard.
 * Empty while no shard is paced. Owned by the lane's loop.
 */
final class ShardLines {

  /** Queues that wait for one shard. */
  private static final class Line {
    final ArrayDeque<KeyQueue> queues = new ArrayDeque<>();
    long dueNanos;
  }

  private final Map<String, Line> lines = new HashMap<>();
  private final ShardPacer pacer;

  ShardLines(ShardPacer pacer) {
    this.pacer = pacer;
  }

  boolean arePaced() {
    return pacer.isPacing();
  }

  /** Whether the head may be sent now; if not, its queue stands in the line of its shard. */
  boolean admits(KeyQueue queue, QueuedRecord head, long nowNanos) {
    String shard = pacer.shardOf(head.record);
    if (shard == null) {
      return true;
    }
    Line line = lines.get(shard);
    if (line == null) {
      long wait = pacer.tryTake(shard, head.bytes, nowNanos);
      if (wait <= 0) {
        return true;
      }
      line = new Line();
      line.dueNanos = nowNanos + wait;
      lines.put(shard, line);
    }
    line.queues.addLast(queue);
    return false;
  }

  boolean mayFollow(QueuedRecord another, long nowNanos) {
    String shard = pacer.shardOf(another.record);
    return shard == null || pacer.tryTake(shard, another.bytes, nowNanos) <= 0;
  }

  void charge(QueuedRecord another) {
    String shard = pacer.shardOf(another.record);
    if (shard != null) {
      pacer.charge(shard, another.bytes);
    }
  }

  void promoteDue(long nowNanos, Consumer<KeyQueue> ready) {
    if (lines.isEmpty()) {
      return;
    }
    Iterator<Map.Entry<String, Line>> all = lines.entrySet().iterator();
    while (all.hasNext()) {
      Map.Entry<String, Line> entry = all.next();
      Line line = entry.getValue();
      if (line.dueNanos - nowNanos <= 0) {
        promote(entry.getKey(), line, nowNanos, ready);
        if (line.queues.isEmpty()) {
          all.remove();
        }
      }
    }
  }

  private void promote(String shard, Line line, long nowNanos, Consumer<KeyQueue> ready) {
    while (!line.queues.isEmpty()) {
      KeyQueue queue = line.queues.getFirst();
      QueuedRecord head = queue.head();
      long wait = head == null ? 0 : pacer.tryTake(shard, head.bytes, nowNanos);
      if (wait > 0) {
        line.dueNanos = nowNanos + wait;
        return;
      }
      line.queues.removeFirst();
      queue.paced = head != null;
      ready.accept(queue);
    }
  }

  /** When the first line may move; null if there is none. */
  @Nullable Long nextDueNanos() {
    Long next = null;
    for (Line line : lines.values()) {
      next = next == null || line.dueNanos - next < 0 ? Long.valueOf(line.dueNanos) : next;
    }
    return next;
  }
}
