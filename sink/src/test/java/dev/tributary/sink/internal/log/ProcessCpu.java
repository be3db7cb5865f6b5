package dev.tributary.sink.internal.log;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/**
 * CPU time of this process so far, to the nanosecond. Linux only.
 *
 * @param nanos of all threads but the compiler's
 * @param compilerNanos of the compiler's
 */
record ProcessCpu(long nanos, long compilerNanos) {

  private static final Path TASKS = Path.of("/proc/self/task");

  static ProcessCpu now() throws IOException {
    ProcessCpu sum = new ProcessCpu(0, 0);
    try (DirectoryStream<Path> tasks = Files.newDirectoryStream(TASKS)) {
      for (Path task : tasks) {
        sum = sum.plus(of(task));
      }
    }
    return sum;
  }

  private static ProcessCpu of(Path task) throws IOException {
    try {
      long nanos = Long.parseLong(Files.readString(task.resolve("schedstat")).split(" ", 2)[0]);
      boolean compiler = Files.readString(task.resolve("comm")).contains("CompilerThre");
      return compiler ? new ProcessCpu(0, nanos) : new ProcessCpu(nanos, 0);
    } catch (NoSuchFileException _) {
      return new ProcessCpu(0, 0); // a thread that has just ended
    }
  }

  private ProcessCpu plus(ProcessCpu other) {
    return new ProcessCpu(nanos + other.nanos, compilerNanos + other.compilerNanos);
  }

  ProcessCpu minus(ProcessCpu other) {
    return new ProcessCpu(nanos - other.nanos, compilerNanos - other.compilerNanos);
  }
}
