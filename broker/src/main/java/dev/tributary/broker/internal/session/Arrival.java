package dev.tributary.broker.internal.session;

import dev.tributary.broker.ClientInfo;
import dev.tributary.broker.internal.protocol.Reason;

/** A client whose CONNECT was accepted and that waits for its session. */
public interface Arrival {

  ClientInfo client();

  /** The loop of its connection, where the methods below are called. */
  LoopHome home();

  /** Its connection is closed. */
  boolean isGone();

  /** The session is now owned by {@link #home}; {@code present} if it is an earlier one. */
  void opened(Session session, boolean present);

  void refused(Reason reason, String detail);
}
