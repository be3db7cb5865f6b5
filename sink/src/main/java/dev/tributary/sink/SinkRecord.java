package dev.tributary.sink;

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
 * @param origin told how the record ended
 */
public record SinkRecord(
    String partitionKey,
    @Nullable String explicitHashKey,
    byte[] data,
    long createdAtMillis,
    Origin origin) {

  /** What the record counts against {@code max_buffer_bytes}, without object overhead. */
  public int bytes() {
    return partitionKey.length() + data.length;
  }
}
