package dev.tributary.testkit.simulation;

import dev.tributary.sink.Storage;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.FileAlreadyExistsException;
import java.util.Arrays;
import java.util.List;

/** One directory of a {@link ModelDisk}, as one process sees it. */
final class ModelStorage implements Storage {

  private final ModelDisk disk;
  private final ModelFolder folder;
  private final long process;

  ModelStorage(ModelDisk disk, ModelFolder folder, long process) {
    this.disk = disk;
    this.folder = folder;
    this.process = process;
  }

  @Override
  public Storage directory(String name) {
    return new ModelStorage(disk, folder.folder(name), process);
  }

  @Override
  public List<String> files() throws IOException {
    disk.call(process);
    disk.mayFail(disk.faults().reads, "Input/output error: a directory cannot be read");
    return folder.fileNames();
  }

  @Override
  public List<String> directories() throws IOException {
    disk.call(process);
    disk.mayFail(disk.faults().reads, "Input/output error: a directory cannot be read");
    return folder.folderNames();
  }

  @Override
  public File create(String name) throws IOException {
    return new OpenFile(name, make(name));
  }

  @Override
  public Appender createSynced(String name) throws IOException {
    int blockBytes = disk.blockBytes();
    if (blockBytes == 0) {
      return create(name);
    }
    ModelFile file = make(name);
    file.writtenInBlocks(blockBytes);
    return new BlockAppender(disk, process, name, file, blockBytes);
  }

  private ModelFile make(String name) throws IOException {
    disk.call(process);
    disk.mayFail(disk.faults().names, "Input/output error: " + name + " cannot be made");
    if (disk.room() == 0) {
      throw disk.failure("No space left on device");
    }
    if (folder.file(name) != null) {
      throw new FileAlreadyExistsException(name);
    }
    return folder.add(name);
  }

  @Override
  public File open(String name) throws IOException {
    disk.call(process);
    disk.mayFail(disk.faults().reads, "Input/output error: " + name + " cannot be opened");
    return new OpenFile(name, existing(name));
  }

  private ModelFile existing(String name) throws IOException {
    ModelFile file = folder.file(name);
    if (file == null) {
      throw new FileNotFoundException(name);
    }
    return file;
  }

  @Override
  public void rename(String from, String to) throws IOException {
    disk.call(process);
    disk.mayFail(disk.faults().names, "Input/output error: " + from + " cannot be renamed");
    folder.rename(from, to, existing(from));
  }

  @Override
  public void delete(String name) throws IOException {
    disk.call(process);
    disk.mayFail(disk.faults().names, "Input/output error: " + name + " cannot be deleted");
    existing(name);
    folder.remove(name);
  }

  @Override
  public void deleteAll() throws IOException {
    disk.call(process);
    disk.mayFail(disk.faults().names, "Input/output error: a directory cannot be deleted");
    folder.removeAll();
  }

  @Override
  public void sync() throws IOException {
    disk.call(process);
    disk.mayFail(disk.faults().syncs, "Input/output error: fsync of a directory failed");
    folder.sync();
  }

  /** An open file; it may have been deleted since. */
  private final class OpenFile implements File {

    private final String name;
    private final ModelFile file;
    private boolean closed;

    OpenFile(String name, ModelFile file) {
      this.name = name;
      this.file = file;
    }

    private void call() throws IOException {
      disk.call(process);
      if (closed) {
        throw new IOException(name + " is closed");
      }
    }

    @Override
    public long size() throws IOException {
      call();
      return file.size();
    }

    @Override
    public void append(ByteBuffer bytes) throws IOException {
      call();
      byte[] all = new byte[bytes.remaining()];
      bytes.get(all);
      long room = Math.min(disk.room(), all.length);
      if (room < all.length) {
        file.append(Arrays.copyOf(all, (int) room));
        throw disk.failure("No space left on device");
      }
      if (disk.diesNow()) {
        file.append(Arrays.copyOf(all, disk.random().nextInt(all.length + 1)));
        disk.kill();
        throw new Crashed();
      }
      if (disk.random().nextInt(1000) < disk.faults().appends) {
        file.append(Arrays.copyOf(all, disk.random().nextInt(all.length + 1)));
        throw disk.failure("Input/output error: " + name + " cannot be written");
      }
      file.append(all);
    }

    @Override
    public int read(ByteBuffer into, long position) throws IOException {
      call();
      disk.mayFail(disk.faults().reads, "Input/output error: " + name + " cannot be read");
      byte[] bytes = new byte[into.remaining()];
      int count = file.read(bytes, Math.toIntExact(position));
      into.put(bytes, 0, count);
      return count;
    }

    @Override
    public void truncate(long size) throws IOException {
      call();
      disk.mayFail(disk.faults().appends, "Input/output error: " + name + " cannot be cut");
      file.truncate(Math.toIntExact(size));
    }

    @Override
    public void sync() throws IOException {
      call();
      if (disk.random().nextInt(1000) < disk.faults().syncs) {
        file.syncFailed(disk.random());
        throw disk.failure("Input/output error: fsync of " + name + " failed");
      }
      file.synced();
    }

    @Override
    public void close() throws IOException {
      closed = true;
    }
  }
}
