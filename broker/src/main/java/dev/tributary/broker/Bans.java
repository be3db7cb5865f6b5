package dev.tributary.broker;

import java.util.Collection;

/**
 * Who may not come in. The list itself is kept by who manages the broker; this holds what is in
 * force. Any thread.
 */
public interface Bans {

  /**
   * Takes the place of all earlier bans. A CONNECT of a banned client is refused with 0x8A (3.1.1:
   * 5); connected clients that are banned now are disconnected (0x98).
   *
   * @throws IllegalArgumentException naming a pattern or network that cannot be understood, before
   *     anything is changed
   */
  void replace(Collection<Ban> bans);
}
