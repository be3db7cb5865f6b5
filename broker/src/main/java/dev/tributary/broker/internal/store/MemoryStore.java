package dev.tributary.broker.internal.store;

import dev.tributary.broker.Message.MessageId;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Keeps everything in memory, until the process ends; a message that waits is kept as it came, not
 * copied. Never in trouble, never backlogged.
 */
public final class MemoryStore implements Store {

  private final MemorySessions sessions;
  private final Turn.Taker taker = new AtOnce();
  private volatile boolean closed;

  public MemoryStore() {
    this(new MemorySessions());
  }

  /** What another had kept. */
  MemoryStore(MemorySessions sessions) {
    this.sessions = sessions;
  }

  @Override
  public long load(Contents to) {
    checkOpen();
    return sessions.tell(to);
  }

  @Override
  public void holders(Set<MessageId> messages, Holders to) {
    checkOpen();
    sessions.holders(messages, to);
  }

  @Override
  public StoreWriter writer(Executor thread) {
    checkOpen();
    return new TurnWriter(thread, taker);
  }

  @Override
  public void read(
      long session,
      long fromPosition,
      int max,
      Executor thread,
      Consumer<List<StoredMessage>> answer) {
    checkOpen();
    Reading reading = new Reading(session, fromPosition, max, thread, answer);
    reading.answer(sessions.read(session, fromPosition, max));
  }

  @Override
  public boolean isDurable() {
    return false;
  }

  @Override
  public @Nullable String trouble() {
    return null;
  }

  @Override
  public void close() {
    closed = true;
  }

  private void checkOpen() {
    if (closed) {
      throw new IllegalStateException("the store is closed");
    }
  }

  private final class AtOnce implements Turn.Taker {

    @Override
    public void take(Turn turn) {
      checkOpen();
      sessions.apply(turn.changes());
      turn.stored();
    }

    @Override
    public boolean isBacklogged() {
      return false;
    }
  }
}
