package dev.tributary.sink.internal.log;

import dev.tributary.sink.SinkRecord;

/**
 * A record as it came back from the log.
 *
 * @param sequence its place in the log
 * @param record with {@link dev.tributary.sink.Origin#NONE}: the rule that made it may be gone
 */
public record LoggedRecord(long sequence, SinkRecord record) {}
