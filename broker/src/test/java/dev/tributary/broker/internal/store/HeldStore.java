package dev.tributary.broker.internal.store;

import dev.tributary.broker.Message.MessageId;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A store for tests of others: takes changes and writes them when the test says so. It calls itself
 * durable; {@link #afterCrash} is what the next start would find. Any thread.
 */
public final class HeldStore implements Store {

  private final MemorySessions written;
  private final Queue<Runnable> submitted = new ArrayDeque<>();
  private final Turn.Taker taker = new Later();
  private @Nullable String trouble;
  private boolean backlogged;
  private boolean holding = true;

  public HeldStore() {
    this(new MemorySessions());
  }

  private HeldStore(MemorySessions written) {
    this.written = written;
  }

  /** Writes the next turn, or answers the next reading; false if there is none. */
  public boolean commitOne() {
    Runnable next = next();
    if (next == null) {
      return false;
    }
    next.run();
    return true;
  }

  /** Writes and answers all that was submitted. */
  public void commit() {
    while (commitOne()) {
      // what that has led to, too
    }
  }

  /** From now on everything is written as soon as it is submitted. */
  public void flow() {
    synchronized (this) {
      holding = false;
    }
    commit();
  }

  /** From now on again only what {@link #commit} is called for. */
  public synchronized void hold() {
    holding = true;
  }

  /** How many turns and readings wait. */
  public synchronized int held() {
    return submitted.size();
  }

  /** Nothing can be written, for a reason, until that is null. */
  public synchronized void trouble(@Nullable String reason) {
    trouble = reason;
  }

  public synchronized void backlogged(boolean now) {
    backlogged = now;
  }

  /** What is found if the process ends now: only what was written. */
  public HeldStore afterCrash() {
    return new HeldStore(written.copy());
  }

  /** The numbers of sessions and the topics of which anything is left. */
  public List<String> left() {
    return written.left();
  }

  @Override
  public long load(Contents to) {
    return written.tell(to);
  }

  @Override
  public void holders(Set<MessageId> messages, Holders to) {
    written.holders(messages, to);
  }

  @Override
  public StoreWriter writer(Executor thread) {
    return new TurnWriter(thread, taker);
  }

  @Override
  public void read(
      long session,
      long fromPosition,
      int max,
      Executor thread,
      Consumer<List<StoredMessage>> answer) {
    Reading reading = new Reading(session, fromPosition, max, thread, answer);
    submit(() -> reading.answer(written.read(session, fromPosition, max)));
  }

  @Override
  public boolean isDurable() {
    return true;
  }

  @Override
  public synchronized @Nullable String trouble() {
    return trouble;
  }

  @Override
  public void close() {
    commit();
  }

  private void submit(Runnable request) {
    boolean now;
    synchronized (this) {
      submitted.add(request);
      now = !holding;
    }
    if (now) {
      commit();
    }
  }

  private synchronized @Nullable Runnable next() {
    return trouble == null ? submitted.poll() : null;
  }

  private final class Later implements Turn.Taker {

    @Override
    public void take(Turn turn) {
      submit(() -> {
        written.apply(turn.changes());
        turn.stored();
      });
    }

    @Override
    public boolean isBacklogged() {
      synchronized (HeldStore.this) {
        return backlogged;
      }
    }
  }
}
