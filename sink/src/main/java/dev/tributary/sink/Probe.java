package dev.tributary.sink;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.function.Function;
import java.util.function.Supplier;

/** Checks something that is made for the occasion. */
final class Probe {

  private Probe() {}

  static Health connector(Supplier<Connector> factory, Duration timeout) {
    return bounded(
        () -> {
          try (Connector connector = factory.get()) {
            return connector.check();
          }
        },
        timeout);
  }

  static Health action(
      Supplier<Connector> factory, Function<Connector, Delivery> action, Duration timeout) {
    return bounded(
        () -> {
          try (Connector connector = factory.get();
              Delivery delivery = action.apply(connector)) {
            return delivery.check();
          }
        },
        timeout);
  }

  private static Health bounded(Callable<Health> check, Duration timeout) {
    Callable<Health> readable =
        () -> {
          try {
            return check.call();
          } catch (RuntimeException e) {
            return Health.disconnected(Reasons.of(e));
          }
        };
    try {
      return new VirtualThreadDriver(System::nanoTime).bounded(readable, timeout);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      return Health.connecting("interrupted before the service had answered");
    }
  }
}
