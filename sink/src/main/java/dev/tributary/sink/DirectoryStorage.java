package dev.tributary.sink;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.NonWritableChannelException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A directory of the file system. It and those above it are made when the first file is. The thread
 * blocks on I/O; if it is interrupted in the midst of it, the operation fails and the file is
 * closed.
 */
public final class DirectoryStorage implements Storage {

  /** Neither hidden files nor ways out of the directory. */
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_@-][A-Za-z0-9_@.-]{0,199}");

  private final Path path;
  private final DirectFile.Memory memory = new DirectFile.Memory();
  private boolean pastCache = true;

  public DirectoryStorage(Path path) {
    this.path = path;
  }

  @Override
  public Storage directory(String name) {
    return new DirectoryStorage(resolve(name));
  }

  private Path resolve(String name) {
    if (!NAME.matcher(name).matches()) {
      throw new IllegalArgumentException(
          "file name is '"
              + name
              + "'; it must be up to 200 letters, digits or _ @ - . and not begin with a dot");
    }
    return path.resolve(name);
  }

  @Override
  public List<String> files() throws IOException {
    return names(entry -> Files.isRegularFile(entry, LinkOption.NOFOLLOW_LINKS));
  }

  @Override
  public List<String> directories() throws IOException {
    return names(entry -> Files.isDirectory(entry, LinkOption.NOFOLLOW_LINKS));
  }

  private List<String> names(DirectoryStream.Filter<Path> wanted) throws IOException {
    List<String> names = new ArrayList<>();
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(path, wanted)) {
      for (Path entry : entries) {
        String name = String.valueOf(entry.getFileName());
        if (NAME.matcher(name).matches()) {
          names.add(name);
        }
      }
    } catch (NoSuchFileException _) {
      return List.of();
    }
    names.sort(null);
    return names;
  }

  @Override
  public File create(String name) throws IOException {
    Path file = resolve(name);
    makeDirectory();
    return new ChannelFile(
        FileChannel.open(
            file,
            StandardOpenOption.CREATE_NEW,
            StandardOpenOption.READ,
            StandardOpenOption.WRITE));
  }

  /** Past the page cache where that works. */
  @Override
  public Appender createSynced(String name) throws IOException {
    if (pastCache) {
      Path file = resolve(name);
      makeDirectory();
      try {
        return new Watched(DirectFile.create(file, memory));
      } catch (FileAlreadyExistsException e) {
        throw e;
      } catch (IOException _) {
        // Some file systems make the file before they refuse the way it is to be written.
        Files.deleteIfExists(file);
        pastCache = false;
      }
    }
    return create(name);
  }

  /** The name of each directory that is made is made certain too. */
  private void makeDirectory() throws IOException {
    Deque<Path> made = new ArrayDeque<>();
    Path missing = path.toAbsolutePath();
    while (missing != null && !Files.isDirectory(missing)) {
      made.push(missing);
      missing = missing.getParent();
    }
    for (Path directory : made) {
      Files.createDirectories(directory);
      Path above = directory.getParent();
      if (above != null) {
        syncDirectory(above);
      }
    }
  }

  @Override
  public File open(String name) throws IOException {
    Path file = resolve(name);
    try {
      return new ChannelFile(
          FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE));
    } catch (NoSuchFileException e) {
      throw e;
    } catch (FileSystemException _) {
      // What is on a disk that cannot be written to can still be delivered.
      return new ChannelFile(FileChannel.open(file, StandardOpenOption.READ));
    }
  }

  @Override
  public void rename(String from, String to) throws IOException {
    Files.move(resolve(from), resolve(to), StandardCopyOption.ATOMIC_MOVE);
  }

  @Override
  public void delete(String name) throws IOException {
    Files.deleteIfExists(resolve(name));
  }

  @Override
  public void deleteAll() throws IOException {
    if (!Files.exists(path, LinkOption.NOFOLLOW_LINKS)) {
      return;
    }
    Files.walkFileTree(
        path,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
              throws IOException {
            Files.deleteIfExists(file);
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult postVisitDirectory(Path directory, @Nullable IOException failure)
              throws IOException {
            if (failure != null) {
              throw failure;
            }
            Files.deleteIfExists(directory);
            return FileVisitResult.CONTINUE;
          }
        });
  }

  @Override
  public void sync() throws IOException {
    if (Files.isDirectory(path)) {
      syncDirectory(path);
    }
  }

  private static void syncDirectory(Path directory) throws IOException {
    try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
      channel.force(true);
    }
  }

  /** A file system may take the option and refuse the writes: no second try in this run. */
  private final class Watched implements Appender {

    private final DirectFile file;

    Watched(DirectFile file) {
      this.file = file;
    }

    @Override
    public void append(ByteBuffer bytes) throws IOException {
      watch(() -> file.append(bytes));
    }

    @Override
    public void sync() throws IOException {
      watch(file::sync);
    }

    private void watch(Step step) throws IOException {
      try {
        step.run();
      } catch (IOException e) {
        pastCache = false;
        throw e;
      }
    }

    @Override
    public void truncate(long size) throws IOException {
      file.truncate(size);
    }

    @Override
    public void close() throws IOException {
      file.close();
    }
  }

  private interface Step {
    void run() throws IOException;
  }

  /** Appends at the end of the file, wherever that is. */
  private static final class ChannelFile implements File {

    /** The JDK keeps a buffer of its own as large as the largest transfer of a thread. */
    private static final int TRANSFER_BYTES_MAX = 1 << 20;

    private final FileChannel channel;
    private long end;

    ChannelFile(FileChannel channel) throws IOException {
      this.channel = channel;
      this.end = channel.size();
    }

    @Override
    public long size() throws IOException {
      return channel.size();
    }

    @Override
    public void append(ByteBuffer bytes) throws IOException {
      int limit = bytes.limit();
      try {
        while (bytes.position() < limit) {
          bytes.limit(Math.min(limit, bytes.position() + TRANSFER_BYTES_MAX));
          end += channel.write(bytes, end);
        }
      } catch (NonWritableChannelException e) {
        throw new IOException("the file can be read, but not be written to", e);
      }
    }

    @Override
    public int read(ByteBuffer into, long position) throws IOException {
      int limit = into.limit();
      int sum = 0;
      while (into.position() < limit) {
        into.limit(Math.min(limit, into.position() + TRANSFER_BYTES_MAX));
        int count = channel.read(into, position + sum);
        if (count < 0) {
          break;
        }
        sum += count;
      }
      into.limit(limit);
      return sum;
    }

    @Override
    public void truncate(long size) throws IOException {
      try {
        channel.truncate(size);
      } catch (NonWritableChannelException e) {
        throw new IOException("the file can be read, but not be cut", e);
      }
      end = Math.min(end, size);
    }

    @Override
    public void sync() throws IOException {
      channel.force(false);
    }

    @Override
    public void close() throws IOException {
      channel.close();
    }
  }
}
