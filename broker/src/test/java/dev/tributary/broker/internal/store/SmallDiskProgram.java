package dev.tributary.broker.internal.store;

import dev.tributary.broker.StorageOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/**
 * Runs in a process of its own on a disk that is nearly full: stores until there is no room, makes
 * room, and looks whether everything is there that was called stored, and whether the rest has been
 * stored since. {@link SmallDiskIT} starts it.
 */
final class SmallDiskProgram {

  private static final int PAYLOAD_BYTES = 10_000;
  private static final long SESSION = 1;
  private static final long TICK_NANOS = 1_000_000;

  private final Path folder;
  private final Path filler;
  private final StorageOptions.OnDisk options;
  private final Random random = new Random(1);
  private int position;
  private final AtomicInteger stored = new AtomicInteger();

  private SmallDiskProgram(Path folder) {
    this.folder = folder;
    this.filler = folder.resolve("filler");
    this.options = new StorageOptions.OnDisk(folder.resolve("store"), false);
  }

  public static void main(String[] args) throws Exception {
    new SmallDiskProgram(Path.of(args[0])).run(Integer.parseInt(args[1]));
  }

  private void run(int times) throws Exception {
    try (RocksStore store = RocksStore.open(options, System::nanoTime)) {
      StoreWriter writer = store.writer(Runnable::run);
      writer.putSession(SESSION, Samples.session("c"));
      for (int i = 0; i < times; i++) {
        fill();
        untilTrouble(store, writer);
        Files.delete(filler);
        await(() -> stored.get() == position);
        if (store.trouble() != null) {
          throw new AssertionError("still in trouble: " + store.trouble());
        }
      }
    }
    check();
  }

  private void fill() throws IOException {
    long room = folder.toFile().getUsableSpace();
    try (var out = Files.newOutputStream(filler)) {
      byte[] block = new byte[1 << 16];
      for (long left = room - (1 << 20); left > 0; left -= block.length) {
        out.write(block);
      }
    }
  }

  private void untilTrouble(Store store, StoreWriter writer) {
    while (store.trouble() == null) {
      put(writer);
      await(() -> store.trouble() != null || stored.get() == position);
    }
    while (!writer.isBacklogged()) {
      put(writer);
    }
    if (stored.get() == position) {
      throw new AssertionError("all is called stored though there is no room");
    }
  }

  private void put(StoreWriter writer) {
    // What RocksDB cannot compress.
    StringBuilder payload = new StringBuilder();
    random.ints(PAYLOAD_BYTES, ' ', '~').forEach(payload::appendCodePoint);
    writer.putMessage(SESSION, Samples.stored(position++, payload.toString()));
    writer.whenStored(stored::incrementAndGet);
  }

  private void check() throws Exception {
    try (RocksStore store = RocksStore.open(options, System::nanoTime)) {
      List<StoredSession> found = new ArrayList<>();
      store.load(
          new Store.Contents() {
            @Override
            public void session(StoredSession session) {
              found.add(session);
            }

            @Override
            public void retained(dev.tributary.broker.Message message) {}
          });
      int waiting = found.getFirst().waiting();
      if (waiting != position) {
        throw new AssertionError("found " + waiting + " of " + position);
      }
    }
  }

  private static void await(java.util.function.BooleanSupplier so) {
    while (!so.getAsBoolean()) {
      LockSupport.parkNanos(TICK_NANOS);
    }
  }
}
