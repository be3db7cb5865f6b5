package dev.tributary.broker.internal.session;

/** What lives on one event loop and has deadlines. */
@FunctionalInterface
public interface Resident {

  /** Called about twice a second on that loop. May leave the loop while being called. */
  void tick(long nowNanos);
}
