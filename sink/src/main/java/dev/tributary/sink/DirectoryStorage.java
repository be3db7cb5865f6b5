package dev.tributary.sink;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** A directory of the file system. It and those above it are made when the first file is. */
public final class DirectoryStorage implements Storage {

  /** Neither hidden files nor ways out of the directory. */
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_@-][A-Za-z0-9_@.-]{0,199}");

  private final Path path;

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

  /** The name of each directory that is made is made certain too. */
  private void makeDirectory() throws IOException {
    Path missing = path.toAbsolutePath();
    if (Files.isDirectory(missing)) {
      return;
    }
    Files.createDirectories(missing);
    for (Path above = missing.getParent(); above != null; above = above.getParent()) {
      syncDirectory(above);
      if (above.getNameCount() < 1) {
        break;
      }
    }
  }

  @Override
  public File open(String name) throws IOException {
    return new ChannelFile(
        FileChannel.open(resolve(name), StandardOpenOption.READ, StandardOpenOption.WRITE));
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

  /** Appends at the end of the file, wherever that is. */
  private static final class ChannelFile implements File {
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
      while (bytes.hasRemaining()) {
        end += channel.write(bytes, end);
      }
    }

    @Override
    public int read(ByteBuffer into, long position) throws IOException {
      int sum = 0;
      while (into.hasRemaining()) {
        int count = channel.read(into, position + sum);
        if (count < 0) {
          break;
        }
        sum += count;
      }
      return sum;
    }

    @Override
    public void truncate(long size) throws IOException {
      channel.truncate(size);
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
