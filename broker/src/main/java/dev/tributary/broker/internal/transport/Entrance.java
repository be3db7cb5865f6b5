package dev.tributary.broker.internal.transport;

/**
 * What a connection keeps of its listener's settings, the same for all that came under them.
 *
 * @param listener its id
 * @param authenticates whether it asks clients who they are
 */
record Entrance(String listener, boolean authenticates) {}
