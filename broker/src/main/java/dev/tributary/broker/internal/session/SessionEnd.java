package dev.tributary.broker.internal.session;

import dev.tributary.broker.Custody;
import dev.tributary.broker.internal.protocol.Will;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The end of a session: its will, what goes to others, and last its removal from the store, so that
 * a process that dies in between begins the end again. On the loop where the session lived.
 */
final class SessionEnd {

  private final Session session;
  private final SessionServices services;
  private final HandOver handOver;
  private @Nullable List<Runnable> whenGone = new ArrayList<>(0);

  SessionEnd(Session session) {
    this.session = session;
    this.services = session.services();
    this.handOver = new HandOver(services.router(), session, () -> session.later(this::remove));
  }

  void start(@Nullable Will will, boolean willFirst) {
    if (will != null) {
      Custody custody = willFirst ? handOver.custody() : Custody.NOBODY;
      services.wills().publish(session.client(), will, session.home(), custody);
    }
    handOver.start();
  }

  /** Runs a task when nothing of the session is left in the store, or at once. */
  void whenGone(Runnable task) {
    if (whenGone == null) {
      task.run();
    } else {
      whenGone.add(task);
    }
  }

  /** A message that was in the mailbox. */
  void late(Mailbox.Letter letter) {
    String shared = letter.sharedFilter();
    if (shared.isEmpty()) {
      letter.run();
      return;
    }
    AllHeld custody = new AllHeld(letter);
    services.router().redispatch(letter.delivery().message(), shared, custody);
    custody.release();
  }

  private void remove() {
    session.writer().removeSession(session.number());
    session.whenStored(() -> {
      session.gone();
      List<Runnable> waiting = whenGone;
      whenGone = null;
      if (waiting != null) {
        waiting.forEach(Runnable::run);
      }
    });
  }
}
