package dev.tributary.sink;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * A file that is written past the page cache: a sync then costs no search for what has changed, and
 * nobody reads soon what is written. Whole blocks only can be written so. What is appended waits in
 * memory for the sync, or until it is {@value #BUFFER_BYTES_MAX} bytes; the last block is filled up
 * with zeros, and written again with what follows.
 */
final class DirectFile implements Storage.Appender {

  private static final int BUFFER_BYTES_MIN = 64 << 10;
  private static final int BUFFER_BYTES_MAX = 1 << 20;

  /** The compiler warns of every mention of this class, which is documented all the same. */
  private static final String OPTIONS = "com.sun.nio.file.ExtendedOpenOption";

  private final FileChannel channel;
  private final int blockBytes;
  private final Memory memory;

  /** Begins with what the last, unfinished block on disk holds. */
  private ByteBuffer pending;

  /** Where in the file that block is. */
  private long pendingAt;

  private boolean unwritten;
  private boolean padded;

  /** Aligned memory, kept for the next file of a directory. */
  static final class Memory {

    private ByteBuffer bytes = ByteBuffer.allocate(0);

    private ByteBuffer take(int blockBytes) {
      ByteBuffer taken = bytes;
      bytes = ByteBuffer.allocate(0);
      return taken.capacity() == 0 ? allocated(BUFFER_BYTES_MIN, blockBytes) : taken.clear();
    }

    private void giveBack(ByteBuffer given) {
      bytes = given;
    }

    private static ByteBuffer allocated(int capacity, int blockBytes) {
      return ByteBuffer.allocateDirect(capacity + blockBytes)
          .alignedSlice(blockBytes)
          .slice(0, capacity);
    }
  }

  private DirectFile(FileChannel channel, int blockBytes, Memory memory) {
    this.channel = channel;
    this.blockBytes = blockBytes;
    this.memory = memory;
    this.pending = memory.take(blockBytes);
  }

  /**
   * Makes an empty file.
   *
   * @throws IOException if there is one already, or it cannot be written this way
   */
  static DirectFile create(Path path, Memory memory) throws IOException {
    FileChannel channel = open(path);
    try {
      return new DirectFile(channel, blockBytes(path), memory);
    } catch (IOException e) {
      channel.close();
      throw e;
    }
  }

  private static FileChannel open(Path path) throws IOException {
    try {
      return FileChannel.open(
          path, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE, pastCache());
    } catch (UnsupportedOperationException e) {
      throw new IOException("this platform does not write past the page cache", e);
    }
  }

  private static OpenOption pastCache() throws IOException {
    try {
      for (Object option : Class.forName(OPTIONS).getEnumConstants()) {
        if (option instanceof OpenOption found && option.toString().equals("DIRECT")) {
          return found;
        }
      }
    } catch (ClassNotFoundException _) {
      // Another Java may do without it.
    }
    throw new IOException("this Java does not write past the page cache");
  }

  private static int blockBytes(Path path) throws IOException {
    long bytes = Files.getFileStore(path).getBlockSize();
    if (bytes < 1 || bytes > BUFFER_BYTES_MIN || Long.bitCount(bytes) != 1) {
      throw new IOException("blocks of " + bytes + " bytes are too large to write them whole");
    }
    return (int) bytes;
  }

  @Override
  public void append(ByteBuffer bytes) throws IOException {
    while (bytes.hasRemaining()) {
      if (!pending.hasRemaining()) {
        makeRoom();
      }
      int count = Math.min(bytes.remaining(), pending.remaining());
      pending.put(bytes.slice(bytes.position(), count));
      bytes.position(bytes.position() + count);
      unwritten = true;
    }
  }

  private void makeRoom() throws IOException {
    if (pending.capacity() == BUFFER_BYTES_MAX) {
      write();
    } else {
      pending = Memory.allocated(2 * pending.capacity(), blockBytes).put(pending.flip());
    }
  }

  @Override
  public void sync() throws IOException {
    if (unwritten) {
      write();
    }
    channel.force(false);
  }

  /** Of what was written before, only the last, unfinished block is written again. */
  private void write() throws IOException {
    int end = pending.position();
    int tail = end % blockBytes;
    if (tail > 0) {
      padded = true;
      pending.put(new byte[blockBytes - tail]);
    }
    pending.flip();
    for (long at = pendingAt; pending.hasRemaining(); ) {
      at += channel.write(pending, at);
    }
    pending.clear().put(0, pending, end - tail, tail).position(tail);
    pendingAt += end - tail;
    padded = tail > 0;
    unwritten = false;
  }

  @Override
  public void truncate(long size) throws IOException {
    padded = false;
    unwritten = false;
    channel.truncate(size);
  }

  @Override
  public void close() throws IOException {
    if (!channel.isOpen()) {
      return; // its memory may be another file's by now
    }
    try (channel) {
      if (padded) {
        channel.truncate(pendingAt + pending.position());
      }
    } finally {
      memory.giveBack(pending);
    }
  }
}
