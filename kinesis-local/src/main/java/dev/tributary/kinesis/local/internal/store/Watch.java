package dev.tributary.kinesis.local.internal.store;

/** Hears of a shard's news until it is closed. One call may still come in while it closes. */
public final class Watch implements AutoCloseable {
  private final Watchers watchers;
  private final Runnable wake;

  Watch(Watchers watchers, Runnable wake) {
    this.watchers = watchers;
    this.wake = wake;
  }

  Runnable wake() {
    return wake;
  }

  @Override
  public void close() {
    watchers.remove(this);
  }
}
