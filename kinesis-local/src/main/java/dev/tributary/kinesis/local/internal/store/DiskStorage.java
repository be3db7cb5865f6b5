package dev.tributary.kinesis.local.internal.store;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import org.rocksdb.RocksIterator;
import org.rocksdb.WriteBatch;

/**
 * Keeps everything in a directory: what was stored is there when it is opened again, however the
 * process ended. Native memory is bounded by {@link RocksTuning}.
 */
final class DiskStorage implements Storage {
  private static final int SEALING_KEY_BYTES = 32;

  private final RocksDatabase database;
  private final StoreBudget budget;
  private final long numbering;
  private final byte[] sealingKey;

  /** Guarded by this: of all streams that were erased. */
  private int lastErased;

  private DiskStorage(
      RocksDatabase database, StoreBudget budget, long numbering, byte[] sealingKey) {
    this.database = database;
    this.budget = budget;
    this.numbering = numbering;
    this.sealingKey = sealingKey;
  }

  /**
   * Opens what is in the directory, or makes it.
   *
   * @param sync whether what is stored survives the end of the machine, too; slow
   * @param random for what a new store is given once
   * @throws IOException if it is in use, cannot be used, or is something else's
   */
  static DiskStorage open(
      Path directory, boolean sync, StoreBudget budget, InstantSource clock, RandomGenerator random)
      throws IOException {
    RocksLibrary.load();
    RocksDatabase database = RocksDatabase.open(DiskFolder.open(directory), sync, clock);
    try {
      byte[] numbering = once(database, DiskKeys.NUMBERING, Long.BYTES, random);
      byte[] sealingKey = once(database, DiskKeys.SEALING_KEY, SEALING_KEY_BYTES, random);
      return new DiskStorage(database, budget, ByteBuffer.wrap(numbering).getLong(), sealingKey);
    } catch (RuntimeException e) {
      database.close();
      throw new IOException(
          "the directory %s of local Kinesis cannot be read: %s"
              .formatted(directory, e.getMessage()),
          e);
    }
  }

  private static byte[] once(
      RocksDatabase database, byte[] key, int length, RandomGenerator random) {
    byte[] there = database.get(key);
    if (there != null) {
      return there;
    }
    byte[] made = new byte[length];
    random.nextBytes(made);
    try (WriteBatch batch = new WriteBatch()) {
      DiskStream.put(batch, key, made);
      database.write(batch);
    }
    return made;
  }

  @Override
  public synchronized Contents load() {
    byte[] account = database.get(DiskKeys.ACCOUNT);
    byte[] erased = database.get(DiskKeys.LAST_INCARNATION);
    lastErased = erased == null ? 0 : ByteBuffer.wrap(erased).getInt();
    Map<Integer, List<ShardState>> shards = new LinkedHashMap<>();
    scan(
        DiskKeys.SHARD,
        entries ->
            shards
                .computeIfAbsent(DiskKeys.incarnation(entries.key()), _ -> new ArrayList<>())
                .add(StateCodec.shard(entries.value())));
    List<Kept> streams = new ArrayList<>();
    scan(
        DiskKeys.STREAM,
        entries -> {
          StreamState stream = StateCodec.stream(entries.value());
          streams.add(new Kept(stream, Objects.requireNonNull(shards.get(stream.incarnation()))));
        });
    int last = streams.isEmpty() ? 0 : streams.getLast().stream().incarnation();
    return new Contents(
        account == null ? AccountSettings.DEFAULT : StateCodec.account(account),
        Math.max(lastErased, last),
        streams);
  }

  private void scan(byte kind, Consumer<RocksIterator> each) {
    boolean _ =
        database.scan(
            DiskKeys.kind(kind),
            DiskKeys.kind(kind + 1),
            entries -> {
              for (; entries.isValid(); entries.next()) {
                each.accept(entries);
              }
              return true;
            });
  }

  @Override
  public long numbering() {
    return numbering;
  }

  @Override
  public Optional<byte[]> sealingKey() {
    return Optional.of(sealingKey.clone());
  }

  @Override
  public StreamStorage stream(int incarnation) {
    return new DiskStream(this, database, incarnation, budget);
  }

  @Override
  public void save(AccountSettings account) {
    try (WriteBatch batch = new WriteBatch()) {
      DiskStream.put(batch, DiskKeys.ACCOUNT, StateCodec.account(account));
      database.write(batch);
    }
  }

  /** No later stream is given an incarnation that one had which cannot be seen any more. */
  synchronized void erase(int incarnation, WriteBatch changes) {
    lastErased = Math.max(lastErased, incarnation);
    DiskStream.put(
        changes,
        DiskKeys.LAST_INCARNATION,
        ByteBuffer.allocate(Integer.BYTES).putInt(lastErased).array());
    database.write(changes);
  }

  @Override
  public void close() {
    database.close();
  }
}
