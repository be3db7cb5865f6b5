package dev.tributary.sink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class DirectoryStorageTest {

  private static final int ZEROS_MAX = 64 << 10;

  @TempDir private Path directory;

  @Test
  void aSyncedFileHoldsWhatWasAppendedAndZerosUntilItIsClosed() throws IOException {
    SplittableRandom random = new SplittableRandom(1);
    DirectoryStorage storage = new DirectoryStorage(directory);
    for (int i = 0; i < 5; i++) {
      ByteArrayOutputStream expected = new ByteArrayOutputStream();
      Path file = directory.resolve("f" + i);
      try (Storage.Appender appender = storage.createSynced("f" + i)) {
        for (int group = 0; group < 20; group++) {
          appendSome(appender, expected, random);
          appender.sync();
          assertThat(withoutZeros(file, expected.size())).isEqualTo(expected.toByteArray());
        }
      }
      assertThat(Files.readAllBytes(file)).isEqualTo(expected.toByteArray());
    }
  }

  private static void appendSome(
      Storage.Appender to, ByteArrayOutputStream expected, SplittableRandom random)
      throws IOException {
    for (int i = random.nextInt(4); i >= 0; i--) {
      byte[] bytes = new byte[random.nextInt(1 << random.nextInt(21))];
      random.nextBytes(bytes);
      to.append(ByteBuffer.wrap(bytes));
      expected.write(bytes);
    }
  }

  private static byte[] withoutZeros(Path file, int length) throws IOException {
    byte[] all = Files.readAllBytes(file);
    assertThat(all.length - length).isBetween(0, ZEROS_MAX - 1);
    byte[] behind = Arrays.copyOfRange(all, length, all.length);
    assertThat(behind).containsOnly(0);
    return Arrays.copyOf(all, length);
  }

  @Test
  void whatWasNotSyncedCanBeCut() throws IOException {
    DirectoryStorage storage = new DirectoryStorage(directory);
    try (Storage.Appender appender = storage.createSynced("cut")) {
      appender.append(ByteBuffer.wrap(new byte[] {1, 2, 3}));
      appender.sync();
      appender.append(ByteBuffer.wrap(new byte[] {4, 5, 6}));
      appender.truncate(3);
      appender.sync();
    }
    assertThat(Files.readAllBytes(directory.resolve("cut"))).containsExactly(1, 2, 3);
  }

  @Test
  void aSyncedFileIsNeverMadeTwice() throws IOException {
    DirectoryStorage storage = new DirectoryStorage(directory);
    Storage.Appender first = storage.createSynced("same");
    first.append(ByteBuffer.wrap(new byte[] {1}));
    first.sync();
    assertThatThrownBy(() -> storage.createSynced("same"))
        .isInstanceOf(FileAlreadyExistsException.class);
    first.close();
    first.close();
    assertThat(directory.resolve("same")).hasBinaryContent(new byte[] {1});
  }
}
