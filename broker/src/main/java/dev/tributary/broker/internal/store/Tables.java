package dev.tributary.broker.internal.store;

import dev.tributary.broker.StoreException;
import java.io.IOException;
import java.util.List;

/** What a {@link StoreThread} writes to and reads from; that thread only. */
interface Tables extends AutoCloseable {

  /**
   * Writes all or nothing; writing the same again changes nothing.
   *
   * @throws IOException if it is not certain that they are written
   */
  void write(Changes changes) throws IOException;

  List<StoredMessage> read(Reading reading) throws IOException;

  /** Lets go of what was open and opens it afresh, after something has failed. */
  void reopen() throws StoreException;

  @Override
  void close();
}
