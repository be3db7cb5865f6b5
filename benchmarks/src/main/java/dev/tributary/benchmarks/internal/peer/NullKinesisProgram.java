package dev.tributary.benchmarks.internal.peer;

import dev.tributary.benchmarks.internal.process.CommandLoop;
import java.io.IOException;
import java.util.Map;

/**
 * {@link NullKinesis} as a process. It says its {@code port}; {@code count} tells what has come.
 */
public final class NullKinesisProgram {

  private NullKinesisProgram() {}

  public static void main(String[] arguments) throws IOException {
    try (NullKinesis kinesis = NullKinesis.start()) {
      CommandLoop.serve(
          Map.of("port", (long) kinesis.port()), Map.of("count", _ -> kinesis.counts()));
    }
  }
}
