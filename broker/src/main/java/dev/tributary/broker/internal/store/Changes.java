package dev.tributary.broker.internal.store;

import dev.tributary.broker.Message;
import dev.tributary.broker.internal.routing.Subscription;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Changes of one turn, or of several that are written together: of each key the last one. One
 * thread at a time.
 */
final class Changes {

  private final Map<Key, Change> byKey = new LinkedHashMap<>();
  private final Set<Long> endedSessions = new LinkedHashSet<>();
  private long bytes;

  void putSession(long session, SessionRecord contents) {
    put(new Change.PutSession(new Key.OfSession(session), contents));
  }

  void endSession(long session) {
    endedSessions.add(session);
    bytes += Weights.CHANGE;
  }

  void putSubscription(long session, Subscription subscription) {
    put(
        new Change.PutSubscription(
            new Key.OfSubscription(session, subscription.filter()), subscription));
  }

  void putAwaitingRelease(long session, int packetId) {
    put(new Change.PutAwaitingRelease(new Key.OfAwaitingRelease(session, packetId)));
  }

  void putOpenPublish(long session, OpenPublish publish) {
    put(new Change.PutOpenPublish(new Key.OfAwaitingRelease(session, publish.packetId()), publish));
  }

  void putMessage(long session, StoredMessage message) {
    put(new Change.PutMessage(new Key.OfMessage(session, message.position()), message));
    if (!message.flow().equals(Flow.WAITING)) {
      putFlow(session, message.position(), message.flow());
    }
  }

  /** No flow stands for {@link Flow#WAITING}. */
  void putFlow(long session, long position, Flow flow) {
    Key.OfFlow key = new Key.OfFlow(session, position);
    put(flow.equals(Flow.WAITING) ? new Change.Remove(key) : new Change.PutFlow(key, flow));
  }

  /** With its flow. A position is used once: what is not stored yet needs no removal. */
  void removeMessage(long session, long position) {
    Key.OfMessage key = new Key.OfMessage(session, position);
    forget(byKey.remove(new Key.OfFlow(session, position)));
    if (byKey.get(key) instanceof Change.PutMessage) {
      forget(byKey.remove(key));
    } else {
      put(new Change.RemoveMessage(key));
    }
  }

  void putRetained(Message message) {
    put(new Change.PutRetained(new Key.OfRetained(message.topic()), message));
  }

  void remove(Key key) {
    put(new Change.Remove(key));
  }

  /** Adds what was changed after this. */
  void add(Changes later) {
    for (Change change : later.byKey.values()) {
      if (change instanceof Change.RemoveMessage(Key.OfMessage key)) {
        removeMessage(key.session(), key.position());
      } else {
        put(change);
      }
    }
    later.endedSessions.forEach(this::endSession);
  }

  Collection<Change> changes() {
    return byKey.values();
  }

  /** Sessions of which nothing stays, whatever {@link #changes} says. */
  Set<Long> endedSessions() {
    return endedSessions;
  }

  boolean isOfEndedSession(Change change) {
    return !endedSessions.isEmpty()
        && change.key() instanceof Key.InSession key
        && endedSessions.contains(key.session());
  }

  boolean isEmpty() {
    return byKey.isEmpty() && endedSessions.isEmpty();
  }

  /** About what they take in memory. */
  long bytes() {
    return bytes;
  }

  private void put(Change change) {
    forget(byKey.put(change.key(), change));
    bytes += Weights.of(change);
  }

  private void forget(@Nullable Change replaced) {
    if (replaced != null) {
      bytes -= Weights.of(replaced);
    }
  }
}
