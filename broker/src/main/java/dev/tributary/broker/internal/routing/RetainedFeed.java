package dev.tributary.broker.internal.routing;

import dev.tributary.broker.Message;
import dev.tributary.broker.RateLimit;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import org.jspecify.annotations.Nullable;

/**
 * The retained messages that a session has still to get because of its new subscriptions, one
 * subscription after the other, at the pace that {@code delivery_rate} allows. The session asks for
 * the next one when it has room, so that a million of them fill no queue. Owned by the session's
 * loop; bounded by its subscriptions.
 */
public final class RetainedFeed {

  /** Then others on the loop have their turn. */
  private static final int STEPS_PER_TURN = 512;

  private final Deque<RetainedCursor> cursors = new ArrayDeque<>(1);
  private final RetainedMessages messages;
  private @Nullable Pace pace;
  private int steps;

  RetainedFeed(RetainedMessages messages) {
    this.messages = messages;
  }

  /** What the session does next. */
  public sealed interface Step {

    /** Sends one. */
    record Next(Message message, Subscription subscription) implements Step {}

    /** Comes back at that time. */
    record Later(long atNanos) implements Step {}

    /** Lets its loop do other things, and comes back at once. */
    record Pause() implements Step {}

    /** Forgets this: there are no more. */
    record Done() implements Step {}
  }

  private static final Step PAUSE = new Step.Pause();
  private static final Step DONE = new Step.Done();

  /** A subscription made again begins again. */
  public void add(RetainedCursor cursor) {
    forget(cursor.subscription().filter());
    cursors.add(cursor);
  }

  /** That filter is subscribed no more. */
  public void forget(String filter) {
    for (Iterator<RetainedCursor> each = cursors.iterator(); each.hasNext(); ) {
      if (each.next().subscription().filter().equals(filter)) {
        each.remove();
      }
    }
  }

  public Step next(long nowNanos) {
    while (!cursors.isEmpty()) {
      RetainedCursor cursor = cursors.element();
      Pace now = pace();
      if (now != null && !now.isOpen(nowNanos)) {
        return new Step.Later(now.nextAt(nowNanos));
      }
      if (++steps > STEPS_PER_TURN) {
        steps = 0;
        return PAUSE;
      }
      Message message = cursor.next(1);
      if (message != null) {
        if (now != null) {
          now.take(nowNanos);
        }
        return new Step.Next(message, cursor.subscription());
      }
      if (cursor.isDone()) {
        cursors.remove();
      }
    }
    return DONE;
  }

  private @Nullable Pace pace() {
    RateLimit limit = messages.options().deliveryRate();
    Pace known = pace;
    if (limit == null) {
      pace = null;
    } else if (known == null || !known.limit().equals(limit)) {
      pace = new Pace(limit);
    }
    return pace;
  }
}
