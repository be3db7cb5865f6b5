package dev.tributary.broker.internal.store;

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

/** A disk that is full: a tmpfs of a process that has a mount namespace of its own. */
class SmallDiskIT {

  private static final String BYTES = "512m";
  private static final int TIMES_FULL = 2;

  @TempDir Path folder;

  @Test
  void storesEverythingOnceThereIsRoomAgain() throws Exception {
    Path disk = Files.createDirectory(folder.resolve("disk"));
    List<String> mounted =
        List.of(
            "unshare",
            "--mount",
            "sh",
            "-c",
            "mount -t tmpfs -o size=" + BYTES + " tmpfs \"$0\" && exec \"$@\"",
            disk.toString());
    Assumptions.assumeTrue(run(mounted, List.of("true")) == 0, "mounting is possible");
    List<String> program =
        ChildProgram.command(SmallDiskProgram.class, disk.toString(), "" + TIMES_FULL);
    assertThat(run(mounted, program)).isZero();
  }

  private static int run(List<String> prefix, List<String> command)
      throws IOException, InterruptedException {
    List<String> all = new ArrayList<>(prefix);
    all.addAll(command);
    Process process =
        new ProcessBuilder(all)
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
    if (!process.waitFor(3, TimeUnit.MINUTES)) {
      process.destroyForcibly();
      throw new AssertionError("not done in three minutes: " + command);
    }
    return process.exitValue();
  }
}
