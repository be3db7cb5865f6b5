package dev.tributary.broker.internal.session;

import dev.tributary.broker.internal.store.StoreWriter;
import dev.tributary.broker.internal.store.StoredMessage;
import java.util.List;
import java.util.function.Consumer;

/**
 * Where a session lives: the loop that owns it, which changes with its client's connection, and its
 * place in the store. {@link #here} and {@link #later} may be called by any thread, all else by
 * that loop.
 */
final class Residence {

  /** The number of a session that is not in the store. */
  static final long NOT_STORED = -1;

  private final long number;
  private volatile LoopHome home;
  private boolean arrived = true;

  /**
   * @param number the session's key in the store, or {@link #NOT_STORED}
   */
  Residence(LoopHome home, long number) {
    this.home = home;
    this.number = number;
  }

  LoopHome home() {
    return home;
  }

  long number() {
    return number;
  }

  boolean isStored() {
    return number != NOT_STORED;
  }

  /** False on other loops, and on the new loop while the move to it is under way. */
  boolean isHere() {
    return home.isHere() && arrived;
  }

  /**
   * Leaves this loop.
   *
   * @param then run on the other one, where all is owned from then on
   */
  void moveTo(LoopHome next, Runnable then) {
    writer().submit(); // before anything that the other loop writes
    arrived = false;
    home = next;
    next.execute(() -> {
      arrived = true;
      then.run();
    });
  }

  /** Runs a task on the session's loop, if need be by following it there. */
  void here(Runnable task) {
    if (isHere()) {
      task.run();
    } else {
      later(task);
    }
  }

  /** The same, not before this returns. */
  void later(Runnable task) {
    home.execute(() -> here(task));
  }

  StoreWriter writer() {
    return isStored() ? home.writer() : Unstored.WRITER;
  }

  /**
   * Runs a task on the session's loop, wherever that is by then, when all changes made here so far
   * are stored; for a session that is not stored at once.
   */
  void whenStored(Runnable task) {
    if (isStored()) {
      home.writer().whenStored(() -> here(task));
    } else {
      task.run();
    }
  }

  /** Asks the store for messages; answered on the session's loop, also if it has ended by then. */
  void read(long fromPosition, int max, Consumer<List<StoredMessage>> answer) {
    home.writer().submit(); // so that the answer knows of it
    home.read(number, fromPosition, max, messages -> here(() -> answer.accept(messages)));
  }
}
