package dev.tributary.kinesis.local.internal.api;

import dev.tributary.kinesis.local.KinesisLimits;
import dev.tributary.kinesis.local.internal.api.Operation.Call;
import dev.tributary.kinesis.local.internal.store.Append;
import dev.tributary.kinesis.local.internal.store.HashKey;
import dev.tributary.kinesis.local.internal.store.Shard;
import dev.tributary.kinesis.local.internal.store.Stream;
import dev.tributary.kinesis.local.internal.store.StreamDirectory;
import java.io.IOException;
import java.security.MessageDigest;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;

/**
 * PutRecord and PutRecords. A request is checked completely before its first record is stored; then
 * each record is held against the throughput of its shard, and those that do not fit fail alone.
 */
final class PutOperations {
  /** Kinesis limit of a request, partition keys included. */
  private static final long REQUEST_BYTES_MAX = 10L * 1024 * 1024;

  private final StreamDirectory directory;
  private final Streams streams;
  private final KinesisLimits limits;
  private final RateExceeded rateExceeded;
  private final InstantSource clock;

  PutOperations(
      StreamDirectory directory,
      Streams streams,
      KinesisLimits limits,
      RateExceeded rateExceeded,
      InstantSource clock) {
    this.directory = directory;
    this.streams = streams;
    this.limits = limits;
    this.rateExceeded = rateExceeded;
    this.clock = clock;
  }

  void putRecord(Call call, Answer answer) throws IOException, KinesisException {
    Parameters parameters = call.parameters();
    PutEntry entry =
        PutEntry.of(
            "",
            parameters.requiredText("PartitionKey"),
            parameters.text("ExplicitHashKey").orElse(null),
            parameters.requiredBytes("Data"));
    // Sequence numbers of a shard only ever grow here: all that SequenceNumberForOrdering asks for.
    Stream stream = streams.usable(streams.addressed(parameters));
    checkSizes(stream, List.of(entry));
    if (parameters.flag("DryRun")) {
      throw KinesisException.dryRun();
    }
    long now = clock.millis();
    HashKey key = entry.hashKey(HashKey.md5());
    Shard shard = stream.shardOf(key);
    if (!fits(shard, entry, now)) {
      throw new KinesisException(
          ErrorType.PROVISIONED_THROUGHPUT_EXCEEDED, rateExceeded.writing(stream, shard));
    }
    Stream.Place stored = store(stream, key, entry, now);
    directory.trimToBudget();
    answer.text("ShardId", stored.shard().id()).text("SequenceNumber", stored.sequenceNumber());
    encryption(stream, answer);
  }

  void putRecords(Call call, Answer answer) throws IOException, KinesisException {
    PutRecordsReader.Request request = PutRecordsReader.read(call.in());
    call.admission().enter(request.addressedName());
    Stream stream = streams.usable(streams.addressed(request.streamName(), request.streamArn()));
    checkSizes(stream, request.entries());
    if (request.dryRun()) {
      throw KinesisException.dryRun();
    }
    List<Outcome> outcomes = putAll(stream, request.entries());
    directory.trimToBudget();
    int failed = 0;
    answer.list("Records");
    for (Outcome outcome : outcomes) {
      answer.object();
      switch (outcome) {
        case Stored(Stream.Place place) ->
            answer
                .text("SequenceNumber", place.sequenceNumber())
                .text("ShardId", place.shard().id());
        case Failed(String code, String message) -> {
          failed++;
          answer.text("ErrorCode", code).text("ErrorMessage", message);
        }
      }
      answer.end();
    }
    answer.end().number("FailedRecordCount", failed);
    encryption(stream, answer);
  }

  /** What became of a record of a batch. */
  private sealed interface Outcome {}

  private record Stored(Stream.Place place) implements Outcome {}

  private record Failed(String code, String message) implements Outcome {}

  /** Stores all that fit in one step, before anything is answered. */
  private List<Outcome> putAll(Stream stream, List<PutEntry> entries) throws KinesisException {
    MessageDigest md5 = HashKey.md5();
    long now = clock.millis();
    List<Outcome> outcomes = new ArrayList<>(entries.size());
    try (Append append = directory.append(stream)) {
      for (PutEntry entry : entries) {
        HashKey key = entry.hashKey(md5);
        Shard shard = append.shardOf(key);
        outcomes.add(
            fits(shard, entry, now)
                ? new Stored(
                    append
                        .add(key, entry.partitionKey(), entry.data(), now)
                        .orElseThrow(() -> streams.notFound(stream.name())))
                : new Failed(
                    ErrorType.PROVISIONED_THROUGHPUT_EXCEEDED.wireName(),
                    rateExceeded.writing(stream, shard)));
      }
      append.commit();
    }
    return outcomes;
  }

  private boolean fits(Shard shard, PutEntry entry, long now) {
    return !limits.limitsWrites() || shard.throughput().write(limits, entry.sizeBytes(), now);
  }

  private Stream.Place store(Stream stream, HashKey key, PutEntry entry, long now)
      throws KinesisException {
    return stream
        .append(key, entry.partitionKey(), entry.data(), now)
        .orElseThrow(() -> streams.notFound(stream.name()));
  }

  private static void encryption(Stream stream, Answer answer) throws IOException {
    if (stream.settings().kmsKeyId().isPresent()) {
      answer.text("EncryptionType", "KMS");
    }
  }

  private static void checkSizes(Stream stream, List<PutEntry> entries) throws KinesisException {
    int recordKibMax = stream.settings().recordKibMax();
    long recordBytesMax = recordKibMax * 1024L;
    long total = 0;
    for (int i = 0; i < entries.size(); i++) {
      int size = entries.get(i).sizeBytes();
      if (size > recordBytesMax) {
        throw KinesisException.argument(
            "data and partition key of record %d are %d bytes, must be at most %d (the stream's"
                    .formatted(i + 1, size, recordBytesMax)
                + " MaxRecordSizeInKiB is %d)".formatted(recordKibMax));
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
