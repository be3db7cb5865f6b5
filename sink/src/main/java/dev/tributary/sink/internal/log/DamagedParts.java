package dev.tributary.sink.internal.log;

import dev.tributary.sink.Storage;
import java.io.IOException;
import java.nio.ByteBuffer;

/**
 * Copies what is damaged to files of their own, {@code damaged/<segment>@<offset>}, for people to
 * look at. The files together are bounded; nothing here is ever read again or deleted.
 */
final class DamagedParts {

  static final String DIRECTORY = "damaged";

  /** Of all parts together. What is beyond is told, not kept. */
  static final long BYTES_MAX = 64L << 20;

  private static final int COPY_BYTES = 64 << 10;

  private final Storage directory;

  DamagedParts(Storage log) {
    this.directory = log.directory(DIRECTORY);
  }

  /** What became of the part. */
  enum Fate {
    KEPT,
    KEPT_BEFORE,
    NO_ROOM,
    FAILED
  }

  Fate keep(Storage.File from, String name, long start, long end) {
    try {
      if (directory.files().contains(name)) {
        return Fate.KEPT_BEFORE;
      }
      if (bytes() + end - start > BYTES_MAX) {
        return Fate.NO_ROOM;
      }
      copy(from, name, start, end);
      return Fate.KEPT;
    } catch (IOException _) {
      // The damage is told all the same; opening the log must not fail for want of a copy.
      return Fate.FAILED;
    }
  }

  private long bytes() throws IOException {
    long sum = 0;
    for (String name : directory.files()) {
      try (Storage.File file = directory.open(name)) {
        sum += file.size();
      }
    }
    return sum;
  }

  private void copy(Storage.File from, String name, long start, long end) throws IOException {
    try (Storage.File to = directory.create(name)) {
      ByteBuffer buffer = ByteBuffer.allocate(COPY_BYTES);
      for (long at = start; at < end; ) {
        buffer.clear().limit((int) Math.min(COPY_BYTES, end - at));
        int count = from.read(buffer, at);
        if (count == 0) {
          break;
        }
        to.append(buffer.flip());
        at += count;
      }
      to.sync();
    } catch (IOException e) {
      Quietly.run(() -> directory.delete(name), e);
      throw e;
    }
    directory.sync();
  }
}
