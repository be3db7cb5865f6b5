package dev.tributary.benchmarks.internal.load;

import dev.tributary.benchmarks.internal.process.BenchmarkFailure;
import dev.tributary.benchmarks.internal.process.CommandLoop;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.HashMap;
import java.util.Map;

/**
 * The load as a process, for several brokers in turn: they are known by their ports. {@code open
 * PORT PLAN} connects the clients of a {@link Plan}, {@code run PORT MESSAGES} is a round, {@code
 * close PORT} ends the connections.
 */
public final class TrafficProgram {

  private final Map<Integer, Crowd> crowds = new HashMap<>();

  private TrafficProgram() {}

  public static void main(String[] arguments) throws IOException {
    TrafficProgram program = new TrafficProgram();
    CommandLoop.serve(
        Map.of(), Map.of("open", program::open, "run", program::run, "close", program::close));
  }

  private Map<String, Long> open(String argument) throws IOException {
    int blank = argument.indexOf(' ');
    int port = Integer.parseInt(argument.substring(0, blank));
    InetSocketAddress broker = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
    long start = System.nanoTime();
    crowds.put(port, Crowd.connect(broker, Plan.of(argument.substring(blank + 1))));
    return Map.of("wallNanos", System.nanoTime() - start);
  }

  private Map<String, Long> run(String argument) throws IOException {
    String[] numbers = argument.split(" ", -1);
    Crowd crowd = crowds.get(Integer.valueOf(numbers[0]));
    if (crowd == null) {
      throw new BenchmarkFailure("no clients at port " + numbers[0]);
    }
    long start = System.nanoTime();
    crowd.run(Long.parseLong(numbers[1]));
    return Map.of("wallNanos", System.nanoTime() - start);
  }

  private Map<String, Long> close(String port) throws IOException {
    Crowd crowd = crowds.remove(Integer.valueOf(port));
    if (crowd != null) {
      crowd.close();
    }
    return Map.of();
  }
}
