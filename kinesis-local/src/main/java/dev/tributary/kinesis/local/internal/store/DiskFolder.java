package dev.tributary.kinesis.local.internal.store;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The directory of a store: held by one process at a time, told by a file that says what it is.
 *
 * <pre>
 * lock     held while it is in use
 * FORMAT   tributary-kinesis 3
 * db       RocksDB's
 * </pre>
 */
final class DiskFolder implements AutoCloseable {
  private static final int VERSION = 3;
  private static final String FORMAT = "FORMAT";
  private static final String LOCK = "lock";
  private static final Pattern FORMAT_TEXT = Pattern.compile("tributary-kinesis (\\d{1,9})\\s*");
  private static final int FORMAT_BYTES_MAX = 100;

  private final Path path;
  private final FileChannel lockFile;

  private DiskFolder(Path path, FileChannel lockFile) {
    this.path = path;
    this.lockFile = lockFile;
  }

  /** Makes it if it is not there. The message of what is thrown names it and what is wrong. */
  static DiskFolder open(Path directory) throws IOException {
    Path path = directory.toAbsolutePath();
    make(path);
    FileChannel lockFile = lock(path);
    try {
      checkFormat(path);
      return new DiskFolder(path, lockFile);
    } catch (IOException | RuntimeException e) {
      lockFile.close();
      throw e;
    }
  }

  /** What RocksDB has for itself. */
  Path database() {
    return path.resolve("db");
  }

  long usableBytes() throws IOException {
    return Files.getFileStore(path).getUsableSpace();
  }

  @Override
  public String toString() {
    return path.toString();
  }

  @Override
  public void close() throws IOException {
    lockFile.close();
  }

  private static void make(Path path) throws IOException {
    try {
      Files.createDirectories(path);
    } catch (IOException e) {
      throw wrong(path, "cannot be made (" + e + ")", e);
    }
    if (!Files.isReadable(path) || !Files.isWritable(path) || !Files.isExecutable(path)) {
      throw wrong(path, "is not readable and writable for the user of this process", null);
    }
  }

  private static FileChannel lock(Path path) throws IOException {
    FileChannel file;
    try {
      file =
          FileChannel.open(path.resolve(LOCK), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    } catch (IOException e) {
      throw wrong(path, "cannot be locked (" + e + ")", e);
    }
    try {
      FileLock held = file.tryLock();
      if (held == null) {
        throw wrong(path, "is in use by another process; end that, or name another one", null);
      }
      return file;
    } catch (OverlappingFileLockException e) {
      file.close();
      throw wrong(path, "is in use by this process already; name another one", e);
    } catch (IOException e) {
      file.close();
      throw e;
    }
  }

  private static void checkFormat(Path path) throws IOException {
    Path file = path.resolve(FORMAT);
    if (!Files.exists(file)) {
      if (!isEmpty(path)) {
        throw wrong(path, "holds files of something else; name an empty one or a new one", null);
      }
      Path draft = path.resolve(FORMAT + ".new");
      Files.writeString(draft, "tributary-kinesis " + VERSION + "\n");
      Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE);
      return;
    }
    Matcher text = FORMAT_TEXT.matcher(text(path, file));
    if (!text.matches()) {
      throw wrong(path, "holds files of something else; name an empty one or a new one", null);
    }
    int version = Integer.parseInt(text.group(1));
    if (version != VERSION) {
      throw wrong(
          path,
          "was written by %s version of this program (format %d, known here is %d): %s"
              .formatted(
                  version > VERSION ? "a newer" : "an older",
                  version,
                  VERSION,
                  "use that one, name another directory, or remove what is in it"),
          null);
    }
  }

  private static String text(Path path, Path file) throws IOException {
    try (var in = Files.newInputStream(file)) {
      return new String(in.readNBytes(FORMAT_BYTES_MAX), StandardCharsets.ISO_8859_1);
    } catch (IOException e) {
      throw wrong(path, "cannot be read (" + e + ")", e);
    }
  }

  /** But for what is left when a process ends while it makes this. */
  private static boolean isEmpty(Path path) throws IOException {
    List<String> own = List.of(LOCK, FORMAT + ".new");
    try (Stream<Path> files = Files.list(path)) {
      return files.allMatch(file -> own.contains(file.getFileName().toString()));
    }
  }

  private static IOException wrong(Path path, String what, @Nullable Exception cause) {
    return new IOException("the directory %s of local Kinesis %s".formatted(path, what), cause);
  }
}
