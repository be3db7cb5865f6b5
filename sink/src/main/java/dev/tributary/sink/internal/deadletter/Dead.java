package dev.tributary.sink.internal.deadletter;

import dev.tributary.sink.SinkRecord;

/**
 * A record that was given up.
 *
 * @param errorCode the service's code, or the reason for which it was dropped
 * @param reason for people
 */
public record Dead(SinkRecord record, String errorCode, String reason) {}
