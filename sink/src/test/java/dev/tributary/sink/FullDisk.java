package dev.tributary.sink;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A disk that is full when told. */
final class FullDisk implements Storage {
  private final Storage real;
  private final @Nullable FullDisk parent;
  boolean failing;

  FullDisk(Storage real) {
    this(real, null);
  }

  private FullDisk(Storage real, @Nullable FullDisk parent) {
    this.real = real;
    this.parent = parent;
  }

  private void check() throws IOException {
    FullDisk top = this;
    while (top.parent != null) {
      top = top.parent;
    }
    if (top.failing) {
      throw new IOException("No space left on device");
    }
  }

  @Override
  public Storage directory(String name) {
    return new FullDisk(real.directory(name), this);
  }

  @Override
  public List<String> files() throws IOException {
    check();
    return real.files();
  }

  @Override
  public List<String> directories() throws IOException {
    return real.directories();
  }

  @Override
  public File create(String name) throws IOException {
    check();
    return new FullDiskFile(real.create(name));
  }

  @Override
  public File open(String name) throws IOException {
    return new FullDiskFile(real.open(name));
  }

  @Override
  public void rename(String from, String to) throws IOException {
    check();
    real.rename(from, to);
  }

  @Override
  public void delete(String name) throws IOException {
    real.delete(name);
  }

  @Override
  public void deleteAll() throws IOException {
    real.deleteAll();
  }

  @Override
  public void sync() throws IOException {
    check();
    real.sync();
  }

  private final class FullDiskFile implements File {
    private final File file;

    FullDiskFile(File file) {
      this.file = file;
    }

    @Override
    public long size() throws IOException {
      return file.size();
    }

    @Override
    public void append(ByteBuffer bytes) throws IOException {
      check();
      file.append(bytes);
    }

    @Override
    public int read(ByteBuffer into, long position) throws IOException {
      return file.read(into, position);
    }

    @Override
    public void truncate(long size) throws IOException {
      file.truncate(size);
    }

    @Override
    public void sync() throws IOException {
      check();
      file.sync();
    }

    @Override
    public void close() throws IOException {
      file.close();
    }
  }
}
