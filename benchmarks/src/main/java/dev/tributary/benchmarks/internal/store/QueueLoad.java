package dev.tributary.benchmarks.internal.store;

import dev.tributary.broker.internal.store.Store;
import dev.tributary.broker.internal.store.StoreWriter;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;

/**
 * Messages that come and go: a message is put, called stored, and then removed, as one is that its
 * subscriber acknowledges soon after. On one thread, as on an event loop, with a bounded number on
 * their way.
 */
final class QueueLoad {

  private static final int TURN_MESSAGES = 32;
  private static final int UNDER_WAY_MAX = 4_096;

  private final Contents contents = new Contents();
  private final Executor loop;
  private final StoreWriter writer;
  private final int sessions;
  private final long messages;
  private final CountDownLatch end = new CountDownLatch(1);
  private long put;
  private long removed;
  private boolean putsSoon;

  QueueLoad(Store store, Executor loop, int sessions, long messages) {
    this.loop = loop;
    this.writer = store.writer(loop);
    this.sessions = sessions;
    this.messages = messages;
  }

  /** Returns when every message is gone again, and that is stored. */
  void run() throws InterruptedException {
    loop.execute(this::turn);
    end.await();
  }

  private void turn() {
    putsSoon = false;
    int count = 0;
    while (count < TURN_MESSAGES && put < messages && put - removed < UNDER_WAY_MAX) {
      long position = put++;
      writer.putMessage(session(position), contents.queued(position));
      writer.whenStored(() -> remove(position));
      count++;
    }
    if (count > 0) {
      putSoon();
    }
  }

  private void remove(long position) {
    writer.removeMessage(session(position), position);
    removed++;
    if (removed == messages) {
      writer.whenStored(end::countDown);
    }
    putSoon();
  }

  private void putSoon() {
    if (!putsSoon) {
      putsSoon = true;
      loop.execute(this::turn);
    }
  }

  private long session(long position) {
    return position % sessions;
  }
}
