package dev.tributary.broker.internal.store;

import java.util.List;
import java.util.concurrent.Executor;
import java.util.function.Consumer;

/**
 * A request for messages of a session.
 *
 * @param max at least 1
 * @param thread where {@code answer} is called
 */
record Reading(
    long session, long fromPosition, int max, Executor thread, Consumer<List<StoredMessage>> answer)
    implements Request {

  /** More messages than one are not answered if they are more than this. */
  static final int BYTES_MAX = 1 << 20;

  Reading {
    if (max < 1) {
      throw new IllegalArgumentException("reads at most " + max + " messages: must be at least 1");
    }
  }

  /** Any thread. */
  void answer(List<StoredMessage> messages) {
    Turn.run(thread, () -> answer.accept(messages));
  }
}
