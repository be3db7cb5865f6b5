package dev.tributary.broker.internal.store;

import dev.tributary.broker.Message;
import dev.tributary.broker.Message.MessageId;
import dev.tributary.broker.internal.routing.Subscription;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What a {@link MemoryStore} keeps. Any thread. */
final class MemorySessions {

  private final Map<Long, Entry> sessions = new TreeMap<>();
  private final Map<String, Message> retained = new HashMap<>();

  private static final class Entry {
    @Nullable SessionRecord contents;
    final Map<String, Subscription> subscriptions = new HashMap<>();

    /** What is open; of what was taken nothing is known but the identifier. */
    final NavigableMap<Integer, Optional<OpenPublish>> awaitingRelease = new TreeMap<>();

    final NavigableMap<Long, StoredMessage> messages = new TreeMap<>();

    @Override
    public String toString() {
      return (contents == null ? "nobody" : contents.client().clientId())
          + subscriptions.keySet()
          + awaitingRelease.keySet()
          + messages.keySet();
    }

    Entry copy() {
      Entry copy = new Entry();
      copy.contents = contents;
      copy.subscriptions.putAll(subscriptions);
      copy.awaitingRelease.putAll(awaitingRelease);
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

  synchronized void holders(Set<MessageId> messages, Store.Holders to) {
    sessions.forEach((number, entry) ->
        entry.messages.values().stream()
            .filter(message -> messages.contains(message.delivery().message().id()))
            .forEach(message -> to.holds(number, message)));
  }

  private void apply(Change change) {
    switch (change) {
      case Change.PutSession(Key.OfSession key, SessionRecord contents) ->
          entry(key).contents = contents;
      case Change.PutSubscription(Key.OfSubscription key, Subscription subscription) ->
          entry(key).subscriptions.put(key.filter(), subscription);
      case Change.PutAwaitingRelease(Key.OfAwaitingRelease key) ->
          entry(key).awaitingRelease.put(key.packetId(), Optional.empty());
      case Change.PutOpenPublish(Key.OfAwaitingRelease key, OpenPublish publish) ->
          entry(key).awaitingRelease.put(key.packetId(), Optional.of(publish));
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
    entry.awaitingRelease.forEach((packetId, open) ->
        open.ifPresentOrElse(queue::open, () -> queue.awaitingRelease(packetId)));
    for (StoredMessage message : entry.messages.values()) {
      if (message.flow().equals(Flow.WAITING)) {
        queue.waiting(message.position());
      } else {
        queue.begun(message);
      }
    }
    return queue.session(number, contents, List.copyOf(entry.subscriptions.values()));
  }
}
