package dev.tributary.rule.engine;

import org.jspecify.annotations.Nullable;

/**
 * One message that was published, as whoever brings it knows it: {@link MessageEvent} reads what
 * rules ask for, and only that. Immutable.
 */
public interface Publication {
  /** Upper half of the message id. */
  long idHigh();

  /** Lower half of the message id. */
  long idLow();

  String topic();

  /** Shared; must not be changed. */
  byte[] payload();

  int qos();

  boolean retain();

  /** Null for messages of the server itself. */
  @Nullable Publisher publisher();

  PublishProperties properties();

  /** When the server read it, milliseconds since 1970. */
  long receivedAtMillis();

  /** A message of which everything is at hand. */
  record Made(
      long idHigh,
      long idLow,
      String topic,
      byte[] payload,
      int qos,
      boolean retain,
      @Nullable Publisher publisher,
      PublishProperties properties,
      long receivedAtMillis)
      implements Publication {}
}
