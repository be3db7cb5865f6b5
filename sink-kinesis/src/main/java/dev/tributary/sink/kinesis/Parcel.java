package dev.tributary.sink.kinesis;

import dev.tributary.sink.SinkRecord;
import dev.tributary.sink.kinesis.internal.kpl.Packing.Packed;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.kinesis.model.PutRecordsRequestEntry;

/**
 * One record of a request.
 *
 * @param packed the records of the batch that travel in it
 * @param bytes key and data
 */
record Parcel(Packed packed, PutRecordsRequestEntry entry, int bytes) {

  /** Nothing is copied: nobody writes to these arrays any more. */
  static Parcel of(Packed packed, List<SinkRecord> batch) {
    SinkRecord first = batch.get(packed.members()[0]);
    byte[] aggregate = packed.aggregate();
    if (aggregate == null) {
      return new Parcel(
          packed,
          entry(first.partitionKey(), first.data())
              .explicitHashKey(first.explicitHashKey())
              .build(),
          first.bytes());
    }
    String hash = Objects.requireNonNull(packed.hash()).decimal();
    int keyBytes = first.bytes() - first.data().length;
    return new Parcel(
        packed,
        entry(first.partitionKey(), aggregate).explicitHashKey(hash).build(),
        keyBytes + aggregate.length);
  }

  private static PutRecordsRequestEntry.Builder entry(String key, byte[] data) {
    return PutRecordsRequestEntry.builder()
        .partitionKey(key)
        .data(SdkBytes.fromByteArrayUnsafe(data));
  }

  /** Cuts them into requests that Kinesis takes. */
  static List<List<Parcel>> requests(List<Parcel> parcels, int recordsMax, int bytesMax) {
    List<List<Parcel>> requests = new ArrayList<>();
    int from = 0;
    long bytes = 0;
    for (int i = 0; i < parcels.size(); i++) {
      int next = parcels.get(i).bytes();
      if (i - from == recordsMax || (i > from && bytes + next > bytesMax)) {
        requests.add(parcels.subList(from, i));
        from = i;
        bytes = 0;
      }
      bytes += next;
    }
    requests.add(parcels.subList(from, parcels.size()));
    return requests;
  }
}
