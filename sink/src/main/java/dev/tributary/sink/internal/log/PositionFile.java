package dev.tributary.sink.internal.log;

import dev.tributary.sink.Storage;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;

/** Keeps the {@link Position} under one name, replaced in one step. */
final class PositionFile {

  static final String NAME = "position";

  private static final String NEW_NAME = "position.new";

  /** A larger one is damage: it would speak of millions of records that finished out of order. */
  private static final int BYTES_MAX = 256 << 20;

  private final Storage directory;
  private boolean synced;
  private long bytes;

  /** A file of the new name may have been left behind, by a crash or a failure. */
  private boolean leftBehind = true;

  PositionFile(Storage directory, boolean synced) {
    this.directory = directory;
    this.synced = synced;
  }

  void syncs(boolean always) {
    synced = always;
  }

  /**
   * Empty if it is damaged.
   *
   * @param damagedParts where it is copied to in that case
   * @param told is told of it
   */
  Optional<Position> read(DamagedParts damagedParts, List<String> told) throws IOException {
    try (Storage.File file = directory.open(NAME)) {
      bytes = file.size();
      Optional<Position> position = bytes > BYTES_MAX ? Optional.empty() : decoded(file);
      if (position.isEmpty()) {
        String what = "the read position is damaged, all records are delivered again; ";
        damagedParts.keep(file, NAME + "@0", 0, bytes, what).told().ifPresent(told::add);
      }
      return position;
    }
  }

  private Optional<Position> decoded(Storage.File file) throws IOException {
    ByteBuffer content = ByteBuffer.allocate((int) bytes);
    file.read(content, 0);
    return Position.decoded(content.flip());
  }

  /** After a failure the old position is still there, or the new one. */
  void write(Position position) throws IOException {
    if (leftBehind && directory.files().contains(NEW_NAME)) {
      directory.delete(NEW_NAME);
    }
    leftBehind = true;
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
    leftBehind = false;
    bytes = size;
  }

  long bytes() {
    return bytes;
  }
}
