package dev.tributary.broker.internal.store;

import dev.tributary.broker.Message;
import dev.tributary.broker.Message.MessageId;
import dev.tributary.broker.StorageOptions;
import dev.tributary.broker.StoreException;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Sessions that outlive their connection, with their messages, and retained messages. Nothing here
 * blocks an event loop: changes are put into a {@link StoreWriter}, and one thread writes what all
 * writers have submitted, in that order, as one batch. What cannot be written now is tried again
 * until it can; meanwhile nothing is called stored, so that publishers wait. Any thread.
 */
public interface Store extends AutoCloseable {

  /** What was stored when the broker started. */
  interface Contents {

    void session(StoredSession session);

    void retained(Message message);
  }

  /** Who has which message in its queue. */
  interface Holders {
    void holds(long session, StoredMessage message);
  }

  /**
   * The one that the options ask for.
   *
   * @param nanos a clock that never goes back
   * @throws StoreException if what is on the disk cannot be used
   */
  static Store open(StorageOptions options, LongSupplier nanos) throws StoreException {
    return switch (options) {
      case StorageOptions.InMemory() -> new MemoryStore();
      case StorageOptions.OnDisk onDisk -> RocksStore.open(onDisk, nanos);
    };
  }

  /**
   * Tells everything that is stored, on the calling thread. Once, before any writer is used. A
   * session that cannot be decoded is told of in the log and left out.
   *
   * @return a number for the next new session: greater than that of every session stored, those
   *     left out among them
   * @throws StoreException if it cannot be read
   */
  long load(Contents to) throws StoreException;

  /**
   * Looks through all queues for messages, on the calling thread. After {@link #load}, before any
   * writer is used. A message that cannot be decoded is held by nobody.
   *
   * @param to told each time one is found, those that are {@link Flow#OVER} among them
   * @throws StoreException if it cannot be read
   */
  void holders(Set<MessageId> messages, Holders to) throws StoreException;

  /**
   * A writer for one thread.
   *
   * @param thread runs tasks on that thread, one at a time and in order, soon but not at once: a
   *     writer submits its changes at the end of the turn in which they were made. It may run them
   *     at once and anywhere: then each change is a turn
   */
  StoreWriter writer(Executor thread);

  /**
   * Reads messages of a session in order of their positions, beginning with the first at or after
   * one, whether they have a packet identifier or not. Sees everything that any writer submitted
   * before, maybe also what is submitted until it is answered. A message that cannot be decoded is
   * told of in the log and left out.
   *
   * @param max at least 1; fewer come if their bytes would be more than a megabyte, but at least
   *     one if there is one
   * @param answer called on {@code thread}; with nothing if there is nothing
   */
  void read(
      long session,
      long fromPosition,
      int max,
      Executor thread,
      Consumer<List<StoredMessage>> answer);

  /** Whether what survives the end of the process is any different from memory. */
  boolean isDurable();

  /** Why nothing can be written at the moment, or null. */
  @Nullable String trouble();

  /** Writes what was submitted, as far as it can be written, and ends. */
  @Override
  void close();
}
