package dev.tributary.broker.internal.store;

import dev.tributary.broker.Message.MessageId;
import dev.tributary.broker.StorageOptions;
import dev.tributary.broker.StoreException;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Keeps everything in RocksDB. What is called stored survives the end of the process; of the
 * machine too, if the options say sync. Native memory is bounded by what {@link RocksTuning} names,
 * changes that wait by {@link StoreWriter#isBacklogged}, which publishers heed.
 */
public final class RocksStore implements Store {

  private final RocksTables tables;
  private final StoreThread thread;

  private RocksStore(RocksTables tables, StoreThread thread) {
    this.tables = tables;
    this.thread = thread;
  }

  /**
   * Opens what is in the folder.
   *
   * @param nanos a clock that never goes back
   * @throws StoreException if the folder is in use, cannot be used, or is another program's
   */
  public static RocksStore open(StorageOptions.OnDisk options, LongSupplier nanos)
      throws StoreException {
    RocksTables tables = RocksTables.open(options);
    StoreThread thread =
        new StoreThread(tables, StoreThread.Patience.DEFAULT, new StoreTrouble(nanos));
    thread.start();
    return new RocksStore(tables, thread);
  }

  /** While it runs {@link #close} waits: what it reads would be gone. */
  @Override
  public synchronized long load(Contents to) throws StoreException {
    thread.checkOpen();
    return tables.load(to);
  }

  @Override
  public synchronized void holders(Set<MessageId> messages, Holders to) throws StoreException {
    thread.checkOpen();
    tables.holders(messages, to);
  }

  @Override
  public StoreWriter writer(Executor writing) {
    thread.checkOpen();
    return new TurnWriter(writing, thread);
  }

  @Override
  public void read(
      long session,
      long fromPosition,
      int max,
      Executor reader,
      Consumer<List<StoredMessage>> answer) {
    thread.take(new Reading(session, fromPosition, max, reader, answer));
  }

  @Override
  public boolean isDurable() {
    return true;
  }

  @Override
  public @Nullable String trouble() {
    return thread.trouble();
  }

  @Override
  public synchronized void close() {
    thread.close();
  }
}
