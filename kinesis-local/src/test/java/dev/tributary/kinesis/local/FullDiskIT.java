package dev.tributary.kinesis.local;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A disk that is full, and has room again: a tmpfs that only the process under test sees. */
final class FullDiskIT {
  private static final String MOUNT = "mount -t tmpfs -o size=192m tmpfs \"$0\" && exec \"$@\"";

  @TempDir Path folder;

  @Test
  void putsFailWhileItIsFullAndNothingIsLost() throws Exception {
    Path disk = Files.createDirectory(folder.resolve("disk"));
    Assumptions.assumeTrue(run(disk, List.of("true")) == 0, "this user may mount");
    assertThat(run(disk, ChildProgram.command(FullDiskProgram.class, disk.toString()))).isZero();
  }

  private int run(Path disk, List<String> command) throws IOException, InterruptedException {
    List<String> all =
        new ArrayList<>(List.of("unshare", "--mount", "sh", "-c", MOUNT, disk.toString()));
    all.addAll(command);
    Process process =
        new ProcessBuilder(all)
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("output").toFile())
            .start();
    if (!process.waitFor(3, TimeUnit.MINUTES)) {
      process.destroyForcibly();
    }
    int exit = process.waitFor();
    if (exit != 0) {
      System.err.println(Files.readString(folder.resolve("output")));
    }
    return exit;
  }
}
