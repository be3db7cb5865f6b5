package dev.tributary.broker.internal.store;

import dev.tributary.broker.StoreException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;

/** Tables in memory that fail when the test says so. Any thread. */
final class FailingTables implements Tables {

  final MemorySessions contents = new MemorySessions();
  final Semaphore attempts = new Semaphore(0);
  private final List<Changes> written = new ArrayList<>();
  private @Nullable Exception failure;
  private boolean writesAndFails;
  private int reopened;
  private boolean closed;

  /** From now on, until it is null. */
  synchronized void failure(@Nullable Exception next) {
    failure = next;
  }

  /** What fails has been written nevertheless. */
  synchronized void writesAndFails() {
    writesAndFails = true;
  }

  synchronized List<Changes> written() {
    return List.copyOf(written);
  }

  synchronized int reopened() {
    return reopened;
  }

  synchronized boolean isClosed() {
    return closed;
  }

  @Override
  public synchronized void write(Changes changes) throws IOException {
    if (writesAndFails) {
      contents.apply(changes);
    }
    attempt();
    contents.apply(changes);
    written.add(changes);
  }

  @Override
  public synchronized List<StoredMessage> read(Reading reading) throws IOException {
    attempt();
    return contents.read(reading.session(), reading.fromPosition(), reading.max());
  }

  @Override
  public synchronized void reopen() throws StoreException {
    reopened++;
    if (failure instanceof StoreException e) {
      throw e;
    }
  }

  @Override
  public synchronized void close() {
    closed = true;
  }

  private void attempt() throws IOException {
    attempts.release();
    switch (failure) {
      case null -> {}
      case IOException e -> throw e;
      case RuntimeException e -> throw e;
      default -> throw new IOException("not open");
    }
  }
}
