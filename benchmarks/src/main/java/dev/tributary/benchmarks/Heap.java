package dev.tributary.benchmarks;

import dev.tributary.benchmarks.internal.process.BenchmarkFailure;
import dev.tributary.benchmarks.internal.process.Started;
import dev.tributary.benchmarks.internal.process.Workspace;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Looks into the heap of another JVM with {@code jcmd}, which collects its garbage first. */
final class Heap {

  private static final Duration PATIENCE = Duration.ofMinutes(2);
  private static final Pattern TOTAL = Pattern.compile("(?m)^Total\\s+\\d+\\s+(\\d+)");

  private Heap() {}

  /** Bytes of everything that can be reached. */
  static long live(Workspace workspace, Started jvm) {
    // What the first collection has let go through references, the second one takes.
    String _ = histogram(workspace, jvm);
    Matcher total = TOTAL.matcher(histogram(workspace, jvm));
    if (!total.find()) {
      throw new BenchmarkFailure("jcmd does not tell the heap of " + jvm.name());
    }
    return Long.parseLong(total.group(1));
  }

  private static String histogram(Workspace workspace, Started jvm) {
    String jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd").toString();
    List<String> command = List.of(jcmd, Long.toString(jvm.process().pid()), "GC.class_histogram");
    try (Started looking = workspace.start("jcmd", command, Map.of(), false)) {
      Optional<Integer> code = looking.awaitEnd(PATIENCE);
      if (code.isEmpty() || code.get() != 0) {
        throw new BenchmarkFailure("jcmd fails: " + looking.lastWords());
      }
      return looking.output();
    }
  }
}
