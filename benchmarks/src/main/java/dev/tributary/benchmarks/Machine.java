package dev.tributary.benchmarks;

import com.sun.management.UnixOperatingSystemMXBean;
import dev.tributary.benchmarks.internal.load.Sources;
import dev.tributary.benchmarks.internal.process.BenchmarkFailure;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What of this machine matters to the figures.
 *
 * @param loadAverage of the last minute before the start; negative if it is not known
 * @param descriptors files and sockets that one process may have open
 * @param ports from which connections of the load can be opened
 */
record Machine(String system, int processors, double loadAverage, long descriptors, long ports) {

  /** What a process needs beside its clients: jars, log, files of the buffer, other sockets. */
  private static final int OTHER_DESCRIPTORS = 500;

  private static final double QUIET = 0.3;
  private static final Path PORT_RANGE = Path.of("/proc/sys/net/ipv4/ip_local_port_range");
  private static final Pattern TWO_NUMBERS = Pattern.compile("(\\d+)\\s+(\\d+)");
  private static final long PORTS_WHERE_UNKNOWN = 16_000;

  static Machine look() {
    var os = ManagementFactory.getOperatingSystemMXBean();
    long descriptors =
        os instanceof UnixOperatingSystemMXBean unix
            ? unix.getMaxFileDescriptorCount()
            : Long.MAX_VALUE;
    return new Machine(
        "%s %s, %s".formatted(os.getName(), os.getArch(), Runtime.version()),
        os.getAvailableProcessors(),
        os.getSystemLoadAverage(),
        descriptors,
        outgoingPorts());
  }

  /**
   * Refuses what cannot work before anything is started.
   *
   * @throws BenchmarkFailure that says what is missing
   */
  void check(PipelineSettings settings) {
    check("--clients", settings.clients());
  }

  void check(String option, int clients) {
    if (clients > descriptors - OTHER_DESCRIPTORS) {
      throw new BenchmarkFailure(
          "%s is %d, but a process may open only %d files and sockets; ask for at most %d, or raise the limit (ulimit -n)"
              .formatted(option, clients, descriptors, descriptors - OTHER_DESCRIPTORS));
    }
    if (clients > Sources.COUNT * ports / 2) {
      throw new BenchmarkFailure(
          "%s is %d, but this machine has only %d ports for outgoing connections, of which half may still be in use from the run before; ask for at most %d, or widen net.ipv4.ip_local_port_range"
              .formatted(option, clients, Sources.COUNT * ports, Sources.COUNT * ports / 2));
    }
  }

  /** Why the figures may not be worth much. */
  List<String> warnings() {
    List<String> warnings = new ArrayList<>();
    if (loadAverage > QUIET) {
      warnings.add(
          "the machine is busy (load average %.2f): figures will be too high"
              .formatted(loadAverage));
    }
    if (processors < 2) {
      warnings.add("one processor for the server and its load: messages/s says little");
    }
    return warnings;
  }

  private static long outgoingPorts() {
    try {
      // All in one read: the kernel gives what is there only to the first.
      Matcher range = TWO_NUMBERS.matcher(Files.readAllLines(PORT_RANGE).getFirst().strip());
      return range.matches()
          ? Long.parseLong(range.group(2)) - Long.parseLong(range.group(1)) + 1
          : PORTS_WHERE_UNKNOWN;
    } catch (IOException _) {
      return PORTS_WHERE_UNKNOWN;
    }
  }
}
