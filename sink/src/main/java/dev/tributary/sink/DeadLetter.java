package dev.tributary.sink;

import org.jspecify.annotations.Nullable;

/**
 * A record that could not be delivered.
 *
 * @param id its place in the log of its action, from 1; never used twice
 * @param diedAtMillis when it was given up, milliseconds since 1970
 * @param errorCode the service's code, or the reason for which it was dropped
 * @param reason for people
 * @param publishedAtMillis when its message was published
 */
public record DeadLetter(
    long id,
    long diedAtMillis,
    String errorCode,
    String reason,
    Source source,
    long publishedAtMillis,
    String partitionKey,
    @Nullable String explicitHashKey,
    byte[] data,
    byte @Nullable [] columns) {}
