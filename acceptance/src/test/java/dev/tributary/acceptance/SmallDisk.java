package dev.tributary.acceptance;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Assumptions;

/**
 * A small file system for one process: a tmpfs in a mount namespace of its own, which is gone with
 * the process. Linux lets root do that, and mostly everybody else too.
 */
final class SmallDisk {
  /** A file that takes space until it is deleted. */
  private static final String FILLER = "filler";

  private final Path folder;
  private final List<String> prefix;

  private SmallDisk(Path folder, List<String> prefix) {
    this.folder = folder;
    this.prefix = prefix;
  }

  /**
   * Skips the test where the machine cannot.
   *
   * @param folder that exists; the file system will be there
   * @param fillerBytes of its bytes that are taken by a file at first
   */
  static SmallDisk on(Workbench bench, Path folder, long bytes, long fillerBytes) {
    String script =
        "mount -t tmpfs -o size=%d tmpfs \"$1\" && head -c %d /dev/zero >\"$1/%s\" && shift && exec \"$@\""
            .formatted(bytes, fillerBytes, FILLER);
    List<String> why = new ArrayList<>();
    for (List<String> unshare :
        List.of(List.of("unshare", "--mount"), List.of("unshare", "--mount", "--map-root-user"))) {
      List<String> prefix = new ArrayList<>(unshare);
      prefix.addAll(List.of("sh", "-c", script, "sh", folder.toString()));
      // By way of a shell: it says so where there is no such program.
      List<String> trial = new ArrayList<>(List.of("sh", "-c", "exec \"$@\"", "sh"));
      trial.addAll(prefix);
      trial.add("true");
      Program.Finished tried = bench.run(Map.of(), trial.toArray(String[]::new));
      if (tried.exitCode() == 0) {
        return new SmallDisk(folder, prefix);
      }
      why.add(tried.err().strip());
    }
    Assumptions.abort("skipped: a small file system is not possible here: " + why);
    throw new IllegalStateException("abort() does not return");
  }

  /** What stands before the command that shall see it. */
  List<String> prefix() {
    return prefix;
  }

  /** Deletes the file that takes space, as the process sees it. */
  void free(Program program) throws IOException {
    Path root = Path.of("/proc", Long.toString(program.pid()), "root");
    Files.delete(root.resolve(Path.of("/").relativize(folder)).resolve(FILLER));
  }
}
