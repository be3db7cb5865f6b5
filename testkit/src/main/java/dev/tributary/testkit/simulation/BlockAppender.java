package dev.tributary.testkit.simulation;

import dev.tributary.sink.Storage;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.SplittableRandom;

/**
 * A file of a {@link ModelDisk} that one process writes in whole blocks, as {@link
 * Storage#createSynced} may: what is appended waits in memory, which dies with the process; the
 * last block is filled up with zeros and written again with what follows.
 */
final class BlockAppender implements Storage.Appender {

  /** What a disk writes as a whole. */
  static final int SECTOR_BYTES = 512;

  private static final int MEMORY_BYTES = 8 << 10;

  private final ModelDisk disk;
  private final long process;
  private final String name;
  private final ModelFile file;
  private final int blockBytes;

  /** Begins with what the last, unfinished block of the file holds. */
  private byte[] pending = {};

  private int pendingAt;
  private boolean unwritten;
  private boolean padded;
  private boolean closed;

  BlockAppender(ModelDisk disk, long process, String name, ModelFile file, int blockBytes) {
    this.disk = disk;
    this.process = process;
    this.name = name;
    this.file = file;
    this.blockBytes = blockBytes;
  }

  private void call() throws IOException {
    disk.call(process);
    if (closed) {
      throw new IOException(name + " is closed");
    }
  }

  @Override
  public void append(ByteBuffer bytes) throws IOException {
    call();
    int had = pending.length;
    pending = Arrays.copyOf(pending, had + bytes.remaining());
    bytes.get(pending, had, bytes.remaining());
    unwritten = true;
    if (pending.length > MEMORY_BYTES) {
      write();
    }
  }

  @Override
  public void sync() throws IOException {
    call();
    if (unwritten) {
      write();
      call();
    }
    if (disk.random().nextInt(1000) < disk.faults().syncs) {
      file.syncFailed(disk.random());
      throw disk.failure("Input/output error: fsync of " + name + " failed");
    }
    file.synced();
  }

  private void write() throws IOException {
    int end = pending.length;
    int tail = end % blockBytes;
    byte[] blocks = Arrays.copyOf(pending, Math.ceilDiv(end, blockBytes) * blockBytes);
    padded = tail > 0;
    long fits = Math.max(0, file.size() + disk.room() - pendingAt);
    if (fits < blocks.length) {
      file.write(pendingAt, Arrays.copyOf(blocks, (int) fits / blockBytes * blockBytes));
      throw disk.failure("No space left on device");
    }
    if (disk.diesNow()) {
      writeFirst(blocks);
      disk.kill();
      throw new Crashed();
    }
    if (disk.random().nextInt(1000) < disk.faults().appends) {
      writeSome(blocks);
      throw disk.failure("Input/output error: " + name + " cannot be written");
    }
    file.write(pendingAt, blocks);
    pending = Arrays.copyOfRange(pending, end - tail, end);
    pendingAt += end - tail;
    unwritten = false;
  }

  private void writeFirst(byte[] blocks) {
    int sectors = disk.random().nextInt(blocks.length / SECTOR_BYTES + 1);
    file.write(pendingAt, Arrays.copyOf(blocks, sectors * SECTOR_BYTES));
  }

  private void writeSome(byte[] blocks) {
    SplittableRandom random = disk.random();
    for (int at = 0; at < blocks.length; at += SECTOR_BYTES) {
      if (random.nextBoolean()) {
        file.write(pendingAt + at, Arrays.copyOfRange(blocks, at, at + SECTOR_BYTES));
      }
    }
  }

  @Override
  public void truncate(long size) throws IOException {
    call();
    padded = false;
    unwritten = false;
    disk.mayFail(disk.faults().appends, "Input/output error: " + name + " cannot be cut");
    file.truncate(Math.toIntExact(size));
  }

  @Override
  public void close() throws IOException {
    if (closed) {
      return;
    }
    closed = true;
    if (padded) {
      disk.call(process);
      disk.mayFail(disk.faults().appends, "Input/output error: " + name + " cannot be cut");
      file.truncate(pendingAt + pending.length);
    }
  }
}
