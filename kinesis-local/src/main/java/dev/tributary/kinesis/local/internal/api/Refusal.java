package dev.tributary.kinesis.local.internal.api;

/**
 * A request that is refused before its operation is looked at.
 *
 * @param type AWS's name of the error
 */
public record Refusal(int status, String type, String message) {}
