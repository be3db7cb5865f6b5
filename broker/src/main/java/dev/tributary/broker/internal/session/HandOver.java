package dev.tributary.broker.internal.session;

import dev.tributary.broker.internal.routing.Router;
import dev.tributary.broker.internal.session.OutboundWindow.Inflight;
import dev.tributary.broker.internal.store.Flow;
import dev.tributary.broker.internal.store.StoredMessage;
import java.util.List;

/**
 * Gives what a session that has ended got through shared subscriptions to other members: what
 * waited, and QoS 1 messages without their PUBACK (MQTT 5, 4.8.2). A QoS 2 message that was sent
 * stays with the client ([MQTT-4.8.2-5]). On the loop where it ended.
 */
final class HandOver {

  private static final int CHUNK = 128;

  private final Router router;
  private final Session session;
  private final AllHeld custody;

  /**
   * @param then on any thread, when all of it is held by others
   */
  HandOver(Router router, Session session, Runnable then) {
    this.router = router;
    this.session = session;
    this.custody = new AllHeld(then);
  }

  AllHeld custody() {
    return custody;
  }

  void start() {
    Outgoing outgoing = session.knownOutgoing();
    if (outgoing == null || !outgoing.hasShared()) {
      custody.release();
      return;
    }
    outgoing.window().all().forEach(this::pass);
    if (session.isStored() && outgoing.queue().size() > 0) {
      read(0);
    } else {
      outgoing.queue().near().forEach(this::pass);
      custody.release();
    }
  }

  private void pass(Inflight known) {
    if (known.qos() == 1 || !known.wasSent()) {
      redispatch(known.message());
    }
  }

  private void pass(StoredMessage message) {
    if (message.flow().equals(Flow.WAITING)) {
      redispatch(message);
    }
  }

  private void redispatch(StoredMessage message) {
    if (!message.sharedFilter().isEmpty()) {
      router.redispatch(message.delivery().message(), message.sharedFilter(), custody);
    }
  }

  private void read(long from) {
    session.read(from, CHUNK, this::found);
  }

  private void found(List<StoredMessage> answer) {
    answer.forEach(this::pass);
    if (answer.isEmpty()) {
      custody.release();
    } else {
      read(answer.getLast().position() + 1);
    }
  }
}
