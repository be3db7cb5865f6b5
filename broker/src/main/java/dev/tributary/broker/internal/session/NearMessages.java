package dev.tributary.broker.internal.session;

import dev.tributary.broker.internal.store.StoredMessage;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Waiting messages of one session that are in memory, by position. Where topics have no priorities
 * a message always comes last, and a plain queue will do. Owned by the session's loop.
 */
final class NearMessages {

  private final boolean priorities;
  private @Nullable ArrayDeque<StoredMessage> plain;
  private @Nullable NavigableMap<Long, StoredMessage> sorted;
  private long bytes;

  NearMessages(boolean priorities) {
    this.priorities = priorities;
  }

  void add(StoredMessage message) {
    bytes += message.delivery().message().payload().length;
    if (priorities) {
      sorted().put(message.position(), message);
    } else {
      plain().add(message);
    }
  }

  @Nullable StoredMessage first() {
    if (size() == 0) {
      return null;
    }
    return priorities ? sorted().firstEntry().getValue() : plain().peek();
  }

  @Nullable StoredMessage pollFirst() {
    if (size() == 0) {
      return null;
    }
    return taken(priorities ? sorted().pollFirstEntry().getValue() : plain().poll());
  }

  @Nullable StoredMessage pollLast() {
    if (size() == 0) {
      return null;
    }
    return taken(priorities ? sorted().pollLastEntry().getValue() : plain().pollLast());
  }

  /** The oldest of the lowest priority. */
  @Nullable StoredMessage pollLeast() {
    if (!priorities || size() == 0) {
      return pollFirst();
    }
    long last = sorted().lastKey();
    long lowestPriority = last - StoredMessage.sequence(last);
    return taken(sorted().remove(sorted().ceilingKey(lowestPriority)));
  }

  /** What it was, or null if it is not here. */
  @Nullable StoredMessage remove(long position) {
    if (size() == 0) {
      return null;
    }
    if (priorities) {
      return taken(sorted().remove(position));
    }
    for (Iterator<StoredMessage> each = plain().iterator(); each.hasNext(); ) {
      StoredMessage message = each.next();
      if (message.position() == position) {
        each.remove();
        return taken(message);
      }
    }
    return null;
  }

  boolean contains(long position) {
    return priorities
        ? sorted != null && sorted.containsKey(position)
        : size() > 0 && plain().stream().anyMatch(message -> message.position() == position);
  }

  int size() {
    if (plain != null) {
      return plain.size();
    }
    return sorted == null ? 0 : sorted.size();
  }

  /** Of their payloads. */
  long bytes() {
    return bytes;
  }

  Collection<StoredMessage> all() {
    if (size() == 0) {
      return List.of();
    }
    return Collections.unmodifiableCollection(priorities ? sorted().values() : plain());
  }

  void clear() {
    plain = null;
    sorted = null;
    bytes = 0;
  }

  private @Nullable StoredMessage taken(@Nullable StoredMessage message) {
    if (message != null) {
      bytes -= message.delivery().message().payload().length;
      if (size() == 0) {
        clear(); // most sessions wait with nothing
      }
    }
    return message;
  }

  private ArrayDeque<StoredMessage> plain() {
    ArrayDeque<StoredMessage> known = plain;
    if (known == null) {
      known = new ArrayDeque<>(4);
      plain = known;
    }
    return known;
  }

  private NavigableMap<Long, StoredMessage> sorted() {
    NavigableMap<Long, StoredMessage> known = sorted;
    if (known == null) {
      known = new TreeMap<>();
      sorted = known;
    }
    return known;
  }
}
