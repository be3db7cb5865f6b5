package dev.tributary.benchmarks.internal.sink;

import com.sun.management.OperatingSystemMXBean;
import dev.tributary.benchmarks.internal.process.BenchmarkFailure;
import dev.tributary.benchmarks.internal.process.CommandLoop;
import dev.tributary.sink.Action;
import dev.tributary.sink.ActionSettings;
import dev.tributary.sink.BufferSettings;
import dev.tributary.sink.ConnectorSettings;
import dev.tributary.sink.DirectoryStorage;
import dev.tributary.sink.Ordering;
import dev.tributary.sink.Origin;
import dev.tributary.sink.Receipt;
import dev.tributary.sink.Refusal;
import dev.tributary.sink.SinkEnvironment;
import dev.tributary.sink.SinkRecord;
import dev.tributary.sink.SinkRuntime;
import dev.tributary.sink.Storage;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * The delivery runtime as a process, with a {@link NullService}. Arguments: {@code memory} or
 * {@code disk}, folder of the buffer, MiB of the buffer.
 *
 * <p>{@code run RECORDS KEYS THREADS} submits records of 200 bytes and answers, when the last has
 * ended, with the CPU of the whole process, which includes making keys and one semaphore per
 * record. {@code outage KEYS} takes the service away, submits until a publisher would be held back,
 * and answers with the memory in use.
 */
public final class SinkProgram {

  private static final String CONNECTOR = "null:c";
  private static final String ACTION = "null:a";
  private static final int UNDER_WAY_MAX = 100_000;
  private static final int HELD_BACK_MAX = 1_000;
  private static final int RECORD_BYTES = 200;
  private static final int BATCH_SIZE = 500;
  private static final int SILENCE_SECONDS = 5;

  private final SinkRuntime runtime;
  private final NullService service;

  private SinkProgram(SinkRuntime runtime, NullService service) {
    this.runtime = runtime;
    this.service = service;
  }

  public static void main(String[] arguments) throws IOException {
    long bufferBytes = Long.parseLong(arguments[2]) << 20;
    NullService service = new NullService();
    try (SinkRuntime runtime =
        new SinkRuntime(SinkEnvironment.system(storage(arguments[0], Path.of(arguments[1]))))) {
      runtime.putConnector(CONNECTOR, ConnectorSettings.defaults(), () -> service);
      runtime.putAction(
          ACTION, CONNECTOR, settings(buffer(arguments[0], bufferBytes)), _ -> service.delivery());
      SinkProgram program = new SinkProgram(runtime, service);
      CommandLoop.serve(
          Map.of(),
          Map.of("run", program::run, "outage", keys -> program.outage(Integer.parseInt(keys))));
    }
  }

  private static Storage storage(String mode, Path folder) {
    return switch (mode) {
      case "memory" -> Storage.none();
      case "disk" -> new DirectoryStorage(folder);
      default ->
          throw new BenchmarkFailure(
              "there is no buffer '" + mode + "'; it must be memory or disk");
    };
  }

  private static BufferSettings buffer(String mode, long bytes) {
    return mode.equals("memory") ? BufferSettings.memory(bytes) : BufferSettings.disk(bytes);
  }

  private static ActionSettings settings(BufferSettings buffer) {
    ActionSettings d = ActionSettings.defaults();
    return new ActionSettings(
        true,
        BATCH_SIZE,
        d.batchTime(),
        buffer,
        d.inflightWindow(),
        d.workerPoolSize(),
        null,
        Ordering.STRICT,
        d.healthCheckInterval(),
        d.healthCheckIntervalJitter(),
        d.healthCheckTimeout(),
        d.resumeInterval(),
        null);
  }

  private Map<String, Long> run(String arguments) throws InterruptedException {
    String[] numbers = arguments.split(" ", -1);
    long records = Long.parseLong(numbers[0]);
    int keys = Integer.parseInt(numbers[1]);
    int threadCount = Integer.parseInt(numbers[2]);
    Semaphore underWay = new Semaphore(UNDER_WAY_MAX);
    Origin origin = _ -> underWay.release();
    long cpu = cpu();
    long start = System.nanoTime();
    List<Thread> threads = new ArrayList<>();
    for (int i = 0; i < threadCount; i++) {
      long share = records / threadCount + (i < records % threadCount ? 1 : 0);
      String prefix = "device-" + i + "-";
      threads.add(Thread.ofPlatform().start(() -> submit(share, prefix, keys, underWay, origin)));
    }
    for (Thread thread : threads) {
      thread.join();
    }
    underWay.acquire(UNDER_WAY_MAX);
    return Map.of("wallNanos", System.nanoTime() - start, "cpuNanos", cpu() - cpu);
  }

  private void submit(long records, String prefix, int keys, Semaphore underWay, Origin origin) {
    Action action = runtime.action(ACTION).orElseThrow();
    byte[] data = new byte[RECORD_BYTES];
    for (long i = 0; i < records; i++) {
      underWay.acquireUninterruptibly();
      // A fresh key each time, as a template renders it.
      String key = prefix + (int) ((i * 2_654_435_761L) % keys);
      action.submit(new SinkRecord(key, null, data, 0, origin), Receipt.NONE);
    }
  }

  private Map<String, Long> outage(int keys) throws InterruptedException {
    service.goDown();
    long before = heapInUse();
    Action action = runtime.action(ACTION).orElseThrow();
    AtomicBoolean isHeldBack = new AtomicBoolean();
    Semaphore unanswered = new Semaphore(HELD_BACK_MAX);
    long records = 0;
    long bytes = 0;
    while (!isHeldBack.get()) {
      if (!unanswered.tryAcquire(SILENCE_SECONDS, TimeUnit.SECONDS)) {
        // Nobody has answered for so long: the buffer is full.
        isHeldBack.set(true);
        break;
      }
      byte[] data = new byte[RECORD_BYTES];
      SinkRecord record = new SinkRecord("device-" + records % keys, null, data, 0, Origin.NONE);
      action.submit(record, new HeldReceipt(unanswered, isHeldBack));
      bytes += record.bytes();
      records++;
    }
    return Map.of(
        "records",
        records,
        "bytes",
        bytes,
        "heapBytes",
        heapInUse() - before,
        "diskBytes",
        runtime.statistics(ACTION).bufferDiskBytes());
  }

  /**
   * Gives the place back as soon as the record is held; a refusal means that the buffer is full.
   */
  private record HeldReceipt(Semaphore unanswered, AtomicBoolean isFull) implements Receipt {

    @Override
    public void expect() {}

    @Override
    public void held() {
      unanswered.release();
    }

    @Override
    public void refused(Refusal refusal, String reason) {
      isFull.set(true);
      unanswered.release();
    }
  }

  private static long heapInUse() {
    System.gc();
    return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
  }

  private static long cpu() {
    return ((OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean())
        .getProcessCpuTime();
  }
}
