package dev.tributary.sink.internal.log;

import com.sun.management.OperatingSystemMXBean;
import dev.tributary.sink.DirectoryStorage;
import dev.tributary.sink.Origin;
import dev.tributary.sink.SinkRecord;
import dev.tributary.sink.Source;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;

/**
 * Measures what the log costs: CPU of the whole process per record, to encode, append, sync and
 * finish it, on a real directory. Not a test; run {@code main} with the test class path. Arguments:
 * directory, records, records per group, records per second (0: as many as possible).
 */
final class LogOverhead {

  private static final int ROUNDS = 6;
  private static final int KEYS = 10_000;

  private LogOverhead() {}

  public static void main(String[] args) throws IOException, InterruptedException {
    Path directory = Path.of(args[0]);
    int records = args.length > 1 ? Integer.parseInt(args[1]) : 1_000_000;
    int perGroup = args.length > 2 ? Integer.parseInt(args[2]) : 500;
    int rate = args.length > 3 ? Integer.parseInt(args[3]) : 100_000;
    DirectoryStorage storage = new DirectoryStorage(directory.resolve("log-overhead"));
    try (RecordLog log = RecordLog.open(storage, new LogSettings(16 << 20, true))) {
      for (int round = 0; round < ROUNDS; round++) {
        measure(log, records, perGroup, rate, round);
      }
    }
    storage.deleteAll();
  }

  private static void measure(RecordLog log, int records, int perGroup, int rate, int round)
      throws IOException, InterruptedException {
    OperatingSystemMXBean os = (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
    SinkRecord[] made = records();
    LogGroup group = new LogGroup();
    long cpu = os.getProcessCpuTime();
    long start = System.nanoTime();
    for (int done = 0; done < records; done += perGroup) {
      long first = log.nextSequence();
      for (int i = 0; i < perGroup; i++) {
        group.add(first + i, made[(done + i) % KEYS]);
      }
      log.append(group);
      group.clear();
      log.skipTo(log.nextSequence());
      for (int i = 0; i < perGroup; i++) {
        log.finished(first + i);
      }
      if (done / perGroup % 100 == 0) {
        log.tidy();
      }
      pause(start, done, rate);
    }
    long wall = System.nanoTime() - start;
    long used = os.getProcessCpuTime() - cpu;
    System.out.printf(
        "round %d: %.0f records/s, %.3f us CPU per record%n",
        round, records * 1e9 / wall, used / 1000.0 / records);
  }

  private static void pause(long start, int done, int rate) throws InterruptedException {
    if (rate > 0) {
      long aheadMillis = (start + (long) (done * 1e9 / rate) - System.nanoTime()) / 1_000_000;
      if (aheadMillis > 0) {
        Thread.sleep(aheadMillis);
      }
    }
  }

  private static SinkRecord[] records() {
    SinkRecord[] records = new SinkRecord[KEYS];
    Source source = new Source("temperature_rule", "sensors/7/temperature", "device-0000017");
    for (int i = 0; i < KEYS; i++) {
      byte[] data = new byte[200];
      records[i] =
          new SinkRecord(
              "device-" + i, null, data, 1_700_000_000_000L + i, source, null, Origin.NONE);
    }
    return records;
  }
}
