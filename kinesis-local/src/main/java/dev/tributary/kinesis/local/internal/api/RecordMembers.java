package dev.tributary.kinesis.local.internal.api;

import dev.tributary.kinesis.local.internal.store.EncryptionType;
import dev.tributary.kinesis.local.internal.store.StoredRecord;
import java.io.IOException;
import java.util.List;

/** Writes records as GetRecords and SubscribeToShard have them. */
final class RecordMembers {
  private RecordMembers() {}

  static void records(List<StoredRecord> records, Answer answer) throws IOException {
    answer.list("Records");
    for (StoredRecord record : records) {
      answer
          .object()
          .text("SequenceNumber", record.sequenceNumber())
          .timestamp("ApproximateArrivalTimestamp", record.arrivalMillis())
          .bytes("Data", record.data())
          .text("PartitionKey", record.partitionKey());
      if (record.encryption() != EncryptionType.NONE) {
        answer.text("EncryptionType", record.encryption().name());
      }
      answer.end();
    }
    answer.end();
  }
}
