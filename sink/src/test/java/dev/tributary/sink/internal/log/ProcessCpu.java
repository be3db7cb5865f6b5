package dev.tributary.sink.internal.log;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/**
 * CPU time of this process so far, the compiler's threads apart. Linux only.
 *
 * @param nanos of all other threads
 * @param compilerNanos of the compiler's
 * @param userTicks of all other threads, sampled by the kernel
 * @param kernelTicks likewise
 */
record ProcessCpu(long nanos, long compilerNanos, long userTicks, long kernelTicks) {

  private static final Path TASKS = Path.of("/proc/self/task");

  static ProcessCpu now() throws IOException {
    ProcessCpu sum = new ProcessCpu(0, 0, 0, 0);
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
      if (Files.readString(task.resolve("comm")).contains("CompilerThre")) {
        return new ProcessCpu(0, nanos, 0, 0);
      }
      String stat = Files.readString(task.resolve("stat"));
      String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
      return new ProcessCpu(nanos, 0, Long.parseLong(fields[11]), Long.parseLong(fields[12]));
    } catch (NoSuchFileException _) {
      return new ProcessCpu(0, 0, 0, 0); // a thread that has just ended
    }
  }

  private ProcessCpu plus(ProcessCpu other) {
    return new ProcessCpu(
        nanos + other.nanos,
        compilerNanos + other.compilerNanos,
        userTicks + other.userTicks,
        kernelTicks + other.kernelTicks);
  }

  ProcessCpu minus(ProcessCpu other) {
    return new ProcessCpu(
        nanos - other.nanos,
        compilerNanos - other.compilerNanos,
        userTicks - other.userTicks,
        kernelTicks - other.kernelTicks);
  }

  double kernelShare() {
    return (double) kernelTicks / Math.max(1, userTicks + kernelTicks);
  }
}
