package dev.tributary.sink;

/** What the receipts of an action wait for, and what happens when there is no room. */
record ReceiptPolicy(Acknowledge acknowledge, boolean synced, Overflow overflow) {

  static ReceiptPolicy of(BufferSettings settings) {
    return new ReceiptPolicy(
        settings.acknowledge(), settings.mode() == BufferMode.DISK, settings.overflow());
  }

  /** Only the service's answer settles it. */
  boolean waitsForDelivery(Receipt receipt) {
    return acknowledge == Acknowledge.DELIVERED && receipt.isAwaited();
  }

  /** A place in memory is all that it waits for, even if the buffer is on disk. */
  boolean isHeldInMemory(Receipt receipt) {
    if (!receipt.isAwaited()) {
      return true;
    }
    return switch (acknowledge) {
      case RECEIVED -> true;
      case BUFFERED -> !synced;
      case DELIVERED -> false;
    };
  }

  /**
   * A place in the buffer settles it at once.
   *
   * @param onDisk where the buffer is, while settings are changing too
   */
  boolean isHeldInBuffer(Receipt receipt, boolean onDisk) {
    return onDisk ? isHeldInMemory(receipt) : !waitsForDelivery(receipt);
  }
}
