package dev.tributary.sink;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Semaphore;

/**
 * Measures what the runtime itself costs: CPU of the whole process per record, from submit to the
 * final outcome, with a service that accepts everything at once. Not a test; run {@code main} with
 * the test class path. Arguments: records, keys, batch size, and a directory for a buffer on disk.
 */
final class SinkOverhead {

  private static final int ROUNDS = 6;
  private static final int UNDER_WAY_MAX = 100_000;

  private SinkOverhead() {}

  public static void main(String[] args) throws InterruptedException {
    int records = args.length > 0 ? Integer.parseInt(args[0]) : 3_000_000;
    int keys = args.length > 1 ? Integer.parseInt(args[1]) : 10_000;
    int batchSize = args.length > 2 ? Integer.parseInt(args[2]) : 500;
    ActionSettings d = ActionSettings.defaults();
    ActionSettings settings =
        new ActionSettings(
            true,
            batchSize,
            d.batchTime(),
            args.length > 3 ? BufferSettings.disk(256L << 20) : d.buffer(),
            d.inflightWindow(),
            d.workerPoolSize(),
            null,
            Ordering.STRICT,
            d.healthCheckInterval(),
            d.healthCheckIntervalJitter(),
            d.healthCheckTimeout(),
            d.resumeInterval(),
            null);
    Storage storage = args.length > 3 ? new DirectoryStorage(Path.of(args[3])) : Storage.none();
    try (SinkRuntime runtime = new SinkRuntime(SinkEnvironment.system(storage))) {
      runtime.putConnector("null:c", ConnectorSettings.defaults(), NullConnector::new);
      runtime.putAction("null:a", "null:c", settings, _ -> new NullDelivery());
      for (int round = 0; round < ROUNDS; round++) {
        measure(runtime, records, keys, round);
      }
    }
  }

  private static void measure(SinkRuntime runtime, int records, int keys, int round)
      throws InterruptedException {
    OperatingSystemMXBean os = (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
    Action action = runtime.action("null:a").orElseThrow();
    Semaphore underWay = new Semaphore(UNDER_WAY_MAX);
    Origin origin = _ -> underWay.release();
    byte[] data = new byte[200];
    long cpu = os.getProcessCpuTime();
    long start = System.nanoTime();
    for (int i = 0; i < records; i++) {
      underWay.acquire();
      // A fresh key each time, as a template renders it.
      String key = "device-" + (int) ((i * 2_654_435_761L) % keys);
      action.submit(new SinkRecord(key, null, data, 0, origin), Receipt.NONE);
    }
    underWay.acquire(UNDER_WAY_MAX);
    long wall = System.nanoTime() - start;
    long used = os.getProcessCpuTime() - cpu;
    System.out.printf(
        "round %d: %.0f records/s, %.3f us CPU per record (with the load's key and semaphore)%n",
        round, records * 1e9 / wall, used / 1000.0 / records);
  }

  private static final class NullConnector implements Connector {
    @Override
    public Health check() {
      return Health.CONNECTED;
    }

    @Override
    public void close() {}
  }

  private static final class NullDelivery implements Delivery {

    private static final Limits LIMITS = new Limits(500, 10 << 20, 1 << 20, 256);
    private static final Outcome ACCEPTED = new Outcome.Delivered("shardId-000000000000", "1");

    @Override
    public BatchOutcome send(List<SinkRecord> batch) {
      return new BatchOutcome.PerRecord(
          new ArrayList<>(Collections.nCopies(batch.size(), ACCEPTED)));
    }

    @Override
    public Health check() {
      return Health.CONNECTED;
    }

    @Override
    public Limits limits() {
      return LIMITS;
    }

    @Override
    public void close() {}
  }
}
