package dev.tributary.server.internal.bridge;

import dev.tributary.broker.Custody;
import dev.tributary.management.MessagePublisher.Result;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Waits until all who must hold one message hold it, or one of them never will. Any thread; the
 * result is completed on the thread of the last of them.
 */
final class AwaitedCustody implements Custody {

  private final Result.Published published;

  /** Parties that have not answered, and one until the message has been routed. */
  private final AtomicInteger open = new AtomicInteger(1);

  private final AtomicReference<@Nullable Result> refused = new AtomicReference<>();
  private final CompletableFuture<Result> result = new CompletableFuture<>();

  AwaitedCustody(Result.Published published) {
    this.published = published;
  }

  CompletableFuture<Result> result() {
    return result;
  }

  /** Everybody who must hold the message has been told of it. */
  void routed() {
    release();
  }

  @Override
  public void defer() {
    open.incrementAndGet();
  }

  @Override
  public void release() {
    if (open.decrementAndGet() == 0) {
      Result why = refused.get();
      result.complete(why == null ? published : why);
    }
  }

  @Override
  public void refuse(int reasonCode, String reason) {
    refused.compareAndSet(null, new Result.Refused(reasonCode, reason));
    release();
  }

  @Override
  public boolean isAwaited() {
    return true;
  }

  @Override
  public boolean isImpatient() {
    return false;
  }
}
