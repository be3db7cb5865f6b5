package dev.tributary.broker.internal.store;

import dev.tributary.broker.StoreException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.rocksdb.ColumnFamilyHandle;
import org.rocksdb.Options;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;
import org.rocksdb.RocksIterator;
import org.rocksdb.Status;

/** Opens the database in a folder, or says why not. */
final class RocksFolder {

  private static final byte[] FORMAT_KEY = "format".getBytes(StandardCharsets.UTF_8);
  private static final String FORMAT = "1";

  private final Path path;

  RocksFolder(Path path) {
    this.path = path.toAbsolutePath();
  }

  /** An open database with its families; whoever has it closes it. */
  record Opened(RocksDB db, Map<RocksFamily, ColumnFamilyHandle> families)
      implements AutoCloseable {

    ColumnFamilyHandle family(RocksFamily family) {
      return Objects.requireNonNull(families.get(family), family::name);
    }

    /** Nothing may use it meanwhile or after. */
    @Override
    public void close() {
      families.values().forEach(ColumnFamilyHandle::close);
      db.close();
    }
  }

  Opened open(RocksTuning tuning) throws StoreException {
    makeFolder();
    try {
      checkFamilies();
      List<ColumnFamilyHandle> handles = new ArrayList<>();
      RocksDB db = RocksDB.open(tuning.database(), path.toString(), tuning.families(), handles);
      Map<RocksFamily, ColumnFamilyHandle> families = new EnumMap<>(RocksFamily.class);
      for (RocksFamily family : RocksFamily.values()) {
        families.put(family, handles.get(families.size()));
      }
      Opened opened = new Opened(db, families);
      try {
        checkFormat(opened);
        return opened;
      } catch (StoreException | RocksDBException | RuntimeException e) {
        opened.close();
        throw e;
      }
    } catch (RocksDBException e) {
      throw explained(e);
    }
  }

  private void makeFolder() throws StoreException {
    try {
      Files.createDirectories(path);
    } catch (IOException e) {
      throw new StoreException(
          "The folder '%s' for sessions and retained messages cannot be made (%s): %s"
              .formatted(
                  path, e, "name another one, or make it and give it to the user of this process."),
          e);
    }
    if (!Files.isWritable(path)) {
      throw new StoreException(
          "The folder '%s' for sessions and retained messages is not writable for the user of this process."
              .formatted(path));
    }
  }

  /**
   * All families of a database must be opened, those of a later format are not known here; and
   * those that it does not have would be made in it.
   */
  private void checkFamilies() throws RocksDBException, StoreException {
    if (!Files.exists(path.resolve("CURRENT"))) {
      return;
    }
    Set<String> missing = new HashSet<>();
    for (RocksFamily family : RocksFamily.values()) {
      missing.add(new String(family.storedName(), StandardCharsets.UTF_8));
    }
    try (Options options = new Options()) {
      for (byte[] name : RocksDB.listColumnFamilies(options, path.toString())) {
        String family = new String(name, StandardCharsets.UTF_8);
        if (!missing.remove(family)) {
          throw foreign("it has the column family '" + family + "'");
        }
      }
    }
    if (!missing.isEmpty()) {
      checkHalfMade(missing);
    }
  }

  /** A process may have ended while it made the database; then it is empty. */
  private void checkHalfMade(Set<String> missing) throws RocksDBException, StoreException {
    try (Options options = new Options();
        RocksDB db = RocksDB.openReadOnly(options, path.toString());
        RocksIterator entries = db.newIterator()) {
      entries.seekToFirst();
      if (entries.isValid()) {
        throw foreign("it does not have the column families " + missing);
      }
    }
  }

  private void checkFormat(Opened opened) throws RocksDBException, StoreException {
    byte[] format = opened.db().get(opened.family(RocksFamily.FORMAT), FORMAT_KEY);
    if (format != null) {
      String found = new String(format, StandardCharsets.UTF_8);
      if (!found.equals(FORMAT)) {
        throw foreign("its format is " + found + ", this program knows " + FORMAT);
      }
    } else if (isEmpty(opened)) {
      opened
          .db()
          .put(
              opened.family(RocksFamily.FORMAT),
              FORMAT_KEY,
              FORMAT.getBytes(StandardCharsets.UTF_8));
    } else {
      throw foreign("it does not say what its format is");
    }
  }

  /** As it was left by a process that ended while it made it. */
  private static boolean isEmpty(Opened opened) {
    for (ColumnFamilyHandle family : opened.families().values()) {
      try (RocksIterator entries = opened.db().newIterator(family)) {
        entries.seekToFirst();
        if (entries.isValid()) {
          return false;
        }
      }
    }
    return true;
  }

  private StoreException foreign(String why) {
    return new StoreException(
        "The folder '%s' has a database that this program cannot use: %s. %s"
            .formatted(
                path,
                why,
                "Use the program that wrote it, or name another folder; nothing was changed."));
  }

  /** What to tell whoever starts the program. */
  StoreException explained(RocksDBException e) {
    String text = String.valueOf(e.getMessage());
    Status status = e.getStatus();
    if (text.contains("LOCK") && text.contains("lock")) {
      return new StoreException(
          "The folder '%s' is in use by another process (or this one): end that, or name another folder. RocksDB says: %s"
              .formatted(path, text),
          e);
    }
    if (status != null && status.getCode() == Status.Code.Corruption) {
      return new StoreException(
          "The database in '%s' is damaged: bring back a backup, or move the folder away to begin with nothing. RocksDB says: %s"
              .formatted(path, text),
          e);
    }
    return new StoreException(
        "The database in '%s' cannot be opened; are the disk's space and the folder's permissions as they should be? RocksDB says: %s"
            .formatted(path, text),
        e);
  }
}
