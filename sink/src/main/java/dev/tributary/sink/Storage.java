package dev.tributary.sink;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;

/**
 * A directory of files, as the buffer on disk uses it. What was written is certain to be there
 * after a crash only once {@link File#sync} has returned, and a file's name only once {@link #sync}
 * has. Every method may fail at any time; one thread at a time.
 */
public interface Storage {

  /** No place to write to: whoever tries is told so. */
  static Storage none() {
    return NoStorage.INSTANCE;
  }

  /** A directory in this one. Nothing is made before something is written to it. */
  Storage directory(String name);

  /** Names of the files in it; none if it does not exist. */
  List<String> files() throws IOException;

  /** Names of the directories in it; none if it does not exist. */
  List<String> directories() throws IOException;

  /** Makes an empty file; fails if there is one of that name. */
  File create(String name) throws IOException;

  /**
   * Makes an empty file of which nothing counts before it is synced: what is appended may wait for
   * that, and until it is closed less than 64 KiB of zeros may follow its last byte. Fails if there
   * is one of that name.
   */
  default Appender createSynced(String name) throws IOException {
    return create(name);
  }

  /** Opens a file that exists, to read and to append. */
  File open(String name) throws IOException;

  /** Renames a file in one step; one of the new name is replaced. */
  void rename(String from, String to) throws IOException;

  void delete(String name) throws IOException;

  /** Deletes the directory with all that is in it. */
  void deleteAll() throws IOException;

  /** Makes the names in this directory, and its own name, certain. */
  void sync() throws IOException;

  /** A file that is being written. */
  interface Appender extends AutoCloseable {

    /** Appends all that remains in the buffer; after a failure some of it may have been written. */
    void append(ByteBuffer bytes) throws IOException;

    /** Cuts what is behind {@code size}. */
    void truncate(long size) throws IOException;

    /** Makes what was written certain. After a failure nothing is known of what was not synced. */
    void sync() throws IOException;

    @Override
    void close() throws IOException;
  }

  /** An open file. */
  interface File extends Appender {

    long size() throws IOException;

    /**
     * Reads until the buffer is full or the file ends.
     *
     * @return bytes read; 0 at the end
     */
    int read(ByteBuffer into, long position) throws IOException;
  }
}
