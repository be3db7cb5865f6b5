package dev.tributary.broker.internal.store;

import java.nio.charset.StandardCharsets;

/** The column families, in the order in which they are opened. */
enum RocksFamily {
  /** What RocksDB has in any case: the version of the format. */
  FORMAT("default"),
  /** Sessions and their subscriptions. */
  SESSIONS("sessions"),
  /** What changes with each message: messages, their flows, packet identifiers. */
  QUEUES("queues"),
  RETAINED("retained");

  private final String text;

  RocksFamily(String text) {
    this.text = text;
  }

  byte[] storedName() {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  static RocksFamily of(Key key) {
    return switch (key) {
      case Key.OfSession _, Key.OfSubscription _ -> SESSIONS;
      case Key.OfAwaitingRelease _, Key.OfFlow _, Key.OfMessage _ -> QUEUES;
      case Key.OfRetained _ -> RETAINED;
    };
  }
}
