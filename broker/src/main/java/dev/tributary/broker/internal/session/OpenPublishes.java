package dev.tributary.broker.internal.session;

import dev.tributary.broker.Delivery;
import dev.tributary.broker.Message.MessageId;
import dev.tributary.broker.internal.protocol.Topics;
import dev.tributary.broker.internal.routing.Holders;
import dev.tributary.broker.internal.routing.Subscriber;
import dev.tributary.broker.internal.routing.Subscription;
import dev.tributary.broker.internal.store.StoredMessage;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * QoS 2 messages that their publishers, whose sessions are stored, may send a second time: from
 * before the first subscriber gets one until the store knows that everybody has it. Of those that
 * were open when the process ended it knows who had them. Bounded by {@code max_awaiting_rel} of
 * each stored session. Any thread.
 */
final class OpenPublishes {

  private static final long ANYBODY = -1;

  private final ConcurrentHashMap<MessageId, Open> open = new ConcurrentHashMap<>();

  /** A copy of a message; a shared one is anybody's, for members hand it to each other. */
  private record Copy(long session, String sharedFilter, int subscriptionIdentifier) {}

  private static final class Open implements Holders {
    private final List<Runnable> whenClosed = new ArrayList<>(0);
    private @Nullable Map<Copy, Integer> held;

    void add(Copy copy) {
      if (held == null) {
        held = new HashMap<>();
      }
      held.merge(copy, 1, Integer::sum);
    }

    @Override
    public boolean hold(Subscriber subscriber, Subscription subscription) {
      if (held == null || !(subscriber instanceof Session session)) {
        return false;
      }
      String filter = subscription.filter();
      Copy copy =
          copy(session.number(), Topics.isShared(filter) ? filter : "", subscription.identifier());
      Integer copies = held.get(copy);
      if (copies == null) {
        return false;
      }
      if (copy.session == ANYBODY || copies == 1) {
        held.remove(copy);
      } else {
        held.put(copy, copies - 1);
      }
      return true;
    }
  }

  private static Copy copy(long session, String sharedFilter, int identifier) {
    return sharedFilter.isEmpty()
        ? new Copy(session, "", identifier)
        : new Copy(ANYBODY, Topics.sharedName(sharedFilter), 0);
  }

  void open(MessageId message) {
    open.computeIfAbsent(message, _ -> new Open());
  }

  boolean isOpen(MessageId message) {
    return open.containsKey(message);
  }

  /** Runs a task when its publisher cannot send the message again: at once, or on any thread. */
  void whenClosed(MessageId message, Runnable task) {
    Open found =
        open.computeIfPresent(
            message,
            (_, known) -> {
              known.whenClosed.add(task);
              return known;
            });
    if (found == null) {
      task.run();
    }
  }

  void close(MessageId message) {
    Open closed = open.remove(message);
    if (closed != null) {
      closed.whenClosed.forEach(Runnable::run);
    }
  }

  // After a start

  Set<MessageId> messages() {
    return Set.copyOf(open.keySet());
  }

  /** A session had it when the process ended. Before the first client comes. */
  void held(long session, StoredMessage message) {
    Open known = open.get(message.delivery().message().id());
    if (known != null) {
      Delivery delivery = message.delivery();
      known.add(copy(session, message.sharedFilter(), delivery.subscriptionIdentifier()));
      for (int further : delivery.furtherIdentifiers()) {
        known.add(copy(session, message.sharedFilter(), further));
      }
    }
  }

  /** Who has it; null if it is not open. To be asked by one thread. */
  @Nullable Holders holders(MessageId message) {
    return open.get(message);
  }
}
