package dev.tributary.server.internal.records;

import java.time.Instant;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.kinesis.model.Record;

/**
 * A record of a stream, or a user record of an aggregate.
 *
 * @param arrival when Kinesis took it; of an aggregate, when it took that
 * @param data not to be changed
 * @param member what a user record has besides; null for a record that is no part of an aggregate
 */
public record ReadRecord(
    String shardId,
    String sequenceNumber,
    String partitionKey,
    Instant arrival,
    byte[] data,
    @Nullable Member member) {

  /**
   * A place in an aggregate.
   *
   * @param subSequenceNumber from 0
   * @param explicitHashKey null if its partition key decides
   */
  public record Member(long subSequenceNumber, @Nullable String explicitHashKey) {}

  static ReadRecord of(String shardId, Record record) {
    Instant arrival = record.approximateArrivalTimestamp();
    return new ReadRecord(
        shardId,
        record.sequenceNumber(),
        record.partitionKey(),
        arrival == null ? Instant.EPOCH : arrival,
        record.data().asByteArrayUnsafe(),
        null);
  }
}
