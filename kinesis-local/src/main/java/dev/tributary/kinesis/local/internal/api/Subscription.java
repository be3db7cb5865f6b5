package dev.tributary.kinesis.local.internal.api;

import java.io.IOException;
import java.io.OutputStream;

/**
 * The events of one SubscribeToShard, taken one by one by whoever sends them; nothing is made that
 * was not asked for. Used by one thread at a time.
 */
public interface Subscription extends AutoCloseable {
  /** What was written. */
  enum Step {
    /** An event; there may be more at once. */
    EVENT,
    /** Nothing: the sender asks again when it is woken, or a moment later. */
    NOTHING,
    /** The last event of this subscription. */
    LAST_EVENT,
    /** An exception that ends the subscription; {@link #exception} names it. */
    EXCEPTION,
    /** Nothing: the subscription is over. */
    END
  }

  /** Writes the next event's payload, if there is one. */
  Step next(OutputStream output) throws IOException;

  /** The name of the exception that was written. */
  String exception();

  /** Whether its time is over or another has taken over. By any thread. */
  boolean isOver();

  /** {@code wake} is called, from any thread and often, when it is worth to ask for an event. */
  void onWake(Runnable wake);

  /** Wakes nobody any more. Called at the end by the sender, also when the client left. */
  @Override
  void close();
}
