package dev.tributary.kinesis.local.internal.http;

/**
 * What a {@link SideDoor} answers.
 *
 * @param status of HTTP
 * @param body JSON in UTF-8; not changed afterwards
 */
public record SideAnswer(int status, byte[] body) {}
