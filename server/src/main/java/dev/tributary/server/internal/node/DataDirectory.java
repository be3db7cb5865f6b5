package dev.tributary.server.internal.node;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * The folder of what is kept, taken by one process at a time. The lock ends with the process,
 * however that ends.
 */
final class DataDirectory implements AutoCloseable {

  private final FileChannel channel;

  private DataDirectory(FileChannel channel) {
    this.channel = channel;
  }

  /**
   * Makes the folder if it is not there and takes it.
   *
   * @throws IOException if it cannot be made or another process has it; the message names it
   */
  static DataDirectory take(Path directory) throws IOException {
    FileChannel channel;
    try {
      Files.createDirectories(directory);
      channel =
          FileChannel.open(
              directory.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    } catch (IOException e) {
      throw new IOException(
          "node.data_dir = %s: expected a folder that can be written".formatted(directory), e);
    }
    try {
      FileLock lock = channel.tryLock();
      if (lock != null) {
        return new DataDirectory(channel);
      }
    } catch (OverlappingFileLockException _) {
      // Another node of this very process has it.
    }
    channel.close();
    throw new IOException(
        "node.data_dir = %s: another Tributary runs on it; stop that one or set another folder"
            .formatted(directory));
  }

  @Override
  public void close() {
    try {
      channel.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
