package dev.tributary.benchmarks.internal.memory;

import com.sun.management.OperatingSystemMXBean;
import dev.tributary.benchmarks.internal.process.CommandLoop;
import io.netty.channel.local.LocalAddress;
import java.lang.management.ManagementFactory;
import java.util.Locale;
import java.util.Map;

/**
 * A server and its clients in one process, over Netty's local transport. Arguments: what the server
 * is (see {@link Host}), {@code true} if each client subscribes, seconds of keep-alive.
 *
 * <p>{@code connect N} tells what N connections need; {@code idle MILLIS} what the process needs
 * while nothing is said; {@code ping MILLIS} while each client pings once in a keep-alive.
 */
public final class MemoryProgram {

  private final Clients clients;

  private MemoryProgram(Clients clients) {
    this.clients = clients;
  }

  public static void main(String[] arguments) throws Exception {
    Host.Kind kind = Host.Kind.valueOf(arguments[0].toUpperCase(Locale.ROOT));
    boolean subscribing = Boolean.parseBoolean(arguments[1]);
    int keepAlive = Integer.parseInt(arguments[2]);
    try (Host host = Host.start(kind)) {
      LocalAddress address = host.address();
      MemoryProgram program =
          new MemoryProgram(new Clients(address, kind.speaks(), subscribing, keepAlive));
      CommandLoop.serve(
          Map.of(),
          Map.of(
              "connect", count -> program.connect(Integer.parseInt(count)),
              "idle", millis -> program.idle(Long.parseLong(millis)),
              "ping", millis -> program.ping(Long.parseLong(millis))));
    }
  }

  private Map<String, Long> connect(int count) throws InterruptedException {
    long heap = heap();
    long cpu = cpu();
    long start = System.nanoTime();
    clients.connect(count);
    long took = System.nanoTime() - start;
    long used = cpu() - cpu;
    return Map.of("wallNanos", took, "cpuNanos", used, "heapBytes", heap() - heap);
  }

  private Map<String, Long> idle(long millis) throws InterruptedException {
    long cpu = cpu();
    Thread.sleep(millis);
    return Map.of("cpuNanos", cpu() - cpu);
  }

  private Map<String, Long> ping(long millis) throws InterruptedException {
    long cpu = cpu();
    long pings = clients.ping(millis);
    return Map.of("cpuNanos", cpu() - cpu, "pings", pings);
  }

  /** What is reachable: the second collection takes what finalizers and references have let go. */
  private static long heap() {
    System.gc();
    System.gc();
    Runtime runtime = Runtime.getRuntime();
    return runtime.totalMemory() - runtime.freeMemory();
  }

  private static long cpu() {
    return ((OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean())
        .getProcessCpuTime();
  }
}
