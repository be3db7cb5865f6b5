package dev.tributary.kinesis.local.internal.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.rocksdb.NativeLibraryLoader;
import org.rocksdb.RocksDB;

/** RocksDB's native code. */
final class RocksLibrary {
  private RocksLibrary() {}

  /** May be called again. The file that it is loaded from is not left behind, as it would be. */
  static void load() throws IOException {
    Path folder = Files.createTempDirectory("tributary-kinesis-");
    try {
      NativeLibraryLoader.getInstance().loadLibrary(folder.toString());
      RocksDB.loadLibrary();
    } catch (RuntimeException | LinkageError e) {
      throw new IOException(
          "the native library of RocksDB cannot be loaded through %s (java.io.tmpdir): %s"
              .formatted(System.getProperty("java.io.tmpdir"), e.getMessage()),
          e);
    } finally {
      remove(folder);
    }
  }

  private static void remove(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      List<Path> all = files.toList();
      for (Path file : all) {
        Files.delete(file);
      }
    }
    Files.delete(folder);
  }
}
