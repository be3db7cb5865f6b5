package dev.tributary.testkit;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A PutRecords or PutRecord as it arrived at {@link FakeKinesis}, whatever became of it.
 *
 * @param number 1 for the first put since the fake was created, in order of arrival
 * @param arrivedNanos {@link System#nanoTime()} when the whole body had been read
 * @param accessKeyId as whom it was signed; empty if it was not
 * @param bodyBytes size of the HTTP body as sent (encoded)
 */
public record PutRequest(
    int number,
    long arrivedNanos,
    String accessKeyId,
    String operation,
    String stream,
    WireEncoding encoding,
    int bodyBytes,
    List<Entry> entries) {

  public PutRequest {
    entries = List.copyOf(entries);
  }

  public List<String> keys() {
    return entries.stream().map(Entry::partitionKey).toList();
  }

  /** Data and key bytes together: what Kinesis counts against the 10 MiB of a request. */
  public int payloadBytes() {
    return entries.stream().mapToInt(Entry::size).sum();
  }

  /** One record of the request. */
  public record Entry(String partitionKey, @Nullable String explicitHashKey, byte[] data) {
    public int size() {
      return data.length + partitionKey.getBytes(StandardCharsets.UTF_8).length;
    }
  }
}
