package dev.tributary.sink.kinesis;

import java.util.Objects;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.exception.AbortedException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.kinesis.KinesisClient;
import software.amazon.awssdk.utils.SdkAutoCloseable;

/** One connector's client, made at the first call, and the one place where its errors surface. */
final class Calls implements AutoCloseable {

  /** What a call came to. */
  sealed interface Result<T> {
    record Answer<T>(T value) implements Result<T> {}

    record Failure<T>(Fault fault) implements Result<T> {}
  }

  /**
   * A client, ready.
   *
   * @param alsoClosed what goes with it
   */
  record Open(KinesisClient client, SdkAutoCloseable alsoClosed, Target target) {}

  private final KinesisConnectorSettings settings;
  private final Supplier<Open> opening;
  private final Object lock = new Object();
  private volatile @Nullable Open open;
  private boolean closed;

  Calls(KinesisConnectorSettings settings) {
    this(settings, () -> build(settings));
  }

  /**
   * @param opening makes the client, at the first call
   */
  Calls(KinesisConnectorSettings settings, Supplier<Open> opening) {
    this.settings = settings;
    this.opening = opening;
  }

  /** Whether requests go to AWS itself. */
  boolean isAws() {
    return RegionChoice.isAws(settings.endpoint());
  }

  /**
   * Makes one call and blocks until it is answered or has failed.
   *
   * @param subject what it is about, for messages
   */
  <T> Result<T> call(String subject, Function<KinesisClient, T> request)
      throws InterruptedException {
    Open current;
    try {
      current = open();
    } catch (SdkException | IllegalArgumentException e) {
      return new Result.Failure<>(notBuilt(e));
    }
    try {
      return new Result.Answer<>(request.apply(current.client()));
    } catch (SdkException e) {
      // The SDK hides an interrupt behind whatever it was doing at the time.
      if (Thread.interrupted() || e instanceof AbortedException) {
        throw new InterruptedException("the call for " + subject + " was interrupted");
      }
      return new Result.Failure<>(ErrorClassifier.classify(e, subject, current.target()));
    } catch (IllegalStateException e) {
      if (isClosed()) {
        throw new InterruptedException("the connector was closed during a call for " + subject);
      }
      throw e;
    }
  }

  private Fault notBuilt(RuntimeException e) {
    return new Fault(
        Fault.Kind.OPERATOR,
        "ClientNotBuilt",
        "no client can be made for " + settings.endpoint().shown() + ": " + e.getMessage());
  }

  private Open open() {
    Open current = open;
    if (current != null) {
      return current;
    }
    synchronized (lock) {
      if (open == null) {
        if (closed) {
          throw new IllegalStateException("the connector is closed");
        }
        open = opening.get();
      }
      return Objects.requireNonNull(open);
    }
  }

  private static Open build(KinesisConnectorSettings settings) {
    String region = KinesisClients.region(settings);
    CredentialSource credentials = new CredentialSource(settings, Region.of(region));
    return new Open(
        KinesisClients.build(settings, region, credentials),
        credentials::close,
        new Target(region, settings.endpoint().shown()));
  }

  private boolean isClosed() {
    synchronized (lock) {
      return closed;
    }
  }

  @Override
  public void close() {
    synchronized (lock) {
      closed = true;
      Open current = open;
      if (current != null) {
        current.client().close();
        current.alsoClosed().close();
      }
    }
  }
}
