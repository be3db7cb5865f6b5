package dev.tributary.sink.internal.log;

import dev.tributary.sink.Storage;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.zip.CRC32C;

/** Appends groups to one segment's file. After a failure it is of no further use. */
final class SegmentWriter implements AutoCloseable {

  private final Storage directory;
  private final boolean synced;
  private final Storage.Appender file;
  private final CRC32C crc = new CRC32C();
  final Segment segment;

  /** The file's name is not certain before the first group is. */
  private boolean named;

  private SegmentWriter(Storage directory, boolean synced, Storage.Appender file, Segment segment) {
    this.directory = directory;
    this.synced = synced;
    this.file = file;
    this.segment = segment;
  }

  static SegmentWriter create(Storage directory, boolean synced, SegmentName name)
      throws IOException {
    Storage.Appender file =
        synced ? directory.createSynced(name.file()) : directory.create(name.file());
    try {
      file.append(SegmentHeader.of(name.base()));
    } catch (IOException e) {
      Quietly.close(file, e);
      Quietly.run(() -> directory.delete(name.file()), e);
      throw e;
    }
    return new SegmentWriter(directory, synced, file, new Segment(name, SegmentHeader.BYTES));
  }

  /** Whether the group still belongs into this segment. */
  boolean takes(LogGroup group, long segmentBytes) {
    return segment.fileBytes() < segmentBytes
        && group.lastSequence() - segment.base() < Segment.SPAN_MAX / 2;
  }

  /** Writes the group and makes it certain. The segment's counts are not touched. */
  void append(LogGroup group) throws IOException {
    long offset = segment.fileBytes();
    for (int i = 0; i < group.chunks(); i++) {
      LogGroup.Chunk chunk = group.chunk(i);
      chunk.seal(offset, crc);
      file.append(ByteBuffer.wrap(chunk.bytes, 0, chunk.used));
      offset += chunk.used;
    }
    if (synced) {
      file.sync();
      if (!named) {
        directory.sync();
      }
    }
    named = true;
  }

  /**
   * Gives the file up after a failed group, which is cut off if that works. If it does not, the
   * next segment's base tells that what may be there of the group does not count.
   */
  void abandon(IOException cause) {
    if (segment.records() == 0) {
      Quietly.close(file, cause);
      Quietly.run(() -> directory.delete(segment.name.file()), cause);
      return;
    }
    Quietly.run(() -> file.truncate(segment.fileBytes()), cause);
    if (synced) {
      Quietly.run(file::sync, cause);
    }
    Quietly.close(file, cause);
  }

  void sync() throws IOException {
    file.sync();
    directory.sync();
  }

  @Override
  public void close() throws IOException {
    file.close();
  }
}
