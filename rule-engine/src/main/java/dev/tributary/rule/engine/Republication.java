package dev.tributary.rule.engine;

/**
 * A message that the server makes out of a rule's output.
 *
 * @param topic without wildcards, not empty, at most 65,535 bytes and 128 levels
 * @param payload shared; must not be changed
 * @param qos 0 to 2
 * @param detour where it comes from: it must not go there again
 */
public record Republication(
    String topic,
    byte[] payload,
    int qos,
    boolean retain,
    PublishProperties properties,
    Detour detour) {}
