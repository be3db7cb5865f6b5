package dev.tributary.broker.internal.store;

/** What a change is a change of. */
sealed interface Key {

  /** Belongs to a session and ends with it. */
  sealed interface InSession extends Key {
    long session();
  }

  record OfSession(long session) implements InSession {}

  record OfSubscription(long session, String filter) implements InSession {}

  record OfAwaitingRelease(long session, int packetId) implements InSession {}

  record OfFlow(long session, long position) implements InSession {

    @Override
    public int hashCode() {
      return hash(session, position);
    }
  }

  record OfMessage(long session, long position) implements InSession {

    @Override
    public int hashCode() {
      return hash(session, position);
    }
  }

  record OfRetained(String topic) implements Key {}

  /** The hash of a record adds: the queues of neighbouring sessions would fall on each other. */
  private static int hash(long session, long position) {
    return Long.hashCode(session * 0x9E37_79B9_7F4A_7C15L + position);
  }
}
