package dev.tributary.rule.engine;

import org.jspecify.annotations.Nullable;

/**
 * One message that was published, as the broker hands it over. The payload array is shared and must
 * not be changed.
 *
 * @param idHigh upper half of the message id
 * @param idLow lower half of the message id
 * @param publisher null for messages of the server itself
 * @param receivedAtMillis when the server read it, milliseconds since 1970
 */
public record Publication(
    long idHigh,
    long idLow,
    String topic,
    byte[] payload,
    int qos,
    boolean retain,
    @Nullable Publisher publisher,
    PublishProperties properties,
    long receivedAtMillis) {}
