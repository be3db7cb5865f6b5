package dev.tributary.broker.internal.protocol;

import dev.tributary.broker.Message.PublishProperties;

/**
 * What is published for a client that goes without saying so.
 *
 * @param delaySeconds how long after the connection's end; the end of the session comes first
 */
public record Will(
    String topic,
    byte[] payload,
    int qos,
    boolean retain,
    PublishProperties properties,
    long delaySeconds) {}
