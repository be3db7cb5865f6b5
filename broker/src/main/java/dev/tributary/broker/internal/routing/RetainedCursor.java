package dev.tributary.broker.internal.routing;

import dev.tributary.broker.Message;
import org.jspecify.annotations.Nullable;

/**
 * What is retained for one new subscription, handed out message by message as its session has room.
 * Each is looked up when it is asked for: what was replaced meanwhile comes in its new form, what
 * was cleared or has expired not at all. For one thread.
 */
public final class RetainedCursor {

  private final RetainedMessages messages;
  private final Subscription subscription;
  private final TopicScan scan;

  RetainedCursor(RetainedMessages messages, Subscription subscription, TopicScan scan) {
    this.messages = messages;
    this.subscription = subscription;
    this.scan = scan;
  }

  Subscription subscription() {
    return subscription;
  }

  /** Nothing will come any more. */
  boolean isDone() {
    return scan.isDone() || !messages.options().enable();
  }

  /** Null if there is none, or none among the next {@code steps} topics. */
  @Nullable Message next(int steps) {
    Message seen = isDone() ? null : scan.next(steps);
    // The walk is one step ahead: what it saw may have been replaced, and the session may have got
    // the newer message already.
    return seen == null ? null : messages.find(seen.topic()).orElse(null);
  }
}
