package dev.tributary.management.internal.rest;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Waits for what an event loop of the broker answers. On the virtual thread of a request. */
final class Awaited {

  /** An event loop that needs longer is not worth waiting for. */
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private Awaited() {}

  static <T> T of(CompletableFuture<T> future) throws ApiException {
    return of(future, PATIENCE);
  }

  static <T> T of(CompletableFuture<T> future, Duration patience) throws ApiException {
    try {
      return future.get(patience.toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof IllegalArgumentException wrong) {
        throw ApiException.badRequest(String.valueOf(wrong.getMessage()));
      }
      throw new IllegalStateException(e.getCause());
    } catch (TimeoutException _) {
      throw unavailable("the broker did not answer within " + patience.toSeconds() + " s");
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      throw unavailable("the server is stopping");
    }
  }

  private static ApiException unavailable(String why) {
    return new ApiException(503, "SERVICE_UNAVAILABLE", why);
  }
}
