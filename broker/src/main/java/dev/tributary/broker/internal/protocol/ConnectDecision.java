package dev.tributary.broker.internal.protocol;

import dev.tributary.broker.ClientInfo;

/** What becomes of a CONNECT. */
public sealed interface ConnectDecision {

  record Accept(ClientInfo client, ConnectTerms terms) implements ConnectDecision {}

  /**
   * Accepted if the client proves by the method of the terms who it is.
   *
   * @param data what the client says first; empty if nothing
   */
  record Authenticate(ClientInfo client, ConnectTerms terms, byte[] data)
      implements ConnectDecision {}

  /** CONNACK with the code, then close. */
  record Refuse(String clientId, Reason reason, String detail) implements ConnectDecision {}
}
