package dev.tributary.benchmarks.internal.store;

import com.sun.management.OperatingSystemMXBean;
import dev.tributary.benchmarks.internal.process.CommandLoop;
import dev.tributary.broker.Message;
import dev.tributary.broker.StorageOptions;
import dev.tributary.broker.internal.store.RocksStore;
import dev.tributary.broker.internal.store.Store;
import dev.tributary.broker.internal.store.StoreWriter;
import dev.tributary.broker.internal.store.StoredSession;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;

/**
 * The broker's store as a process. Arguments: folder, {@code true} to sync. Each command opens the
 * store and closes it.
 *
 * <p>{@code sessions COUNT} stores that many, each with two subscriptions; {@code retained COUNT}
 * retained messages of 200 bytes; {@code load} tells how long it took to open and to tell
 * everything; {@code queue SESSIONS MESSAGES} puts and removes messages of 200 bytes and tells what
 * the process needed for that.
 */
public final class StoreProgram {

  private static final int TURN = 100;
  private static final int TURNS_UNDER_WAY = 50;

  private final StorageOptions.OnDisk options;
  private final Contents contents = new Contents();

  private StoreProgram(StorageOptions.OnDisk options) {
    this.options = options;
  }

  public static void main(String[] arguments) throws Exception {
    StoreProgram program =
        new StoreProgram(
            new StorageOptions.OnDisk(Path.of(arguments[0]), Boolean.parseBoolean(arguments[1])));
    CommandLoop.serve(
        Map.of(),
        Map.of(
            "sessions", count -> program.sessions(Long.parseLong(count)),
            "retained", count -> program.retained(Long.parseLong(count)),
            "load", _ -> program.load(),
            "queue", program::queue));
  }

  private Map<String, Long> sessions(long count) throws Exception {
    return fill(
        count,
        (writer, number) -> {
          writer.putSession(number, contents.session(number));
          writer.putSubscription(number, contents.subscription(number, "commands"));
          writer.putSubscription(number, contents.subscription(number, "settings"));
        });
  }

  private Map<String, Long> retained(long count) throws Exception {
    return fill(count, (writer, number) -> writer.putRetained(contents.retained(number)));
  }

  private interface Entry {
    void put(StoreWriter writer, long number);
  }

  private Map<String, Long> fill(long count, Entry entry) throws Exception {
    long start = System.nanoTime();
    try (Store store = RocksStore.open(options, System::nanoTime)) {
      StoreWriter writer = store.writer(_ -> {});
      Semaphore underWay = new Semaphore(TURNS_UNDER_WAY);
      StoreWriter telling = store.writer(Runnable::run);
      for (long number = 0; number < count; number++) {
        entry.put(writer, number);
        if (number % TURN == TURN - 1) {
          writer.submit();
          underWay.acquire();
          telling.whenStored(underWay::release);
        }
      }
      writer.submit();
      CountDownLatch stored = new CountDownLatch(1);
      telling.whenStored(stored::countDown);
      stored.await();
    }
    return Map.of("wallNanos", System.nanoTime() - start);
  }

  private Map<String, Long> load() throws Exception {
    Counting counting = new Counting();
    long cpu = cpu();
    long start = System.nanoTime();
    try (Store store = RocksStore.open(options, System::nanoTime)) {
      long opened = System.nanoTime();
      long next = store.load(counting);
      long loaded = System.nanoTime();
      return Map.of(
          "openNanos",
          opened - start,
          "loadNanos",
          loaded - opened,
          "cpuNanos",
          cpu() - cpu,
          "found",
          counting.found,
          "next",
          next);
    }
  }

  private Map<String, Long> queue(String arguments) throws Exception {
    String[] numbers = arguments.split(" ", -1);
    int sessions = Integer.parseInt(numbers[0]);
    long messages = Long.parseLong(numbers[1]);
    try (Store store = RocksStore.open(options, System::nanoTime);
        ExecutorService loop =
            Executors.newSingleThreadExecutor(Thread.ofPlatform().daemon().factory())) {
      long cpu = cpu();
      long start = System.nanoTime();
      new QueueLoad(store, loop, sessions, messages).run();
      return Map.of("wallNanos", System.nanoTime() - start, "cpuNanos", cpu() - cpu);
    }
  }

  /** Looks at what is told and keeps nothing: what the broker makes of it is not measured here. */
  private static final class Counting implements Store.Contents {
    private long found;

    @Override
    public void session(StoredSession session) {
      found++;
    }

    @Override
    public void retained(Message message) {
      found++;
    }
  }

  private static long cpu() {
    return ((OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean())
        .getProcessCpuTime();
  }
}
