package dev.tributary.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GcLogTest {

  @Test
  void everyCollectionIsCountedOnce(@TempDir Path folder) throws IOException {
    Path file = folder.resolve("gc.log");
    GcLog log = new GcLog(file);
    assertThat(log.look()).isEqualTo(new GcLog.Look(0, 0, 0, 0));
    Files.writeString(
        file,
        """
        [0.050s] Using G1
        [1.000s] GC(0) Pause Young (Normal) (G1 Evacuation Pause) 20M->5M(200M) 2.500ms
        [2.000s] GC(1) Pause Young (Normal) (G1 Evacuation Pause) 105M->6M(200M) 1.500ms
        """);
    assertThat(log.look()).isEqualTo(new GcLog.Look(2, 4.0, 120L << 20, 6L << 20));
    assertThat(log.look()).isEqualTo(new GcLog.Look(0, 0, 0, 0));
    Files.writeString(
        file,
        "[3.000s] GC(2) Pause Young (Normal) (G1 Evacuation Pause) 16M->7M(200M) 1.000ms\n",
        StandardOpenOption.APPEND);
    assertThat(log.look()).isEqualTo(new GcLog.Look(1, 1.0, 10L << 20, 7L << 20));
  }
}
