package dev.tributary.kinesis.local.internal.api;

import dev.tributary.kinesis.local.internal.api.Operation.Call;
import dev.tributary.kinesis.local.internal.store.HashKey;
import dev.tributary.kinesis.local.internal.store.Stream;
import dev.tributary.kinesis.local.internal.store.StreamDirectory;
import java.io.IOException;
import java.security.MessageDigest;
import java.time.InstantSource;
import java.util.List;

/** PutRecord and PutRecords. A request is checked completely before its first record is stored. */
final class PutOperations {
  /** Kinesis limit of a request, partition keys included. */
  private static final long REQUEST_BYTES_MAX = 10L * 1024 * 1024;

  private final StreamDirectory directory;
  private final Streams streams;
  private final InstantSource clock;

  PutOperations(StreamDirectory directory, Streams streams, InstantSource clock) {
    this.directory = directory;
    this.streams = streams;
    this.clock = clock;
  }

  void putRecord(Call call, Answer answer) throws IOException, KinesisException {
    Parameters parameters = call.parameters();
    PutEntry entry =
        PutEntry.of(
            "",
            parameters.requiredText("PartitionKey", TextRule.PARTITION_KEY),
            parameters.text("ExplicitHashKey", TextRule.HASH_KEY).orElse(null),
            parameters.requiredBytes("Data"));
    // Sequence numbers of a shard only ever grow here, which is all that this member asks for.
    var _ = parameters.text("SequenceNumberForOrdering", TextRule.SEQUENCE_NUMBER);
    Stream stream = streams.usable(streams.addressed(parameters));
    checkSizes(stream, List.of(entry));
    if (parameters.flag("DryRun")) {
      throw KinesisException.dryRun();
    }
    Stream.Place stored = store(stream, entry, HashKey.md5());
    directory.trimToBudget();
    answer.text("ShardId", stored.shard().id()).text("SequenceNumber", stored.sequenceNumber());
  }

  void putRecords(Call call, Answer answer) throws IOException, KinesisException {
    PutRecordsReader.Request request = PutRecordsReader.read(call.in());
    Stream stream = streams.usable(streams.addressed(request.streamName(), request.streamArn()));
    checkSizes(stream, request.entries());
    if (request.dryRun()) {
      throw KinesisException.dryRun();
    }
    MessageDigest md5 = HashKey.md5();
    answer.number("FailedRecordCount", 0).list("Records");
    for (PutEntry entry : request.entries()) {
      Stream.Place stored = store(stream, entry, md5);
      answer
          .object()
          .text("SequenceNumber", stored.sequenceNumber())
          .text("ShardId", stored.shard().id())
          .end();
    }
    answer.end();
    directory.trimToBudget();
  }

  private Stream.Place store(Stream stream, PutEntry entry, MessageDigest md5)
      throws KinesisException {
    return stream
        .append(entry.hashKey(md5), entry.partitionKey(), entry.data(), clock.millis())
        .orElseThrow(() -> streams.notFound(stream.name()));
  }

  private static void checkSizes(Stream stream, List<PutEntry> entries) throws KinesisException {
    long recordBytesMax = stream.spec().recordKibMax() * 1024L;
    long total = 0;
    for (int i = 0; i < entries.size(); i++) {
      int size = entries.get(i).sizeBytes();
      if (size > recordBytesMax) {
        throw KinesisException.argument(
            "data and partition key of record %d are %d bytes, must be at most %d (the stream's"
                    .formatted(i + 1, size, recordBytesMax)
                + " MaxRecordSizeInKiB is %d)".formatted(stream.spec().recordKibMax()));
      }
      total += size;
    }
    if (total > REQUEST_BYTES_MAX) {
      throw KinesisException.argument(
          "data and partition keys of all records are %d bytes, must be at most %d"
              .formatted(total, REQUEST_BYTES_MAX));
    }
  }
}
