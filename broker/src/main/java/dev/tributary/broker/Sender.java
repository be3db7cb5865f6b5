package dev.tributary.broker;

import org.jspecify.annotations.Nullable;

/** Whom a message is from. */
public sealed interface Sender {

  /** A client published it on its connection. */
  record Client(ClientInfo info) implements Sender {}

  /** A client left it behind, and is connected no more. */
  record Will(ClientInfo info) implements Sender {}

  /**
   * The server made it.
   *
   * @param name whom subscribers' events name as the publisher, such as a rule
   * @param mark what its maker wants to recognise it by; the broker carries it and does not look
   */
  record Server(String name, @Nullable Object mark) implements Sender {}
}
