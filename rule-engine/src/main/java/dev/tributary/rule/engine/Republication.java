package dev.tributary.rule.engine;

/**
 * A message that the server makes out of a rule's output.
 *
 * @param topic without wildcards, not empty, at most 65,535 bytes and 128 levels
 * @param payload shared; must not be changed
 * @param qos 0 to 2
 * @param directDispatch whether it goes straight to subscribers, past the rules
 * @param lineage which rules it came from; the broker keeps it with the message, for the events
 *     that the message brings about
 */
public record Republication(
    String topic,
    byte[] payload,
    int qos,
    boolean retain,
    PublishProperties properties,
    boolean directDispatch,
    Lineage lineage) {}
