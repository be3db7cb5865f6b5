package dev.tributary.sink;

import dev.tributary.sink.internal.log.Utf8;
import org.jspecify.annotations.Nullable;

/**
 * One record on its way to a service. The bytes are not copied: whoever submits a record gives its
 * array away.
 *
 * @param partitionKey the key whose order is kept
 * @param explicitHashKey decimal, 0 to 2^128-1; overrides the place that the service would compute
 *     from the key
 * @param data what is delivered
 * @param createdAtMillis when the message was published, milliseconds since 1970
 * @param source where the message came from
 * @param columns the rule's output as JSON, kept only where the action's fallback needs it
 * @param origin told how the record ended
 */
public record SinkRecord(
    String partitionKey,
    @Nullable String explicitHashKey,
    byte[] data,
    long createdAtMillis,
    Source source,
    byte @Nullable [] columns,
    Origin origin) {

  /** A record that nobody asks for its source. */
  public SinkRecord(
      String partitionKey,
      @Nullable String explicitHashKey,
      byte[] data,
      long createdAtMillis,
      Origin origin) {
    this(partitionKey, explicitHashKey, data, createdAtMillis, Source.NONE, null, origin);
  }

  /** The same record of another origin. */
  SinkRecord withOrigin(Origin other) {
    return new SinkRecord(
        partitionKey, explicitHashKey, data, createdAtMillis, source, columns, other);
  }

  /**
   * Bytes of key (UTF-8) and data: what the record counts against {@code max_buffer_bytes} and
   * against the limits of the service, without object overhead.
   */
  public int bytes() {
    return Utf8.length(partitionKey) + data.length;
  }
}
