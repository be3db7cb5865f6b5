package dev.tributary.kinesis.local.internal.store;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.Lock;
import org.jspecify.annotations.Nullable;

/**
 * Records of one request on their way into a stream. In memory each is stored as it is added; on
 * disk all are stored by {@link #commit}, or none, and nobody else adds to the stream meanwhile: so
 * nothing slow may be done before {@link #close}. One thread.
 */
public final class Append implements AutoCloseable {
  private final Stream stream;
  private final StreamStorage storage;
  private final @Nullable Lock held;
  private final EncryptionType encryption;
  private @Nullable List<Shard> watched;

  Append(Stream stream, StreamStorage storage, Lock lock) {
    this.stream = stream;
    this.storage = storage;
    if (storage.isSerial()) {
      lock.lock();
      this.held = lock;
    } else {
      this.held = null;
    }
    this.encryption =
        stream.settings().kmsKeyId().isPresent() ? EncryptionType.KMS : EncryptionType.NONE;
  }

  /** Where the record of this key will be stored. */
  public Shard shardOf(HashKey key) {
    return stream.shardOf(key);
  }

  /** Empty when the stream has been deleted. */
  public Optional<Stream.Place> add(HashKey key, String partitionKey, byte[] data, long nowMillis) {
    Optional<Stream.Place> place = stream.add(key, partitionKey, data, encryption, nowMillis);
    if (place.isPresent() && place.get().shard().isWatched()) {
      remember(place.get().shard());
    }
    return place;
  }

  private void remember(Shard shard) {
    List<Shard> shards = watched;
    if (shards == null) {
      shards = new ArrayList<>();
      watched = shards;
    }
    if (!shards.contains(shard)) {
      shards.add(shard);
    }
  }

  /**
   * What was added is stored: it survives the end of the process, and readers find it.
   *
   * @throws StoreException when it could not be stored; then nothing of it is
   */
  public void commit() {
    storage.commit();
  }

  /** Without a commit before, nothing is stored on disk. */
  @Override
  public void close() {
    try {
      storage.rollback();
    } finally {
      if (held != null) {
        held.unlock();
      }
      if (watched != null) {
        watched.forEach(Shard::wake);
      }
    }
  }
}
