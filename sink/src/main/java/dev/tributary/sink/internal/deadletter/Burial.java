package dev.tributary.sink.internal.deadletter;

import dev.tributary.sink.SinkRecord;
import dev.tributary.sink.Source;
import dev.tributary.sink.internal.log.LogGroup;

/**
 * Makes a dead record fit into the log: what is too large to be kept may have died of just that.
 */
final class Burial {

  private static final int CHARACTERS_MAX = 1_024;
  private static final byte[] NOTHING = {};

  private Burial() {}

  static Dead fit(Dead dead) {
    SinkRecord record = dead.record();
    if (LogGroup.fits(record)) {
      return dead;
    }
    Source source = record.source();
    SinkRecord rest =
        new SinkRecord(
            head(record.partitionKey()),
            null,
            NOTHING,
            record.createdAtMillis(),
            new Source(head(source.ruleId()), head(source.topic()), head(source.clientId())),
            null,
            record.origin());
    String reason =
        "%s (its %d bytes were too many to be kept)".formatted(dead.reason(), record.bytes());
    return new Dead(rest, dead.errorCode(), reason);
  }

  private static String head(String text) {
    return text.length() <= CHARACTERS_MAX ? text : text.substring(0, CHARACTERS_MAX);
  }
}
