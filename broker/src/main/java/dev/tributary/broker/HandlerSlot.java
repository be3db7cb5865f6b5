package dev.tributary.broker;

import org.jspecify.annotations.Nullable;

/**
 * Where somebody who handles a connection's messages keeps what it has made for that connection, so
 * that it does not make it again for every message. The broker does not look inside. Any thread;
 * the first content stays until the connection ends: then the broker lets go of it, for messages
 * may keep their publisher much longer.
 */
public final class HandlerSlot {

  private volatile @Nullable Object content;

  /** Null until something was put here. */
  public @Nullable Object content() {
    return content;
  }

  /** The connection has ended. */
  public synchronized void clear() {
    content = null;
  }

  /** Puts it here unless another was faster; what is here now. */
  public synchronized Object putIfAbsent(Object made) {
    Object known = content;
    if (known == null) {
      known = made;
      content = known;
    }
    return known;
  }
}
