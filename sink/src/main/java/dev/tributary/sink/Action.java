package dev.tributary.sink;

/**
 * The front door of one action: where records are handed over to be delivered.
 *
 * <p>Any thread may submit, the event loops of the broker above all. The records of one thread keep
 * their order per partition key.
 */
public interface Action {

  /** {@code type:name}, such as {@code kinesis:my_action}. */
  String id();

  /**
   * Hands a record over. Never blocks and never throws for what is wrong with the record.
   *
   * <ul>
   *   <li>Room in the buffer: {@code receipt.held()} before this returns.
   *   <li>Buffer full: the record waits its turn, and {@code held()} is withheld until it is
   *       admitted. That is the back-pressure.
   *   <li>A record that the service can never take (too large, empty or over-long key) fails alone
   *       and at once: counted {@code failed}, and {@code held()}, for a repeat would not help.
   *   <li>Action stopped or disabled: counted {@code dropped.resource_stopped}; nothing is expected
   *       of the receipt.
   * </ul>
   */
  void submit(SinkRecord record, Receipt receipt);
}
