package dev.tributary.broker.internal.store;

import dev.tributary.broker.Message.MessageId;
import dev.tributary.broker.StorageOptions;
import dev.tributary.broker.StoreException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.rocksdb.ColumnFamilyHandle;
import org.rocksdb.RocksDBException;
import org.rocksdb.WriteBatch;
import org.rocksdb.WriteOptions;

/** Sessions and retained messages in RocksDB. One thread at a time. */
final class RocksTables implements Tables {

  /** A range with more entries is removed as a range; fewer cost less one by one. */
  private static final int REMOVED_ONE_BY_ONE_MAX = 64;

  private final RocksFolder folder;
  private final RocksTuning tuning = new RocksTuning();
  private final WriteOptions writing;
  private RocksFolder.@Nullable Opened opened;

  private RocksTables(StorageOptions.OnDisk options) {
    this.folder = new RocksFolder(options.folder());
    this.writing = new WriteOptions().setSync(options.sync());
  }

  static RocksTables open(StorageOptions.OnDisk options) throws StoreException {
    RocksLibrary.load();
    RocksTables tables = new RocksTables(options);
    try {
      tables.reopen();
      return tables;
    } catch (StoreException | RuntimeException e) {
      tables.close();
      throw e;
    }
  }

  @Override
  public void reopen() throws StoreException {
    closeDatabase();
    opened = folder.open(tuning);
  }

  /** See {@link Store#load}. */
  long load(Store.Contents to) throws StoreException {
    try {
      return new RocksLoading(open(), to).run();
    } catch (RocksDBException e) {
      throw folder.explained(e);
    } catch (IOException e) {
      throw new IllegalStateException("loaded before it was opened or after it was closed", e);
    }
  }

  /** See {@link Store#holders}. */
  void holders(Set<MessageId> messages, Store.Holders to) throws StoreException {
    try {
      new RocksHolders(open(), messages, to).run();
    } catch (RocksDBException e) {
      throw folder.explained(e);
    } catch (IOException e) {
      throw new IllegalStateException("looked for before it was opened or after it closed", e);
    }
  }

  @Override
  public void write(Changes changes) throws IOException {
    try (WriteBatch batch = new WriteBatch()) {
      for (Change change : changes.changes()) {
        if (!changes.isOfEndedSession(change)) {
          add(change, batch);
        }
      }
      for (long session : changes.endedSessions()) {
        end(session, open().family(RocksFamily.SESSIONS), batch);
        end(session, open().family(RocksFamily.QUEUES), batch);
      }
      if (batch.count() > 0) {
        open().db().write(writing, batch);
      }
    } catch (RocksDBException e) {
      throw new IOException("RocksDB cannot write: " + e.getMessage(), e);
    }
  }

  @Override
  public List<StoredMessage> read(Reading reading) throws IOException {
    try {
      return new RocksReading(open(), reading).run();
    } catch (RocksDBException e) {
      throw new IOException("RocksDB cannot read: " + e.getMessage(), e);
    }
  }

  @Override
  public void close() {
    closeDatabase();
    writing.close();
    tuning.close();
  }

  private void closeDatabase() {
    RocksFolder.Opened closing = opened;
    opened = null;
    if (closing != null) {
      closing.close();
    }
  }

  private RocksFolder.Opened open() throws IOException {
    RocksFolder.Opened now = opened;
    if (now == null) {
      throw new IOException("the database is not open");
    }
    return now;
  }

  private void add(Change change, WriteBatch batch) throws RocksDBException, IOException {
    Key key = change.key();
    ColumnFamilyHandle family = open().family(RocksFamily.of(key));
    byte[] at = RocksKeys.of(key);
    switch (change) {
      case Change.PutSession(_, SessionRecord session) ->
          batch.put(family, at, SessionCodec.session(session));
      case Change.PutSubscription(_, var subscription) ->
          batch.put(family, at, SessionCodec.subscription(subscription));
      case Change.PutAwaitingRelease _ -> batch.put(family, at, new byte[0]);
      case Change.PutOpenPublish(_, OpenPublish publish) ->
          batch.put(family, at, SessionCodec.open(publish));
      case Change.PutMessage(_, StoredMessage message) ->
          batch.put(family, at, MessageCodec.queued(message));
      case Change.PutFlow(_, Flow flow) -> batch.put(family, at, SessionCodec.flow(flow));
      case Change.PutRetained(_, var message) ->
          batch.put(family, at, MessageCodec.retained(message));
      case Change.RemoveMessage(Key.OfMessage message) -> {
        batch.delete(family, at);
        batch.delete(family, RocksKeys.of(new Key.OfFlow(message.session(), message.position())));
      }
      case Change.Remove _ -> batch.delete(family, at);
    }
  }

  private void end(long session, ColumnFamilyHandle family, WriteBatch batch)
      throws RocksDBException, IOException {
    byte[] from = RocksKeys.range(session, (byte) 0);
    byte[] to = RocksKeys.range(session, RocksKeys.END);
    List<byte[]> keys = new ArrayList<>();
    try (RocksRange range = new RocksRange(open().db(), family, from, to)) {
      while (range.next() && keys.size() <= REMOVED_ONE_BY_ONE_MAX) {
        keys.add(range.key());
      }
    }
    if (keys.size() > REMOVED_ONE_BY_ONE_MAX) {
      batch.deleteRange(family, from, to);
    } else {
      for (byte[] key : keys) {
        batch.delete(family, key);
      }
    }
  }
}
