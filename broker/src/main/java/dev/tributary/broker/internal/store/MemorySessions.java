package dev.tributary.broker.internal.store;

import dev.tributary.broker.Message;
import dev.tributary.broker.internal.routing.Subscription;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** What a {@link MemoryStore} keeps. Any thread. */
final class MemorySessions {

  private final Map<Long, Entry> sessions = new TreeMap<>();
  private final Map<String, Message> retained = new HashMap<>();

  private static final class Entry {
    @Nullable SessionRecord contents;
    final Map<String, Subscription> subscriptions = new HashMap<>();
    final TreeSet<Integer> awaitingRelease = new TreeSet<>();
    final NavigableMap<Long, StoredMessage> messages = new TreeMap<>();

    @Override
    public String toString() {
      return (contents == null ? "nobody" : contents.client().clientId())
          + subscriptions.keySet()
          + awaitingRelease
          + messages.keySet();
    }

    Entry copy() {
      Entry copy = new Entry();
      copy.contents = contents;
      copy.subscriptions.putAll(subscriptions);
      copy.awaitingRelease.addAll(awaitingRelease);
      copy.messages.putAll(messages);
      return copy;
    }
  }

  synchronized MemorySessions copy() {
    MemorySessions copy = new MemorySessions();
    sessions.forEach((number, entry) -> copy.sessions.put(number, entry.copy()));
    copy.retained.putAll(retained);
    return copy;
  }

  /** Sessions and topics of which anything is left, be it what came after a session's end. */
  synchronized List<String> left() {
    List<String> left = new ArrayList<>(retained.keySet());
    sessions.forEach((number, entry) -> left.add(number + " " + entry));
    return left;
  }

  synchronized void apply(Changes changes) {
    for (Change change : changes.changes()) {
      if (!changes.isOfEndedSession(change)) {
        apply(change);
      }
    }
    changes.endedSessions().forEach(sessions::remove);
  }

  synchronized List<StoredMessage> read(long session, long fromPosition, int max) {
    List<StoredMessage> found = new ArrayList<>();
    Entry entry = sessions.get(session);
    if (entry == null) {
      return found;
    }
    long bytes = 0;
    for (StoredMessage message : entry.messages.tailMap(fromPosition, true).values()) {
      bytes += Weights.of(message);
      if (found.size() == max || (!found.isEmpty() && bytes > Reading.BYTES_MAX)) {
        break;
      }
      found.add(message);
    }
    return found;
  }

  /** Answers the first free session number. */
  synchronized long tell(Store.Contents to) {
    long next = 0;
    for (Map.Entry<Long, Entry> session : sessions.entrySet()) {
      next = session.getKey() + 1;
      SessionRecord contents = session.getValue().contents;
      if (contents != null) {
        to.session(stored(session.getKey(), contents, session.getValue()));
      }
    }
    retained.values().forEach(to::retained);
    return next;
  }

  private void apply(Change change) {
    switch (change) {
      case Change.PutSession(Key.OfSession key, SessionRecord contents) ->
          entry(key).contents = contents;
      case Change.PutSubscription(Key.OfSubscription key, Subscription subscription) ->
          entry(key).subscriptions.put(key.filter(), subscription);
      case Change.PutAwaitingRelease(Key.OfAwaitingRelease key) ->
          entry(key).awaitingRelease.add(key.packetId());
      case Change.PutMessage(Key.OfMessage key, StoredMessage message) ->
          entry(key).messages.put(key.position(), message.with(Flow.WAITING));
      case Change.PutFlow(Key.OfFlow key, Flow flow) -> flow(key, flow);
      case Change.RemoveMessage(Key.OfMessage key) -> entry(key).messages.remove(key.position());
      case Change.PutRetained(Key.OfRetained key, Message message) ->
          retained.put(key.topic(), message);
      case Change.Remove(Key key) -> remove(key);
    }
  }

  private void remove(Key key) {
    switch (key) {
      case Key.OfSession session -> sessions.remove(session.session());
      case Key.OfSubscription subscription ->
          entry(subscription).subscriptions.remove(subscription.filter());
      case Key.OfAwaitingRelease awaiting ->
          entry(awaiting).awaitingRelease.remove(awaiting.packetId());
      case Key.OfMessage message -> entry(message).messages.remove(message.position());
      case Key.OfFlow flow -> flow(flow, Flow.WAITING);
      case Key.OfRetained(String topic) -> retained.remove(topic);
    }
  }

  private Entry entry(Key.InSession key) {
    return sessions.computeIfAbsent(key.session(), _ -> new Entry());
  }

  private void flow(Key.OfFlow key, Flow flow) {
    entry(key).messages.computeIfPresent(key.position(), (_, message) -> message.with(flow));
  }

  private static StoredSession stored(long number, SessionRecord contents, Entry entry) {
    QueueSummary queue = new QueueSummary();
    List<StoredMessage> inflight = new ArrayList<>();
    for (StoredMessage message : entry.messages.values()) {
      boolean waits = message.flow().equals(Flow.WAITING);
      queue.add(message.position(), waits);
      if (!waits) {
        inflight.add(message);
      }
    }
    return queue.session(
        number,
        contents,
        List.copyOf(entry.subscriptions.values()),
        List.copyOf(entry.awaitingRelease),
        inflight);
  }
}
