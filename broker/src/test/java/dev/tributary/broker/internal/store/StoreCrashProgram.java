package dev.tributary.broker.internal.store;

import dev.tributary.broker.StorageOptions;
import java.nio.file.Path;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;

/**
 * Runs in a process that is killed: makes turn after turn and tells on its standard output which
 * are stored. Turn n puts messages n into some sessions, marks the turn in each, and removes the
 * oldest messages of one. {@link StoreCrashIT} starts it and looks at what is left.
 */
final class StoreCrashProgram {

  static final int SESSIONS = 5;

  /** A turn keeps the messages of this many turns before it. */
  static final int KEPT = 50;

  private static final int ONE_IN = 200;

  private StoreCrashProgram() {}

  public static void main(String[] args) throws Exception {
    long turn = Long.parseLong(args[1]);
    var options = new StorageOptions.OnDisk(Path.of(args[0]), Boolean.parseBoolean(args[2]));
    RocksStore store = RocksStore.open(options, System::nanoTime);
    TestThread thread = new TestThread();
    StoreWriter writer = store.writer(thread);
    Random random = new Random(turn);
    while (true) {
      turn++;
      change(writer, turn);
      long stored = turn;
      writer.whenStored(() -> System.out.println(stored));
      writer.submit();
      thread.turn();
      if (random.nextInt(ONE_IN) == 0) {
        LockSupport.parkNanos(1_000_000);
      }
      while (writer.isBacklogged()) {
        LockSupport.parkNanos(100_000);
      }
    }
  }

  private static void change(StoreWriter writer, long turn) {
    for (long session = 1; session <= SESSIONS; session++) {
      writer.putSession(session, Samples.session("turn" + turn));
      writer.putMessage(session, Samples.stored(turn, "m" + turn, flow(turn)));
      if (turn > KEPT) {
        writer.removeMessage(session, turn - KEPT);
      }
    }
    writer.putRetained(Samples.message("turn", "" + turn));
  }

  /** Every other message is in flight. */
  static Flow flow(long turn) {
    return turn % 2 == 0 ? new Flow((int) (turn % 60_000) + 1, false) : Flow.WAITING;
  }
}
