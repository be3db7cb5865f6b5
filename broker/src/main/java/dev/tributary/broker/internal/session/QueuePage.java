package dev.tributary.broker.internal.session;

import dev.tributary.broker.internal.store.Flow;
import dev.tributary.broker.internal.store.StoredMessage;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** Reads waiting messages of a stored session until there are enough. On the session's loop. */
final class QueuePage {

  private static final int CHUNK = 128;

  private final Session session;
  private final int limit;
  private final Consumer<List<StoredMessage>> answer;
  private final List<StoredMessage> found = new ArrayList<>();

  QueuePage(Session session, int limit, Consumer<List<StoredMessage>> answer) {
    this.session = session;
    this.limit = limit;
    this.answer = answer;
  }

  void from(long position) {
    session.read(position, CHUNK, this::read);
  }

  private void read(List<StoredMessage> chunk) {
    for (StoredMessage message : chunk) {
      if (found.size() < limit && message.flow().equals(Flow.WAITING)) {
        found.add(message);
      }
    }
    if (chunk.isEmpty() || found.size() >= limit) {
      answer.accept(found);
    } else {
      from(chunk.getLast().position() + 1);
    }
  }
}
