package dev.tributary.broker.internal.session;

import dev.tributary.broker.BrokerEvent.DeliveryDropReason;
import dev.tributary.broker.ClientView.Traffic;

/** What went between one client and the broker. Plain fields of the session's loop. */
public final class TrafficCount {

  private long receivedQos0;
  private long receivedQos1;
  private long receivedQos2;
  private long receivedDropped;
  private long awaitPubrelTimeouts;
  private long sentQos0;
  private long sentQos1;
  private long sentQos2;
  private long sentDropped;
  private long sentDroppedExpired;
  private long sentDroppedQueueFull;
  private long sentDroppedTooLarge;

  TrafficCount() {}

  /** A publish of the client was read. */
  public void received(int qos) {
    switch (qos) {
      case 0 -> receivedQos0++;
      case 1 -> receivedQos1++;
      default -> receivedQos2++;
    }
  }

  /** A publish of the client was turned away. */
  public void receivedDropped() {
    receivedDropped++;
  }

  void awaitPubrelTimeout() {
    awaitPubrelTimeouts++;
    receivedDropped++;
  }

  void sent(int qos) {
    switch (qos) {
      case 0 -> sentQos0++;
      case 1 -> sentQos1++;
      default -> sentQos2++;
    }
  }

  void dropped(DeliveryDropReason reason) {
    sentDropped++;
    switch (reason) {
      case EXPIRED -> sentDroppedExpired++;
      case QUEUE_FULL -> sentDroppedQueueFull++;
      case TOO_LARGE -> sentDroppedTooLarge++;
      case NO_LOCAL, QOS0_MESSAGE -> {
        // in the sum only
      }
    }
  }

  /**
   * All that is counted.
   *
   * @param wire of the connection
   */
  Traffic view(WireCount wire) {
    return new Traffic(
        wire.receivedBytes(),
        wire.receivedPackets(),
        receivedQos0,
        receivedQos1,
        receivedQos2,
        receivedDropped,
        awaitPubrelTimeouts,
        wire.sentBytes(),
        wire.sentPackets(),
        sentQos0,
        sentQos1,
        sentQos2,
        sentDropped,
        sentDroppedExpired,
        sentDroppedQueueFull,
        sentDroppedTooLarge);
  }
}
