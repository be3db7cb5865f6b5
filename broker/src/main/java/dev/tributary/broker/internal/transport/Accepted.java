package dev.tributary.broker.internal.transport;

import dev.tributary.broker.ClientInfo;
import dev.tributary.broker.internal.protocol.ConnectTerms;
import dev.tributary.broker.internal.protocol.DisconnectRules.Leave;
import org.jspecify.annotations.Nullable;

/**
 * A CONNECT that was accepted; its session may still be on its way.
 *
 * @param proof what the server says last in an enhanced authentication, or null
 */
record Accepted(ClientInfo client, ConnectTerms terms, boolean five, byte @Nullable [] proof) {

  /** Its DISCONNECT may change how long the session lives on. */
  Accepted leaving(Leave leave) {
    return new Accepted(client, terms.withSessionExpiry(leave.sessionExpirySeconds()), five, proof);
  }
}
