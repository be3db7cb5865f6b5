package dev.tributary.broker.internal.session;

import dev.tributary.broker.Message.MessageId;
import dev.tributary.broker.internal.store.Flow;
import dev.tributary.broker.internal.store.StoredMessage;
import java.util.List;

/**
 * Messages that a client is through with. Of a stored session a QoS 2 message stays in the store
 * while its publisher may send it again, so that the next start knows who has it. On the session's
 * loop.
 */
final class OverMessages {

  private final Session session;

  /** As they were found in the store, until all sessions are restored. */
  private List<StoredMessage> found = List.of();

  OverMessages(Session session) {
    this.session = session;
  }

  /** One that was in flight. */
  void add(StoredMessage message) {
    if (message.delivery().qos() == 2 && session.isStored() && open().isOpen(id(message))) {
      session.writer().putFlow(session.number(), message.position(), Flow.OVER);
      removeWhenClosed(message);
    } else {
      remove(message);
    }
  }

  void restore(List<StoredMessage> over) {
    found = over;
  }

  /** After a start, when all is restored. */
  void wake() {
    found.forEach(this::removeWhenClosed);
    found = List.of();
  }

  /** One that is dropped before the client had it, or that no publisher can send again. */
  void remove(StoredMessage message) {
    session.writer().removeMessage(session.number(), message.position());
  }

  private void removeWhenClosed(StoredMessage message) {
    open().whenClosed(id(message), () -> session.later(() -> removeUnlessEnded(message)));
  }

  private void removeUnlessEnded(StoredMessage message) {
    if (!session.hasEnded()) {
      remove(message);
    }
  }

  private OpenPublishes open() {
    return session.services().openPublishes();
  }

  private static MessageId id(StoredMessage message) {
    return message.delivery().message().id();
  }
}
