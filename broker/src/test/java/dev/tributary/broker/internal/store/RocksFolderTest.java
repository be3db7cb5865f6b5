package dev.tributary.broker.internal.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.tributary.broker.StorageOptions;
import dev.tributary.broker.StoreException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.rocksdb.ColumnFamilyDescriptor;
import org.rocksdb.ColumnFamilyHandle;
import org.rocksdb.Options;
import org.rocksdb.RocksDB;

class RocksFolderTest {

  @TempDir Path parent;
  private Path folder;

  @BeforeEach
  void library() throws StoreException {
    RocksLibrary.load();
    folder = parent.resolve("store");
  }

  @Test
  void makesTheFolder() throws StoreException {
    folder = parent.resolve("a/b/c");
    open().close();
    assertThat(folder).isDirectory();
    open().close();
  }

  @Test
  void refusesAFolderThatIsInUse() throws StoreException {
    try (RocksStore _ = open()) {
      assertRefused("is in use by another process");
    }
    open().close();
  }

  @Test
  void refusesAFile() throws Exception {
    Files.writeString(folder, "not a folder");
    assertRefused("cannot be made", "name another one");
  }

  @Test
  void refusesALaterFormat() throws Exception {
    open().close();
    put("format", "2");
    assertRefused("its format is 2, this program knows 1", "name another folder");
    put("format", "1");
    open().close();
  }

  @Test
  void refusesFamiliesOfALaterFormat() throws Exception {
    open().close();
    family("shards");
    assertRefused("it has the column family 'shards'");
  }

  @Test
  void refusesTheDatabaseOfAnotherProgramAndDoesNotChangeIt() throws Exception {
    Files.createDirectories(folder);
    put("key of another program", "value");
    assertRefused("it does not have the column families");
    try (Options options = new Options()) {
      assertThat(RocksDB.listColumnFamilies(options, folder.toString())).hasSize(1);
    }
  }

  @Test
  void goesOnWhereAProcessEndedWhileItMadeTheDatabase() throws Exception {
    Files.createDirectories(folder);
    try (Options options = new Options().setCreateIfMissing(true);
        RocksDB db = RocksDB.open(options, folder.toString());
        ColumnFamilyHandle _ = db.createColumnFamily(new ColumnFamilyDescriptor(name("queues")))) {
      assertThat(db.isClosed()).isFalse();
    }
    open().close();
  }

  @Test
  void refusesADamagedDatabase() throws Exception {
    open().close();
    Files.writeString(folder.resolve("CURRENT"), "MANIFEST-999999\n");
    assertRefused("RocksDB says");
    Files.writeString(folder.resolve("CURRENT"), "rubbish");
    assertRefused("is damaged", "bring back a backup");
  }

  private void assertRefused(String... parts) {
    assertThatExceptionOfType(StoreException.class)
        .isThrownBy(this::open)
        .withMessageContaining("'" + folder + "'")
        .satisfies(e -> assertThat(e.getMessage()).contains(parts));
  }

  private RocksStore open() throws StoreException {
    return RocksStore.open(new StorageOptions.OnDisk(folder, false), System::nanoTime);
  }

  /** In the family that every database has. */
  private void put(String key, String value) throws Exception {
    try (Options options = new Options().setCreateIfMissing(true)) {
      List<ColumnFamilyDescriptor> descriptors = new ArrayList<>();
      for (byte[] name : RocksDB.listColumnFamilies(options, folder.toString())) {
        descriptors.add(new ColumnFamilyDescriptor(name));
      }
      if (descriptors.isEmpty()) {
        descriptors.add(new ColumnFamilyDescriptor(RocksDB.DEFAULT_COLUMN_FAMILY));
      }
      List<ColumnFamilyHandle> handles = new ArrayList<>();
      try (org.rocksdb.DBOptions database = new org.rocksdb.DBOptions().setCreateIfMissing(true);
          RocksDB db = RocksDB.open(database, folder.toString(), descriptors, handles)) {
        db.put(name(key), name(value));
        handles.forEach(ColumnFamilyHandle::close);
      }
    }
  }

  private void family(String added) throws Exception {
    List<ColumnFamilyDescriptor> descriptors = new ArrayList<>();
    for (RocksFamily family : RocksFamily.values()) {
      descriptors.add(new ColumnFamilyDescriptor(family.storedName()));
    }
    List<ColumnFamilyHandle> handles = new ArrayList<>();
    try (org.rocksdb.DBOptions database = new org.rocksdb.DBOptions();
        RocksDB db = RocksDB.open(database, folder.toString(), descriptors, handles)) {
      db.createColumnFamily(new ColumnFamilyDescriptor(name(added))).close();
      handles.forEach(ColumnFamilyHandle::close);
    }
  }

  private static byte[] name(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
