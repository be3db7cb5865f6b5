package dev.tributary.sink.internal.log;

import dev.tributary.sink.DirectoryStorage;
import dev.tributary.sink.Origin;
import dev.tributary.sink.SinkRecord;
import dev.tributary.sink.Source;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.locks.LockSupport;

/**
 * Measures what the log costs: CPU per record, to encode, append, sync and finish it, on a real
 * directory. All threads of the process count, those of the garbage collector too, but not the
 * compiler's, which are told beside it: they work for the first seconds of a process only. Not a
 * test; run {@code main} with the test class path. Arguments: directory, records, records per
 * group, records per second (0: as many as possible).
 */
final class LogOverhead {

  private static final int ROUNDS = 6;
  private static final int KEYS = 10_000;

  /** As often as the buffer does it. */
  private static final long TIDY_NANOS = 250_000_000;

  /** So many groups without a pause before the first round: each must have seen the compiler. */
  private static final int WARM_GROUPS = 12_000;

  private static final int WARM_RECORDS_PER_GROUP = 100;

  private LogOverhead() {}

  public static void main(String[] args) throws IOException {
    Path directory = Path.of(args[0]);
    int records = args.length > 1 ? Integer.parseInt(args[1]) : 1_000_000;
    int perGroup = args.length > 2 ? Integer.parseInt(args[2]) : 3_200;
    int rate = args.length > 3 ? Integer.parseInt(args[3]) : 100_000;
    DirectoryStorage storage = new DirectoryStorage(directory.resolve("log-overhead"));
    SinkRecord[] made = records();
    try (RecordLog log = RecordLog.open(storage, new LogSettings(16 << 20, true))) {
      append(log, made, WARM_GROUPS * WARM_RECORDS_PER_GROUP, WARM_RECORDS_PER_GROUP, 0);
      append(log, made, records, perGroup, 0);
      for (int round = 0; round < ROUNDS; round++) {
        ProcessCpu before = ProcessCpu.now();
        long start = System.nanoTime();
        append(log, made, records, perGroup, rate);
        long wall = System.nanoTime() - start;
        ProcessCpu used = ProcessCpu.now().minus(before);
        System.out.printf(
            "round %d: %.0f records/s, %.3f us CPU per record; compiler %.3f%n",
            round,
            records * 1e9 / wall,
            used.nanos() / 1e3 / records,
            used.compilerNanos() / 1e3 / records);
      }
    }
    storage.deleteAll();
  }

  private static void append(RecordLog log, SinkRecord[] made, int records, int perGroup, int rate)
      throws IOException {
    LogGroup group = new LogGroup();
    long start = System.nanoTime();
    long tidied = start;
    for (int done = 0; done < records; done += perGroup) {
      appendGroup(log, group, made, done, perGroup);
      if (System.nanoTime() - tidied > TIDY_NANOS) {
        tidied = System.nanoTime();
        log.tidy();
      }
      if (rate > 0) {
        LockSupport.parkNanos(start + (long) (done * 1e9 / rate) - System.nanoTime());
      }
    }
  }

  private static void appendGroup(
      RecordLog log, LogGroup group, SinkRecord[] made, int done, int perGroup) throws IOException {
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
