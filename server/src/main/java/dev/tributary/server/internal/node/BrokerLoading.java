package dev.tributary.server.internal.node;

import dev.tributary.broker.Broker;
import dev.tributary.broker.StoreException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;

/**
 * The broker while it loads what is stored, on a thread of its own: native code is unpacked and
 * files are read, which need not hold up the rest of the start.
 */
final class BrokerLoading implements AutoCloseable {

  private final Broker broker;
  private final FutureTask<Void> task;

  private BrokerLoading(Broker broker) {
    this.broker = broker;
    this.task =
        new FutureTask<>(() -> {
          broker.load();
          return null;
        });
  }

  static BrokerLoading begin(Broker broker) {
    var loading = new BrokerLoading(broker);
    Thread.ofPlatform().name("broker-load").start(loading.task);
    return loading;
  }

  /**
   * Returns when everything is there.
   *
   * @throws StoreException if what is stored cannot be used
   */
  void await() throws StoreException {
    boolean interrupted = false;
    while (true) {
      try {
        task.get();
        break;
      } catch (InterruptedException _) {
        interrupted = true;
      } catch (ExecutionException e) {
        switch (e.getCause()) {
          case StoreException cause -> throw cause;
          case RuntimeException cause -> throw cause;
          case Error cause -> throw cause;
          case null, default -> throw new IllegalStateException(e);
        }
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  /** Closes the broker, not while it loads. */
  @Override
  public void close() {
    try {
      await();
    } catch (StoreException _) {
      // The start has said so.
    }
    broker.close();
  }
}
