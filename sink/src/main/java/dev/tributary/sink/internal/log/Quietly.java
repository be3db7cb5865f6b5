package dev.tributary.sink.internal.log;

import dev.tributary.sink.Storage;
import java.io.IOException;

/**
 * Steps that are tried although something failed before: their failures go along with the first.
 */
final class Quietly {

  private Quietly() {}

  @FunctionalInterface
  interface Step {
    void run() throws IOException;
  }

  static void run(Step step, IOException cause) {
    try {
      step.run();
    } catch (IOException e) {
      cause.addSuppressed(e);
    }
  }

  static void close(Storage.Appender file, IOException cause) {
    run(file::close, cause);
  }
}
