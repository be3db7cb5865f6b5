package dev.tributary.testkit;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;

/**
 * Waits in the calling thread until something has happened on others. The deadline only bounds a
 * test that fails; it says nothing about speed.
 */
public final class Await {
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final long POLL_NANOS = TimeUnit.MILLISECONDS.toNanos(1);

  private Await() {}

  /** Waits up to 60 seconds; {@code what} completes "gave up waiting until …". */
  public static void until(String what, Callable<Boolean> condition) {
    until(() -> what, PATIENCE, condition);
  }

  public static void until(String what, Duration patience, Callable<Boolean> condition) {
    until(() -> what, patience, condition);
  }

  /** As above; the text is made at the end, so that it can tell how far things had come. */
  public static void until(Supplier<String> what, Duration patience, Callable<Boolean> condition) {
    value(what, patience, () -> condition.call() ? Optional.of(true) : Optional.empty());
  }

  /** Waits up to 60 seconds for a value to be there, and returns it. */
  public static <T> T value(String what, Callable<Optional<T>> source) {
    return value(() -> what, PATIENCE, source);
  }

  public static <T> T value(
      Supplier<String> what, Duration patience, Callable<Optional<T>> source) {
    long start = System.nanoTime();
    while (true) {
      Optional<T> value = call(source);
      if (value.isPresent()) {
        return value.get();
      }
      if (System.nanoTime() - start > patience.toNanos()) {
        throw new AssertionError("gave up after " + patience + " waiting until " + what.get());
      }
      if (Thread.currentThread().isInterrupted()) {
        throw new AssertionError("interrupted while waiting until " + what.get());
      }
      LockSupport.parkNanos(POLL_NANOS);
    }
  }

  private static <T> T call(Callable<T> source) {
    try {
      return source.call();
    } catch (RuntimeException e) {
      throw e;
    } catch (Exception e) {
      throw new AssertionError("the condition itself failed", e);
    }
  }
}
