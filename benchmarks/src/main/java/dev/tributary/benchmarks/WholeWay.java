package dev.tributary.benchmarks;

import dev.tributary.benchmarks.internal.process.BenchmarkFailure;
import dev.tributary.benchmarks.internal.process.Child;
import dev.tributary.benchmarks.internal.process.Started;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * Load, server and Kinesis: a message is done when its publisher has its acknowledgement and the
 * Kinesis has its record. None may be missing; a repeated one shows in the figures.
 */
final class WholeWay implements Subject {

  /** A round of any size on a slow machine ends before this. */
  static final Duration PATIENCE = Duration.ofMinutes(30);

  private static final Duration STALL = Duration.ofSeconds(60);
  private static final Duration ANSWER = Duration.ofSeconds(30);
  private static final long POLL_NANOS = TimeUnit.MILLISECONDS.toNanos(5);

  private final TributaryServer server;
  private final Child load;
  private final Child kinesis;
  private final boolean isDelivered;

  /**
   * @param isDelivered whether records come to the Kinesis at all
   */
  WholeWay(TributaryServer server, Child load, Child kinesis, boolean isDelivered) {
    this.server = server;
    this.load = load;
    this.kinesis = kinesis;
    this.isDelivered = isDelivered;
  }

  @Override
  public Started measured() {
    return server.started();
  }

  @Override
  public Map<String, Double> pass(long messages) {
    Map<String, Long> before = counts();
    Duration loadCpu = load.started().cpu();
    Duration kinesisCpu = kinesis.started().cpu();
    server.gc().look();
    Map<String, Long> answer = load.ask("run " + messages, PATIENCE);
    Map<String, Long> after = isDelivered ? awaitDelivered(before, messages) : before;
    Map<String, Double> numbers = new LinkedHashMap<>();
    numbers.put("ackP50Millis", Child.number(answer, "p50") / 1000.0);
    numbers.put("ackP99Millis", Child.number(answer, "p99") / 1000.0);
    numbers.put("loadCpuMicros", micros(load.started().cpu().minus(loadCpu), messages));
    numbers.put("kinesisCpuMicros", micros(kinesis.started().cpu().minus(kinesisCpu), messages));
    memory(numbers, messages);
    if (isDelivered) {
      delivered(numbers, before, after, messages);
    }
    return numbers;
  }

  @Override
  public void close() {
    // Each party is closed by whoever started it.
  }

  private void memory(Map<String, Double> numbers, long messages) {
    GcLog.Look gc = server.gc().look();
    numbers.put("gcPauseMillis", gc.pauseMillis());
    numbers.put("collections", (double) gc.collections());
    if (gc.collections() > 0) {
      numbers.put("allocatedBytes", (double) gc.allocatedBytes() / messages);
      numbers.put("heapMiB", gc.heapBytes() / 1048576.0);
    }
    server
        .started()
        .residentPeak()
        .ifPresent(bytes -> numbers.put("residentPeakMiB", bytes / 1048576.0));
  }

  private static void delivered(
      Map<String, Double> numbers,
      Map<String, Long> before,
      Map<String, Long> after,
      long messages) {
    double records = difference("records", before, after);
    double user = difference("userRecords", before, after);
    numbers.put("recordsPerRequest", records / difference("requests", before, after));
    numbers.put("messagesPerRecord", user / records);
    numbers.put("repeated", user - messages);
  }

  private Map<String, Long> awaitDelivered(Map<String, Long> before, long messages) {
    long reached = 0;
    long since = System.nanoTime();
    while (true) {
      Map<String, Long> now = counts();
      long user = difference("userRecords", before, now);
      if (user >= messages) {
        return now;
      }
      if (user > reached) {
        reached = user;
        since = System.nanoTime();
      } else if (System.nanoTime() - since > STALL.toNanos()) {
        throw new BenchmarkFailure(
            "only %d of %d acknowledged messages have come to the Kinesis, and nothing more for %d s; the server says: %s"
                .formatted(user, messages, STALL.toSeconds(), server.started().lastWords()));
      }
      LockSupport.parkNanos(POLL_NANOS);
    }
  }

  private Map<String, Long> counts() {
    return kinesis.ask("count", ANSWER);
  }

  private static long difference(String name, Map<String, Long> before, Map<String, Long> after) {
    return Child.number(after, name) - Child.number(before, name);
  }

  private static double micros(Duration cpu, long messages) {
    return cpu.toNanos() / 1000.0 / messages;
  }
}
