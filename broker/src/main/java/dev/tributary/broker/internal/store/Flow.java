package dev.tributary.broker.internal.store;

/**
 * Where a message to a client stands.
 *
 * @param packetId 0 while it waits
 * @param released its PUBREC has come, its PUBCOMP has not
 */
public record Flow(int packetId, boolean released) {

  public static final Flow WAITING = new Flow(0, false);
}
