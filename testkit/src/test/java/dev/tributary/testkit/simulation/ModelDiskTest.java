package dev.tributary.testkit.simulation;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tributary.sink.Storage;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** The model disk keeps what it must and loses what it may. */
final class ModelDiskTest {

  private static final int SEEDS = 200;

  private static String read(Storage storage, String name) throws IOException {
    try (Storage.File file = storage.open(name)) {
      ByteBuffer bytes = ByteBuffer.allocate((int) file.size());
      file.read(bytes, 0);
      return new String(bytes.array(), UTF_8);
    }
  }

  @Test
  void whatWasSyncedSurvivesAndTheRestMayNot() throws IOException {
    Set<Integer> lengths = new HashSet<>();
    for (long seed = 0; seed < SEEDS; seed++) {
      ModelDisk disk = new ModelDisk(new SplittableRandom(seed));
      Storage storage = disk.mount();
      Storage.File file = storage.create("a");
      append(file, "certain");
      file.sync();
      storage.sync();
      append(file, "lost");
      disk.losePower();
      String left = read(disk.mount(), "a");
      assertThat(left).startsWith("certain");
      lengths.add(left.length());
    }
    assertThat(lengths).contains("certain".length(), "certainlost".length());
  }

  @Test
  void namesThatWereNotSyncedMayBeUndone() throws IOException {
    Set<List<String>> seen = new HashSet<>();
    for (long seed = 0; seed < SEEDS; seed++) {
      ModelDisk disk = new ModelDisk(new SplittableRandom(seed));
      Storage storage = disk.mount();
      storage.create("old");
      storage.sync();
      storage.rename("old", "new");
      disk.losePower();
      seen.add(disk.mount().files());
    }
    assertThat(seen).containsExactlyInAnyOrder(List.of("old"), List.of("new"));
  }

  @Test
  void afterAFailedSyncNothingIsCertain() throws IOException {
    Set<String> seen = new HashSet<>();
    for (long seed = 0; seed < SEEDS; seed++) {
      ModelDisk disk = new ModelDisk(new SplittableRandom(seed));
      Storage storage = disk.mount();
      Storage.File file = storage.create("a");
      storage.sync();
      append(file, "x");
      disk.faults().syncs = 1000;
      assertThatThrownBy(file::sync).isInstanceOf(IOException.class);
      disk.faults().none();
      file.sync();
      disk.losePower();
      seen.add(read(disk.mount(), "a"));
    }
    assertThat(seen).containsExactlyInAnyOrder("x", "\0");
  }

  @Test
  void aFullDiskTakesWhatFits() throws IOException {
    ModelDisk disk = new ModelDisk(new SplittableRandom(1));
    Storage storage = disk.mount();
    Storage.File file = storage.create("a");
    disk.faults().quota = 3;
    assertThatThrownBy(() -> append(file, "abcdef")).hasMessageContaining("No space");
    assertThat(file.size()).isEqualTo(3);
    assertThatThrownBy(() -> storage.create("b")).hasMessageContaining("No space");
  }

  @Test
  void aDeadProcessDoesNothing() throws IOException {
    ModelDisk disk = new ModelDisk(new SplittableRandom(1));
    Storage.File file = disk.mount().create("a");
    disk.mount();
    assertThatThrownBy(() -> append(file, "x")).isInstanceOf(Crashed.class);
    assertThat(disk.bytes()).isZero();
  }

  private static ModelDisk inBlocks(long seed) {
    for (long more = 0; ; more += SEEDS) {
      ModelDisk disk = new ModelDisk(new SplittableRandom(seed + more));
      if (disk.blockBytes() > 0) {
        return disk;
      }
    }
  }

  private static Storage.Appender synced(Storage storage, String text) throws IOException {
    Storage.Appender appender = storage.createSynced("a");
    storage.sync();
    append(appender, text);
    appender.sync();
    return appender;
  }

  private static void append(Storage.Appender file, String text) throws IOException {
    file.append(ByteBuffer.wrap(text.getBytes(UTF_8)));
  }

  @Test
  void whatIsWrittenInBlocksIsFollowedByZerosUntilItIsClosed() throws IOException {
    ModelDisk disk = inBlocks(1);
    Storage storage = disk.mount();
    Storage.Appender appender = synced(storage, "certain");
    append(appender, " waits");
    assertThat(read(storage, "a")).isEqualTo(filled(disk, "certain"));
    appender.sync();
    assertThat(read(storage, "a")).isEqualTo(filled(disk, "certain waits"));
    appender.close();
    assertThat(read(storage, "a")).isEqualTo("certain waits");
  }

  private static String filled(ModelDisk disk, String text) {
    return text + "\0".repeat(disk.blockBytes() - text.length());
  }

  @Test
  void aLossOfPowerTearsBlocksAndNothingThatWasSynced() throws IOException {
    Set<String> seen = new HashSet<>();
    String more = "x".repeat(700);
    for (long seed = 0; seed < SEEDS; seed++) {
      ModelDisk disk = inBlocks(seed);
      Storage.Appender appender = synced(disk.mount(), "certain");
      append(appender, more);
      disk.faults().syncs = 1000;
      assertThatThrownBy(appender::sync).isInstanceOf(IOException.class);
      disk.losePower();
      String left = read(disk.mount(), "a");
      assertThat(left).startsWith("certain").matches("certainx*\0*x*\0*");
      seen.add(shape(left, more.length()));
    }
    assertThat(seen)
        .containsExactlyInAnyOrder("old", "old, longer", "new", "first part", "last part");
  }

  private static String shape(String left, int more) {
    boolean first = left.startsWith("certainx");
    boolean last = left.length() > more && left.charAt("certain".length() + more - 1) == 'x';
    if (first || last) {
      return first && last ? "new" : first ? "first part" : "last part";
    }
    return left.length() > more ? "old, longer" : "old";
  }
}
