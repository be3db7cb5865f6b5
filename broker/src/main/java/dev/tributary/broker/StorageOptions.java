package dev.tributary.broker;

import java.nio.file.Path;

/** Where sessions that outlive their connection, and retained messages, are kept. */
public sealed interface StorageOptions {

  /** A restart begins with nothing. */
  record InMemory() implements StorageOptions {}

  /**
   * RocksDB; survives the end of the process, whatever ended it.
   *
   * @param folder made if it is not there; used by one broker at a time
   * @param sync whether each write is on the disk before it counts, so that it survives the end of
   *     the machine too
   */
  record OnDisk(Path folder, boolean sync) implements StorageOptions {}
}
