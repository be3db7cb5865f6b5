package dev.tributary.broker.internal.session;

import dev.tributary.broker.Delivery;
import dev.tributary.broker.internal.protocol.Reason;

/** The connection as its session sees it. On the session's event loop. */
public interface Outlet {

  /** False while the client reads slower than it is written to. */
  boolean isWritable();

  /** Writes without flushing; false, and nothing written, if the client takes no such size. */
  boolean publish(Delivery delivery, int packetId, boolean dup);

  /** PUBREL. */
  void release(int packetId, int reasonCode);

  void flush();

  WireCount wire();

  /** How long the client may be silent, 0 for as long as it likes. */
  int keepAliveSeconds();

  void keepAlive(int seconds);

  /** Through the one closing door. */
  void close(Reason reason, String detail);
}
