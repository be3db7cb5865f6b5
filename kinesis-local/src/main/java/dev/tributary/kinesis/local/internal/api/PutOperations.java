package dev.tributary.kinesis.local.internal.api;

import dev.tributary.kinesis.local.KinesisLimits;
import dev.tributary.kinesis.local.internal.api.Operation.Call;
import dev.tributary.kinesis.local.internal.faults.Decision.Failure;
import dev.tributary.kinesis.local.internal.faults.RecordFaults;
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
import java.util.Optional;
import org.jspecify.annotations.Nullable;

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
  private final OnDemandGrowth onDemand;
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
    this.onDemand = new OnDemandGrowth(directory, limits);
    this.clock = clock;
  }

  void putRecord(Call call, Answer answer) throws IOException, KinesisException {
    Parameters parameters = call.parameters();
    PutEntry entry =
        PutEntry.of(
            parameters.requiredText("PartitionKey"),
            parameters.text("ExplicitHashKey").orElse(null),
            parameters.requiredBytes("Data"));
    Stream stream = streams.usable(streams.addressed(parameters));
    checkOrdering(stream, parameters);
    checkSizes(stream, "data", List.of(entry));
    if (parameters.flag("DryRun")) {
      throw KinesisException.dryRun();
    }
    PutOutcome outcome =
        new PutBatch(stream, call.admission().ofRecords(stream), clock.millis())
            .store(List.of(entry))
            .getFirst();
    directory.trimToBudget();
    switch (outcome) {
      case PutOutcome.Stored(Stream.Place place) ->
          answer.text("ShardId", place.shard().id()).text("SequenceNumber", place.sequenceNumber());
      case PutOutcome.Failed(Failure failure) -> throw new FaultException(Optional.of(failure));
    }
    encryption(stream, answer);
  }

  /** Sequence numbers of a shard only ever grow here, which is all that is asked for. */
  private void checkOrdering(Stream stream, Parameters parameters) throws KinesisException {
    Optional<String> number = parameters.text("SequenceNumberForOrdering");
    if (number.isPresent() && Shard.arrivalMillisOf(number.get()) > clock.millis()) {
      throw KinesisException.argument(
          "ExclusiveMinimumSequenceNumber %s used in PutRecord on stream %s under account %s is"
                  .formatted(number.get(), stream.name(), rateExceeded.accountId())
              + " invalid.");
    }
  }

  void putRecords(Call call, Answer answer) throws IOException, KinesisException {
    PutRecordsReader.Request request = PutRecordsReader.read(call.in());
    call.admission().enter(request.addressedName());
    Stream stream = streams.usable(streams.addressed(request.streamName(), request.streamArn()));
    checkSizes(stream, "records.%d.member.data", request.entries());
    if (request.dryRun()) {
      throw KinesisException.dryRun();
    }
    List<PutOutcome> outcomes =
        new PutBatch(stream, call.admission().ofRecords(stream), clock.millis())
            .store(request.entries());
    directory.trimToBudget();
    answer.list("Records");
    int failed = 0;
    for (PutOutcome outcome : outcomes) {
      answer.object();
      switch (outcome) {
        case PutOutcome.Stored(Stream.Place place) ->
            answer
                .text("SequenceNumber", place.sequenceNumber())
                .text("ShardId", place.shard().id());
        case PutOutcome.Failed(Failure failure) -> {
          failed++;
          answer
              .text("ErrorCode", failure.code().orElseThrow())
              .text("ErrorMessage", failure.message());
        }
      }
      answer.end();
    }
    answer.end().number("FailedRecordCount", failed);
    encryption(stream, answer);
  }

  /** The records of one request on their way into a stream. */
  private final class PutBatch {
    private final Stream stream;
    private final @Nullable RecordFaults faults;
    private final long now;
    private final boolean growing;
    private final long streamBytesMax;
    private int stored;
    private long storedBytes;
    private final MessageDigest md5 = HashKey.md5();

    PutBatch(Stream stream, @Nullable RecordFaults faults, long now) {
      this.stream = stream;
      this.faults = faults;
      this.now = now;
      this.growing = onDemand.limits(stream);
      this.streamBytesMax = growing ? onDemand.bytesPerSecond(stream) : 0;
    }

    /** Stores all that do not fail, in one step. What became of them, in their order. */
    List<PutOutcome> store(List<PutEntry> entries) throws KinesisException {
      List<PutOutcome> outcomes = new ArrayList<>(entries.size());
      try (Append append = directory.append(stream)) {
        for (PutEntry entry : entries) {
          HashKey key = entry.hashKey(md5);
          Shard shard = append.shardOf(key);
          Failure failure = failureOf(outcomes.size(), entry, shard);
          outcomes.add(
              failure == null
                  ? new PutOutcome.Stored(stored(append, key, entry))
                  : new PutOutcome.Failed(failure));
        }
        append.commit();
      }
      if (growing) {
        onDemand.wrote(stream, stored, storedBytes, now);
      }
      return outcomes;
    }

    private Stream.Place stored(Append append, HashKey key, PutEntry entry)
        throws KinesisException {
      stored++;
      storedBytes += entry.sizeBytes();
      return append
          .add(key, entry.partitionKey(), entry.data(), now)
          .orElseThrow(() -> streams.notFound(stream.name()));
    }

    /** Null if there is none: the record is to be stored, and is counted by its shard. */
    private @Nullable Failure failureOf(int index, PutEntry entry, Shard shard) {
      if (faults != null) {
        Failure fault =
            faults.failureOf(
                index, entry.partitionKey(), () -> rateExceeded.writing(stream, shard));
        if (fault != null) {
          return fault;
        }
      }
      return fits(shard, entry.sizeBytes())
          ? null
          : Failure.throughputExceeded(rateExceeded.writing(stream, shard));
    }

    private boolean fits(Shard shard, int size) {
      if (growing && !stream.throughput().write(streamBytesMax, size, now)) {
        return false;
      }
      boolean fits = !limits.limitsWrites() || shard.throughput().write(limits, size, now);
      if (growing && !fits) {
        stream.throughput().giveBack(size);
      }
      return fits;
    }
  }

  private static void encryption(Stream stream, Answer answer) throws IOException {
    if (stream.settings().kmsKeyId().isPresent()) {
      answer.text("EncryptionType", "KMS");
    }
  }

  /** A record that is too large for its stream is told as a value that breaks the API's model. */
  private static void checkSizes(Stream stream, String field, List<PutEntry> entries)
      throws KinesisException {
    long recordBytesMax = stream.settings().recordKibMax() * 1024L;
    Violations violations = new Violations();
    long total = 0;
    for (int i = 0; i < entries.size(); i++) {
      int size = entries.get(i).sizeBytes();
      if (size > recordBytesMax) {
        violations.add(
            field.formatted(i + 1),
            "Member must have length less than or equal to " + recordBytesMax);
      }
      total += size;
    }
    violations.check();
    if (total > REQUEST_BYTES_MAX) {
      throw KinesisException.argument("Records size exceeds 10 MB limit");
    }
  }
}
