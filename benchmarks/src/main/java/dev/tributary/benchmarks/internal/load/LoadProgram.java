package dev.tributary.benchmarks.internal.load;

import dev.tributary.benchmarks.internal.process.CommandLoop;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Map;
import org.HdrHistogram.Histogram;

/**
 * The load generator as a process. Arguments: port, clients, MQTT version, window, payload bytes.
 * {@code run N} publishes N messages and answers when all are acknowledged.
 */
public final class LoadProgram {

  private LoadProgram() {}

  public static void main(String[] arguments) throws IOException {
    InetSocketAddress broker =
        new InetSocketAddress(InetAddress.getLoopbackAddress(), Integer.parseInt(arguments[0]));
    Fleet fleet =
        Fleet.connect(
            broker,
            Integer.parseInt(arguments[1]),
            Integer.parseInt(arguments[2]),
            Integer.parseInt(arguments[3]),
            Integer.parseInt(arguments[4]));
    CommandLoop.serve(
        Map.of(), Map.of("run", messages -> summary(fleet.run(Long.parseLong(messages)))));
  }

  private static Map<String, Long> summary(Histogram micros) {
    return Map.of(
        "p50", micros.getValueAtPercentile(50),
        "p99", micros.getValueAtPercentile(99),
        "max", micros.getMaxValue());
  }
}
