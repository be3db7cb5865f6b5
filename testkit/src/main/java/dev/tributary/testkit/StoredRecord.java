package dev.tributary.testkit;

import java.nio.charset.StandardCharsets;

/**
 * A record that {@link FakeKinesis} accepted; its answer may still have been lost.
 *
 * @param request number of the {@link PutRequest} that brought it
 * @param index place in that request, from 0
 * @param sequenceNumber grows in the order of acceptance
 */
public record StoredRecord(
    int request,
    int index,
    String stream,
    String shardId,
    String sequenceNumber,
    String partitionKey,
    byte[] data) {

  /** The data read as UTF-8. */
  public String text() {
    return new String(data, StandardCharsets.UTF_8);
  }
}
