package dev.tributary.broker.internal.protocol;

import dev.tributary.broker.ClientInfo;

/** What becomes of a CONNECT. */
public sealed interface ConnectDecision {

  record Accept(ClientInfo client, ConnectTerms terms) implements ConnectDecision {}

  /** CONNACK with the code, then close. */
  record Refuse(String clientId, Reason reason, String detail) implements ConnectDecision {}
}
