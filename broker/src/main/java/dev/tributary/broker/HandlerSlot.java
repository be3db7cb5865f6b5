package dev.tributary.broker;

import org.jspecify.annotations.Nullable;

/**
 * Where a {@link PublishHandler} keeps what it has made for a connection, so that it does not make
 * it again for every message. The broker does not look inside. Only within {@link
 * PublishHandler#onPublish}, which is on the connection's event loop.
 */
public final class HandlerSlot {

  private @Nullable Object content;

  /** What was put here last; null at first. */
  public @Nullable Object content() {
    return content;
  }

  public void put(Object made) {
    content = made;
  }
}
