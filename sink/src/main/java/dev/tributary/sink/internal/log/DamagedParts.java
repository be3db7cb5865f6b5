package dev.tributary.sink.internal.log;

import dev.tributary.sink.Storage;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Optional;

/**
 * Copies what is damaged to files of their own, {@code damaged/<file>@<offset>}, for people to look
 * at. The files together are bounded; nothing here is ever read again or deleted.
 */
final class DamagedParts {

  static final String DIRECTORY = "damaged";

  /** Of a file that is kept whole, because nothing could be copied from it. */
  static final String SUFFIX = ".damaged";

  /** Of all parts together. What is beyond is told, not kept. */
  static final long BYTES_MAX = 64L << 20;

  private static final int COPY_BYTES = 64 << 10;

  private final Storage directory;

  DamagedParts(Storage log) {
    this.directory = log.directory(DIRECTORY);
  }

  /**
   * What became of a part.
   *
   * @param copied whether what is damaged is kept elsewhere, or need not be
   * @param told for people; empty if they were told before
   */
  record Kept(boolean copied, Optional<String> told) {}

  /**
   * Keeps the bytes from {@code start} to {@code end} of a file. Never fails: opening the log must
   * not fail for want of a copy.
   *
   * @param toSequence the sequence of the next record, or the end of the segment's range
   */
  Kept keep(
      Storage.File from, String file, long start, long end, long fromSequence, long toSequence) {
    String name = file + "@" + start;
    String missing =
        fromSequence < toSequence
            ? "where sequences %d to %d were".formatted(fromSequence, toSequence - 1)
            : "no record is missing";
    String what =
        "%s: %d bytes at %d are damaged, %s; ".formatted(file, end - start, start, missing);
    return keep(from, name, start, end, what);
  }

  Kept keep(Storage.File from, String name, long start, long end, String what) {
    try {
      if (directory.files().contains(name)) {
        return new Kept(true, Optional.empty());
      }
      if (bytes() + end - start > BYTES_MAX) {
        return new Kept(true, Optional.of(what + DIRECTORY + "/ is full, no copy is kept"));
      }
      copy(from, name, start, end);
      return new Kept(true, Optional.of(what + "a copy is " + DIRECTORY + "/" + name));
    } catch (IOException e) {
      return new Kept(false, Optional.of(what + "no copy could be written: " + e.getMessage()));
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
