package dev.tributary.broker.internal.store;

import dev.tributary.broker.StoreException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.rocksdb.NativeLibraryLoader;
import org.rocksdb.RocksDB;

/** RocksDB's native library. */
final class RocksLibrary {

  private RocksLibrary() {}

  /** Once per process; again is nothing. */
  static void load() throws StoreException {
    try {
      // RocksDB itself would leave its copy behind in a process that is killed.
      Path copy = Files.createTempDirectory("tributary-rocksdb-");
      try {
        NativeLibraryLoader.getInstance().loadLibrary(copy.toString());
      } finally {
        delete(copy);
      }
      RocksDB.loadLibrary();
    } catch (IOException | RuntimeException | LinkageError e) {
      throw new StoreException(
          "The native library of RocksDB cannot be loaded by way of '"
              + System.getProperty("java.io.tmpdir")
              + "': "
              + e.getMessage()
              + ". It is there for 64-bit Linux with glibc; the folder, which"
              + " -Djava.io.tmpdir names, must be writable and not mounted noexec.",
          e);
    }
  }

  private static void delete(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.toList()) {
        Files.delete(file);
      }
    }
    Files.delete(folder);
  }
}
