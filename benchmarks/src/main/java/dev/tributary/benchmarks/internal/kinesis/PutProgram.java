package dev.tributary.benchmarks.internal.kinesis;

import dev.tributary.benchmarks.internal.process.BenchmarkFailure;
import dev.tributary.benchmarks.internal.process.CommandLoop;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * The load. {@code open PORT ENCODING STREAM SHARDS CONNECTIONS} makes the stream and connects,
 * {@code run PORT RECORDS} puts, {@code close PORT} leaves and deletes the stream.
 */
public final class PutProgram {
  /** In a request; the Kinesis limit. */
  public static final int RECORDS = 500;

  private static final long POLL_NANOS = TimeUnit.MILLISECONDS.toNanos(50);
  private static final int POLLS_MAX = 600;

  /** What is open at a server. */
  private record Open(PutLoad load, String stream) {}

  private final Map<Integer, Open> open = new HashMap<>();

  private PutProgram() {}

  public static void main(String[] arguments) throws IOException {
    PutProgram program = new PutProgram();
    CommandLoop.serve(
        Map.of(),
        Map.of(
            "open", program::open,
            "run", program::run,
            "close", program::close));
  }

  private Map<String, Long> open(String argument) throws IOException {
    String[] words = argument.split(" ", -1);
    int port = Integer.parseInt(words[0]);
    PutEncoding encoding = PutEncoding.valueOf(words[1].toUpperCase(Locale.ROOT));
    String stream = words[2];
    try (PutConnection connection = new PutConnection(port)) {
      create(connection, stream, Integer.parseInt(words[3]));
    }
    PutLoad load = PutLoad.open(port, encoding, stream, Integer.parseInt(words[4]));
    open.put(port, new Open(load, stream));
    return Map.of();
  }

  private static void create(PutConnection connection, String stream, int shards)
      throws IOException {
    byte[] _ =
        connection.call(
            PutEncoding.JSON.request(
                "CreateStream",
                out -> {
                  out.writeStringField("StreamName", stream);
                  out.writeNumberField("ShardCount", shards);
                }));
    for (int i = 0; i < POLLS_MAX; i++) {
      byte[] summary = connection.call(about("DescribeStreamSummary", stream));
      if (new String(summary, StandardCharsets.UTF_8).contains("ACTIVE")) {
        return;
      }
      LockSupport.parkNanos(POLL_NANOS);
    }
    throw new BenchmarkFailure("stream " + stream + " does not become active");
  }

  private static byte[] about(String operation, String stream) {
    return PutEncoding.JSON.request(operation, out -> out.writeStringField("StreamName", stream));
  }

  private Map<String, Long> run(String argument) throws InterruptedException {
    String[] words = argument.split(" ", -1);
    return Map.of("records", at(words[0]).load().run(Long.parseLong(words[1])));
  }

  private Map<String, Long> close(String argument) throws IOException {
    Open closed = at(argument);
    closed.load().close();
    open.remove(Integer.valueOf(argument));
    try (PutConnection connection = new PutConnection(Integer.parseInt(argument))) {
      byte[] _ = connection.call(about("DeleteStream", closed.stream()));
    }
    return Map.of();
  }

  private Open at(String port) {
    Open found = open.get(Integer.valueOf(port));
    if (found == null) {
      throw new BenchmarkFailure("nothing is open at port " + port);
    }
    return found;
  }
}
