package dev.tributary.broker.internal.session;

import dev.tributary.broker.Message;
import dev.tributary.broker.internal.routing.RetainedCursor;
import dev.tributary.broker.internal.routing.RetainedFeed;
import dev.tributary.broker.internal.routing.Subscription;

/**
 * Retained messages of one session's new subscriptions, which come when nothing else waits. On the
 * session's loop.
 */
final class RetainedFeeding {

  private final Session session;
  private final RetainedFeed feed;
  private long nextAtNanos = Resident.NONE;
  private boolean done;

  RetainedFeeding(Session session, RetainedFeed feed) {
    this.session = session;
    this.feed = feed;
  }

  void add(RetainedCursor cursor) {
    feed.add(cursor);
    done = false;
  }

  void forget(String filter) {
    feed.forget(filter);
  }

  boolean isDone() {
    return done;
  }

  long nextAtNanos() {
    return nextAtNanos;
  }

  void run() {
    nextAtNanos = Resident.NONE;
    while (!done && session.outgoing().isIdle()) {
      switch (feed.next(session.home().nowNanos())) {
        case RetainedFeed.Step.Next(Message message, Subscription subscription) ->
            session.take(message, subscription);
        case RetainedFeed.Step.Later(long atNanos) -> {
          nextAtNanos = atNanos;
          session.home().watch(session, atNanos);
          return;
        }
        case RetainedFeed.Step.Pause() -> {
          session.later(this::goOn);
          return;
        }
        case RetainedFeed.Step.Done() -> done = true;
      }
    }
  }

  private void goOn() {
    session.pump();
    session.flushSoon();
  }
}
