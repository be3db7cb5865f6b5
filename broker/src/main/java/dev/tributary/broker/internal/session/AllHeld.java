package dev.tributary.broker.internal.session;

import dev.tributary.broker.Custody;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The custody of messages that no connection waits for: does something once every party holds them,
 * or has refused to. The maker is a party itself until it {@link #release releases}, so that
 * nothing happens too early. Any thread.
 */
final class AllHeld implements Custody {

  private final AtomicInteger open = new AtomicInteger(1);
  private final Runnable then;

  /**
   * @param then run on the thread of the last release
   */
  AllHeld(Runnable then) {
    this.then = then;
  }

  @Override
  public void defer() {
    open.incrementAndGet();
  }

  @Override
  public void release() {
    if (open.decrementAndGet() == 0) {
      then.run();
    }
  }

  @Override
  public void refuse(int reasonCode, String reason) {
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
