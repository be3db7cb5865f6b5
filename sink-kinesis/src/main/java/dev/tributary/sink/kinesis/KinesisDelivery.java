package dev.tributary.sink.kinesis;

import dev.tributary.sink.BatchOutcome;
import dev.tributary.sink.Delivery;
import dev.tributary.sink.Health;
import dev.tributary.sink.Outcome;
import dev.tributary.sink.SinkRecord;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.kinesis.model.DescribeStreamSummaryResponse;
import software.amazon.awssdk.services.kinesis.model.PutRecordsRequestEntry;
import software.amazon.awssdk.services.kinesis.model.PutRecordsResponse;
import software.amazon.awssdk.services.kinesis.model.PutRecordsResultEntry;
import software.amazon.awssdk.services.kinesis.model.StreamDescriptionSummary;

/** Puts records into one stream. Any number of threads may send at once. */
final class KinesisDelivery implements Delivery {

  /** Kinesis limits of PutRecords. */
  private static final int RECORDS_PER_REQUEST = 500;

  private static final int BYTES_PER_REQUEST = 10 << 20;
  private static final int KEY_CHARACTERS = 256;

  /** {@code MaxRecordSizeInKiB} of a stream that does not say. */
  private static final int DEFAULT_RECORD_KIB = 1024;

  private final Calls calls;
  private final String stream;
  private final String subject;
  private volatile Limits limits = limits(DEFAULT_RECORD_KIB);

  KinesisDelivery(Calls calls, KinesisActionSettings settings) {
    this.calls = calls;
    this.stream = settings.stream();
    this.subject = "stream " + stream;
  }

  private static Limits limits(int recordKib) {
    return new Limits(RECORDS_PER_REQUEST, BYTES_PER_REQUEST, recordKib << 10, KEY_CHARACTERS);
  }

  @Override
  public BatchOutcome send(List<SinkRecord> batch) throws InterruptedException {
    List<PutRecordsRequestEntry> entries = new ArrayList<>(batch.size());
    for (SinkRecord record : batch) {
      entries.add(entry(record));
    }
    return switch (calls.call(
        subject, client -> client.putRecords(put -> put.streamName(stream).records(entries)))) {
      case Calls.Result.Answer<PutRecordsResponse>(var answer) ->
          new BatchOutcome.PerRecord(outcomes(answer.records()));
      case Calls.Result.Failure<PutRecordsResponse>(Fault fault) -> fault.outcome();
    };
  }

  /** The payload is not copied: nobody writes to a record's array after it was submitted. */
  private static PutRecordsRequestEntry entry(SinkRecord record) {
    return PutRecordsRequestEntry.builder()
        .partitionKey(record.partitionKey())
        .explicitHashKey(record.explicitHashKey())
        .data(SdkBytes.fromByteArrayUnsafe(record.data()))
        .build();
  }

  private static List<Outcome> outcomes(List<PutRecordsResultEntry> results) {
    List<Outcome> outcomes = new ArrayList<>(results.size());
    for (PutRecordsResultEntry result : results) {
      outcomes.add(outcome(result));
    }
    return outcomes;
  }

  /** Kinesis refuses single records only for reasons that pass: throttling, internal failure. */
  private static Outcome outcome(PutRecordsResultEntry result) {
    String code = result.errorCode();
    if (code != null) {
      String message = result.errorMessage();
      return new Outcome.Retry(code, message == null ? "" : message, Duration.ZERO);
    }
    if (result.sequenceNumber() == null) {
      return new Outcome.Retry(
          "MalformedAnswer", "neither sequence number nor error", Duration.ZERO);
    }
    return new Outcome.Delivered(result.shardId(), result.sequenceNumber());
  }

  @Override
  public Health check() throws InterruptedException {
    return switch (calls.call(
        subject, client -> client.describeStreamSummary(call -> call.streamName(stream)))) {
      case Calls.Result.Answer<DescribeStreamSummaryResponse>(var answer) ->
          health(answer.streamDescriptionSummary());
      case Calls.Result.Failure<DescribeStreamSummaryResponse>(Fault fault) -> health(fault);
    };
  }

  private Health health(StreamDescriptionSummary summary) {
    Integer recordKib = summary.maxRecordSizeInKiB();
    limits = limits(recordKib == null ? DEFAULT_RECORD_KIB : recordKib);
    return switch (summary.streamStatus()) {
      case ACTIVE, UPDATING -> Health.CONNECTED;
      case CREATING -> Health.connecting(subject + " is being created");
      case DELETING -> Health.disconnected(subject + " is being deleted: create it again");
      case UNKNOWN_TO_SDK_VERSION ->
          Health.connecting(subject + " has the status " + summary.streamStatusAsString());
    };
  }

  /**
   * Not to be allowed to ask, or to be throttled, says nothing about puts: then the next put
   * decides.
   */
  private static Health health(Fault fault) {
    String reason = fault.why() + " (" + fault.code() + ")";
    return switch (fault.kind()) {
      case THROTTLED, TRANSIENT, DENIED -> Health.connecting(reason);
      case UNREACHABLE, OPERATOR, INVALID -> Health.disconnected(reason);
    };
  }

  @Override
  public Limits limits() {
    return limits;
  }

  /** The client belongs to the connector. */
  @Override
  public void close() {}
}
