package dev.tributary.sink.internal.log;

import dev.tributary.sink.Storage;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * A directory in memory that behaves as badly as a real one may: operations fail by chance, having
 * done a part or all of what they should; a full disk; after a failed sync the pages are lost
 * although later syncs succeed; and a {@link #crash} forgets names and contents that were not
 * synced, or keeps parts of them.
 */
final class FaultyStorage implements Storage {

  /** What reaches the disk as a whole. */
  private static final int SECTOR_BYTES = 16;

  /** Files that are always synced are written in whole blocks. */
  private static final int BLOCK_BYTES = 512;

  private final RandomGenerator random;
  private final Disk disk;
  private final Map<String, FaultyStorage> directories = new TreeMap<>();
  private Map<String, Content> certain = new TreeMap<>();
  private final Map<String, Content> names = new TreeMap<>();

  /** The names after each change since the last sync. */
  private final List<Map<String, Content>> changes = new ArrayList<>();

  /** What all directories share. */
  static final class Disk {
    double faultRate;

    /** Of what was not synced, later parts may reach the disk without earlier ones. */
    boolean tears = true;

    long capacity = Long.MAX_VALUE;
    long operations;

    /** The operation at which the process dies; none is performed from then on. */
    long crashAt = Long.MAX_VALUE;
  }

  /** The process has died. */
  static final class Crashed extends RuntimeException {
    private static final long serialVersionUID = 1L;
  }

  FaultyStorage(RandomGenerator random) {
    this(random, new Disk());
  }

  private FaultyStorage(RandomGenerator random, Disk disk) {
    this.random = random;
    this.disk = disk;
  }

  Disk disk() {
    return disk;
  }

  /** Only what had reached the disk is left; what was not synced may have, or in parts. */
  void crash() {
    List<Map<String, Content>> states = new ArrayList<>(changes);
    states.addFirst(certain);
    Map<String, Content> left = states.get(random.nextInt(states.size()));
    names.clear();
    names.putAll(left);
    names.values().forEach(content -> content.crash(random));
    certain = new TreeMap<>(names);
    changes.clear();
    directories.values().forEach(FaultyStorage::crash);
  }

  /** The bytes of a file, to be looked at and damaged. */
  byte[] bytes(String name) {
    Content content = content(name);
    return Arrays.copyOf(content.bytes, content.size);
  }

  void bytes(String name, byte[] bytes) {
    Content content = names.computeIfAbsent(name, _ -> new Content());
    content.bytes = bytes.clone();
    content.size = bytes.length;
    content.shown = content.size;
    content.sync();
    changed();
    certain = new TreeMap<>(names);
    changes.clear();
  }

  private Content content(String name) {
    Content content = names.get(name);
    if (content == null) {
      throw new AssertionError("there is no file " + name + " but " + names.keySet());
    }
    return content;
  }

  private boolean fails() {
    if (++disk.operations >= disk.crashAt) {
      throw new Crashed();
    }
    return disk.faultRate > 0 && random.nextDouble() < disk.faultRate;
  }

  private void mayFail(String what) throws IOException {
    if (fails()) {
      throw new IOException("injected: " + what);
    }
  }

  private void changed() {
    changes.add(new TreeMap<>(names));
  }

  private long used() {
    return names.values().stream().mapToLong(content -> content.size).sum();
  }

  @Override
  public Storage directory(String name) {
    return directories.computeIfAbsent(name, _ -> new FaultyStorage(random, disk));
  }

  @Override
  public List<String> files() throws IOException {
    mayFail("list");
    return List.copyOf(names.keySet());
  }

  @Override
  public List<String> directories() {
    return List.copyOf(directories.keySet());
  }

  @Override
  public File create(String name) throws IOException {
    if (names.containsKey(name)) {
      throw new IOException("there is a file " + name);
    }
    boolean failed = fails();
    if (failed && random.nextBoolean()) {
      throw new IOException("injected: create");
    }
    Content content = new Content();
    names.put(name, content);
    changed();
    if (failed) {
      throw new IOException("injected: created, but not opened");
    }
    return new Open(content);
  }

  @Override
  public Appender createSynced(String name) throws IOException {
    Open file = (Open) create(name);
    file.content.padded = true;
    file.padding = true;
    return file;
  }

  @Override
  public File open(String name) throws IOException {
    mayFail("open");
    return new Open(content(name));
  }

  @Override
  public void rename(String from, String to) throws IOException {
    boolean failed = fails();
    if (!failed || random.nextBoolean()) {
      names.put(to, content(from));
      names.remove(from);
      changed();
    }
    if (failed) {
      throw new IOException("injected: rename");
    }
  }

  @Override
  public void delete(String name) throws IOException {
    boolean failed = fails();
    if (!failed || random.nextBoolean()) {
      names.remove(name);
      changed();
    }
    if (failed) {
      throw new IOException("injected: delete");
    }
  }

  @Override
  public void deleteAll() {
    names.clear();
    directories.clear();
    changed();
  }

  @Override
  public void sync() throws IOException {
    mayFail("sync of names");
    certain = new TreeMap<>(names);
    changes.clear();
  }

  private record Lost(int from, byte[] garbage) {}

  /** What a file holds, and what of it is on disk. */
  private final class Content {
    private byte[] bytes = new byte[64];
    private int size;
    private byte[] onDisk = {};
    private boolean padded;

    /** With the zeros that fill the last block. */
    private int shown;

    /** Pages that a failed sync has lost: what is on disk in their place. */
    private @Nullable Lost lost;

    void show() {
      shown = padded ? Math.ceilDiv(size, BLOCK_BYTES) * BLOCK_BYTES : size;
      bytes = Arrays.copyOf(bytes, Math.max(bytes.length, shown));
      Arrays.fill(bytes, size, shown, (byte) 0);
    }

    void sync() {
      onDisk = Arrays.copyOf(bytes, size);
      if (lost != null && lost.from < size) {
        int length = Math.min(lost.garbage.length, size - lost.from);
        System.arraycopy(lost.garbage, 0, onDisk, lost.from, length);
      }
    }

    void loseUnsynced(RandomGenerator random) {
      if (size > onDisk.length && lost == null) {
        byte[] unsynced = Arrays.copyOfRange(bytes, onDisk.length, size);
        tear(unsynced, random);
        lost = new Lost(onDisk.length, unsynced);
      }
    }

    void cut(int to) {
      size = Math.min(size, to);
      shown = Math.min(shown, to);
      if (lost != null && lost.from >= size) {
        lost = null;
      }
    }

    void crash(RandomGenerator random) {
      int length = onDisk.length;
      if (size > length) {
        length += random.nextInt(size - length + 1);
      } else if (size < length && random.nextBoolean()) {
        length = size;
      }
      byte[] left = Arrays.copyOf(onDisk, length);
      if (length > onDisk.length) {
        byte[] torn = Arrays.copyOfRange(bytes, onDisk.length, length);
        tear(torn, random);
        System.arraycopy(torn, 0, left, onDisk.length, torn.length);
      }
      if (padded && random.nextBoolean()) {
        left = Arrays.copyOf(left, Math.ceilDiv(length, BLOCK_BYTES) * BLOCK_BYTES);
      }
      bytes = left;
      size = left.length;
      shown = size;
      onDisk = left.clone();
      lost = null;
    }

    private void tear(byte[] unsynced, RandomGenerator random) {
      if (!disk.tears) {
        return;
      }
      for (int at = 0; at < unsynced.length; at += SECTOR_BYTES) {
        if (random.nextInt(8) == 0) {
          Arrays.fill(unsynced, at, Math.min(unsynced.length, at + SECTOR_BYTES), (byte) 0);
        }
      }
    }
  }

  private final class Open implements File {
    private final Content content;
    private boolean padding;

    Open(Content content) {
      this.content = content;
    }

    @Override
    public long size() throws IOException {
      mayFail("size");
      return content.shown;
    }

    @Override
    public void append(ByteBuffer from) throws IOException {
      boolean failed = fails();
      int wanted = from.remaining();
      int count = Math.clamp(disk.capacity - used(), 0, wanted);
      if (failed) {
        count = random.nextInt(count + 1);
      }
      while (content.bytes.length < content.size + count) {
        content.bytes = Arrays.copyOf(content.bytes, content.bytes.length * 2 + 1);
      }
      from.get(content.bytes, content.size, count);
      content.size += count;
      content.shown = Math.max(content.shown, content.size);
      if (failed || count < wanted) {
        throw new IOException(failed ? "injected: append" : "no space left on device");
      }
    }

    @Override
    public int read(ByteBuffer into, long position) throws IOException {
      mayFail("read");
      int count = Math.clamp(content.shown - position, 0, into.remaining());
      into.put(content.bytes, (int) position, count);
      return count;
    }

    @Override
    public void truncate(long size) throws IOException {
      mayFail("truncate");
      content.cut((int) size);
    }

    @Override
    public void sync() throws IOException {
      if (fails()) {
        content.loseUnsynced(random);
        throw new IOException("injected: sync");
      }
      content.sync();
      if (padding) {
        content.show();
      }
    }

    @Override
    public void close() {
      if (padding) {
        content.shown = content.size;
      }
    }
  }
}
