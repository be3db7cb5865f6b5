package dev.tributary.broker.internal.store;

/**
 * Where a message to a client stands.
 *
 * @param packetId 0 while it waits, and when it is over
 * @param released its PUBREC has come, its PUBCOMP has not
 */
public record Flow(int packetId, boolean released) {

  public static final Flow WAITING = new Flow(0, false);

  /**
   * The client has it. What is stored of it stays until its publisher cannot send it again, for who
   * holds a message does not get it a second time.
   */
  public static final Flow OVER = new Flow(0, true);
}
