package dev.tributary.benchmarks.internal.kinesis;

import dev.tributary.benchmarks.internal.process.BenchmarkFailure;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Connections that put the same requests again and again, encoded once: 500 records of 200 bytes
 * each, no two with the same partition key.
 */
final class PutLoad implements AutoCloseable {
  static final int RECORDS = PutProgram.RECORDS;

  private static final int RECORD_BYTES = 200;

  /** Of each connection: so many that caches of the server's processor do not help it. */
  private static final int REQUESTS = 8;

  private final PutEncoding encoding;
  private final List<Line> lines = new ArrayList<>();

  /** A connection with its requests. */
  private record Line(PutConnection connection, List<byte[]> requests) {}

  private PutLoad(PutEncoding encoding) {
    this.encoding = encoding;
  }

  static PutLoad open(int port, PutEncoding encoding, String stream, int connections)
      throws IOException {
    PutLoad load = new PutLoad(encoding);
    for (int i = 0; i < connections; i++) {
      List<byte[]> requests = new ArrayList<>();
      for (int j = 0; j < REQUESTS; j++) {
        requests.add(request(encoding, stream, (i * REQUESTS + j) * RECORDS));
      }
      load.lines.add(new Line(new PutConnection(port), requests));
    }
    return load;
  }

  private static byte[] request(PutEncoding encoding, String stream, int first) {
    byte[] data = new byte[RECORD_BYTES];
    return encoding.request(
        "PutRecords",
        out -> {
          out.writeArrayFieldStart("Records");
          for (int i = 0; i < RECORDS; i++) {
            Arrays.fill(data, (byte) ('a' + i % 26));
            out.writeStartObject();
            out.writeBinaryField("Data", data);
            out.writeStringField("PartitionKey", "device-%08d".formatted(first + i));
            out.writeEndObject();
          }
          out.writeEndArray();
          out.writeStringField("StreamName", stream);
        });
  }

  /** Puts so many records at least; returns how many. A record that fails is a failure. */
  long run(long records) throws InterruptedException {
    AtomicLong left = new AtomicLong(Math.ceilDiv(records, RECORDS));
    long requests = left.get();
    try (ExecutorService threads = Executors.newFixedThreadPool(lines.size())) {
      List<Future<?>> running = new ArrayList<>();
      for (Line line : lines) {
        running.add(
            threads.submit(() -> {
              put(line, left);
              return line;
            }));
      }
      for (Future<?> future : running) {
        var _ = future.get();
      }
    } catch (ExecutionException e) {
      throw new BenchmarkFailure("putting has failed: " + e.getCause(), e);
    }
    return requests * RECORDS;
  }

  private void put(Line line, AtomicLong left) throws IOException {
    byte[] good = encoding.noneFailed();
    for (int i = 0; left.getAndDecrement() > 0; i++) {
      byte[] answer = line.connection().call(line.requests().get(i % REQUESTS));
      if (!contains(answer, good)) {
        throw new BenchmarkFailure("records of a request have failed");
      }
    }
  }

  /** From the end on: there it is in most answers. */
  private static boolean contains(byte[] all, byte[] part) {
    for (int from = all.length - part.length; from >= 0; from--) {
      int i = 0;
      while (i < part.length && all[from + i] == part[i]) {
        i++;
      }
      if (i == part.length) {
        return true;
      }
    }
    return false;
  }

  @Override
  public void close() throws IOException {
    for (Line line : lines) {
      line.connection().close();
    }
  }
}
