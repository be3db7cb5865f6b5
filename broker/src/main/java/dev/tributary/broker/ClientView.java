package dev.tributary.broker;

/**
 * A client and its session, looked at on its event loop.
 *
 * @param keepAliveSeconds in force, which may be another than the client asked for
 * @param sessionExpirySeconds in force
 * @param queueDropped messages that fell out of the queue since the session began
 * @param queuedBytes payload bytes that wait in memory
 */
public record ClientView(
    ClientEntry entry,
    int keepAliveSeconds,
    long sessionExpirySeconds,
    int subscriptions,
    int inflight,
    int inflightMax,
    int queued,
    int queuedMax,
    long queueDropped,
    int awaitingRelease,
    int awaitingReleaseMax,
    int mailbox,
    long queuedBytes,
    Traffic traffic) {

  /**
   * Messages since the session began or was loaded; bytes and packets since the client connected.
   */
  public record Traffic(
      long receivedBytes,
      long receivedPackets,
      long receivedQos0,
      long receivedQos1,
      long receivedQos2,
      long receivedDropped,
      long awaitPubrelTimeouts,
      long sentBytes,
      long sentPackets,
      long sentQos0,
      long sentQos1,
      long sentQos2,
      long sentDropped,
      long sentDroppedExpired,
      long sentDroppedQueueFull,
      long sentDroppedTooLarge) {

    public long received() {
      return receivedQos0 + receivedQos1 + receivedQos2;
    }

    public long sent() {
      return sentQos0 + sentQos1 + sentQos2;
    }
  }
}
