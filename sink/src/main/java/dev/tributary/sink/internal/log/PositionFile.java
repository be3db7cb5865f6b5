package dev.tributary.sink.internal.log;

import dev.tributary.sink.Storage;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Optional;

/** Keeps the {@link Position} under one name, replaced in one step. */
final class PositionFile {

  static final String NAME = "position";

  private static final String NEW_NAME = "position.new";

  /** A larger one is damage: it would speak of millions of records that finished out of order. */
  private static final int BYTES_MAX = 256 << 20;

  private final Storage directory;
  private final boolean synced;
  private long bytes;

  PositionFile(Storage directory, boolean synced) {
    this.directory = directory;
    this.synced = synced;
  }

  static boolean isName(String file) {
    return file.equals(NAME) || file.equals(NEW_NAME);
  }

  /** Empty if it is damaged. */
  Optional<Position> read() throws IOException {
    try (Storage.File file = directory.open(NAME)) {
      bytes = file.size();
      if (bytes > BYTES_MAX) {
        return Optional.empty();
      }
      ByteBuffer content = ByteBuffer.allocate((int) bytes);
      file.read(content, 0);
      return Position.decoded(content.flip());
    }
  }

  /** After a failure the old position is still there, or the new one. */
  void write(Position position) throws IOException {
    if (directory.files().contains(NEW_NAME)) {
      directory.delete(NEW_NAME);
    }
    ByteBuffer content = position.encoded();
    int size = content.remaining();
    try (Storage.File file = directory.create(NEW_NAME)) {
      file.append(content);
      if (synced) {
        file.sync();
      }
    }
    directory.rename(NEW_NAME, NAME);
    if (synced) {
      directory.sync();
    }
    bytes = size;
  }

  long bytes() {
    return bytes;
  }
}
